"""What is foretold of a client, from the facts of one probe, against that client itself on the same path."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge.base import load
from ftpsgui.model.findings import ClientForecast
from ftpsgui.session.files import load as load_session
from ftpsgui.session.fold import fold
from tests.lab import other_clients
from tests.lab.beside import side_by_side
from tests.lab.judge import PASSWORD_VARIABLE, probe_arguments
from tests.lab.scenarios import BY_NAME
from tests.lab.stage import Stage, up
from tests.servers.library import REPOSITORY

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("lab")]

CLIENTS = ("curl", "lftp", "wget", "python_ftplib", "aioftp", "basic_ftp")
SCENARIOS = (
    "t1-vsftpd",  # requires session reuse
    "t1-vsftpd-no-reuse",
    "t1-pureftpd",
    "t1-pureftpd-self-signed",
    "t1-proftpd",
    "t1-pyftpdlib-stale-private",
    "t1-vsftpd-no-pasv",
    "t1-vsftpd-ports-dropped",
    "t1-proftpd-ipv6",
    "t2-pyftpdlib",
    "t2-vsftpd",
    "t2-pureftpd-silent",
    "t3-pureftpd",
    "t4-vsftpd",
    "t4-vsftpd-wrong-elsewhere",
    "t4-pyftpdlib-implicit",
    "t4-proftpd-not-forwarded",
)
OPTIONS = {
    "--no-passive-ftp",
    "set ftp:prefer-epsv yes",
    "set ftp:ignore-pasv-address yes",
    "set ftp:passive-mode no",
    "--insecure",
    "--no-check-certificate",
    "set ssl:verify-certificate no",
    'client.command("PBSZ 0", "200"), client.command("PROT P", "200")',
}
"""Options that the forecast may name and that are tried here, too."""


@pytest.fixture(scope="module")
def beside(request: pytest.FixtureRequest) -> Iterator[Callable[[pytest.Item], str]]:
    with side_by_side(request, {"test_clients_fare_as_foretold": _otherwise}) as answer:
        yield answer


@pytest.mark.parametrize("name", SCENARIOS)
def test_clients_fare_as_foretold(
    name: str, beside: Callable[[pytest.Item], str], request: pytest.FixtureRequest
) -> None:
    if wrong := beside(request.node):
        pytest.fail(wrong, pytrace=False)


def _otherwise(name: str) -> str:
    """Let every client try the scenario; return what went otherwise than foretold."""
    here = [client for client in CLIENTS if other_clients.missing(client) is None]
    assert {"curl", "lftp", "python_ftplib", "aioftp"} <= set(here)
    wrong = []
    with (
        tempfile.TemporaryDirectory(prefix="ftpsgui-forecast-") as folder,
        up(BY_NAME[name]) as stage,
        ThreadPoolExecutor(len(here) + 1) as pool,
    ):
        said = pool.submit(foretold, stage, Path(folder, "session.json"))
        seen = {client: pool.submit(other_clients.run, client, stage) for client in here}
        told = said.result()
        for client in here:
            one, tried = told[client], seen[client].result()
            foreseen = one.result == "works"
            if foreseen and not tried.works:
                # On a busy machine a client's own patience may be too short: GnuTLS (wget, lftp) waits some 60 ms
                # for the ticket that a later connection resumes by. Alone, it has the machine to itself.
                tried = other_clients.run(client, stage)
            if foreseen != tried.works and (one.result != "unknown" or tried.works):
                wrong.append(
                    f"{client}: foretold {one.result} ({one.because.id}), "
                    f"it {'works' if tried.works else 'fails'}:\n{tried.transcript[-1800:]}"
                )
            if one.options and set(one.options) <= OPTIONS:
                again = other_clients.run(client, stage, *one.options)
                if not again.works:
                    wrong.append(f"{client}: fails with {one.options}, too:\n{again.transcript[-1800:]}")
    return "\n\n".join(wrong)


@pytest.mark.parametrize("client", CLIENTS)
def test_the_client_itself_is_here(client: str) -> None:
    """Without it, its forecast is held against nothing: that must not pass unseen."""
    if (reason := other_clients.missing(client)) is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run every client: {reason}", pytrace=False)
        pytest.skip(f"FORECAST NOT HELD AGAINST {client}: {reason}")


def foretold(stage: Stage, file: Path) -> dict[str, ClientForecast]:
    """Probe the stage's server from the client's place and return the forecasts by client."""
    command = [sys.executable, "-m", "ftpsgui", *probe_arguments(stage)[3:], "--save", str(file)]
    done = subprocess.run(
        stage.lab.client.command(*command),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=120,
        check=False,
        env=os.environ | {PASSWORD_VARIABLE: stage.server.password},
    )
    assert file.exists(), (
        f"the probe ended with {done.returncode}: {done.stdout[-1000:]}{done.stderr[-2000:]}"
    )
    session = load_session(file)
    state = fold(session.plan, session.observations, session.started)
    return {one.client: one for one in forecast(state, diagnose(state, load()), load())}
