"""One cure, proven: the fault stands, the report is followed to the letter, everybody tries again."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.lab import native
from tests.lab.administrator import CannotFollowError, Done, Machine, Values, follow, start_again, steps_of
from tests.lab.cures import Cure
from tests.lab.judge import PASSWORD_VARIABLE, Run, examine, letters, probe_arguments, run_probe
from tests.lab.stage import Stage, lab_missing, up
from tests.servers import certificates, machine_in
from tests.servers.library import REPOSITORY
from tests.servers.machine import CACHE
from tests.servers.process import find, private_mounts

AT_ONCE = 1 + 2 * (os.cpu_count() or 1)
PLACEHOLDERS = {
    "server_ip": "the server's address in its own network",
    "public_name": "a name that the server resolves to its public address",
    "certificate_file": "a new certificate of the lab's authority for the right name",
    "key_file": "its key",
    "program": "the file that starts the server, where the server is a program of one's own",
}
"""All that the administrator of the lab knows and a report cannot know."""


def cannot_prove(cure: Cure) -> str | None:
    """Return why this cannot be proven here, or None."""
    for tool in ("nft", "netfilter-persistent", "sysctl"):
        if find(tool, CACHE / "usr/sbin") is None:
            return f"{tool} is not here: run scripts/install-test-servers"
    return lab_missing(cure.before)


@dataclass(frozen=True)
class Proof:
    """What was seen. ``wrong`` is empty when the fault was there, was cured, and nothing new is wrong."""

    cure: Cure
    before: dict[str, Any] | None
    modes_before: str
    done: tuple[Done, ...]
    after: Run | None
    wrong: tuple[str, ...]


def prove_all(cures: Iterable[Cure], outer: Executor, inner: Executor) -> dict[str, Future[Proof]]:
    """Start all; ``outer`` bounds the cures under proof at once, ``inner`` the clients in them."""
    return {cure.name: outer.submit(prove, cure, inner) for cure in cures}


def prove(cure: Cure, pool: Executor) -> Proof:
    """Let the fault stand, follow the report, and examine what stands then."""
    with _standing(cure) as (stage, machines):
        report, errors = _report(stage, cure)
        if report is None:
            return Proof(cure, None, "", (), None, (f"no report: {errors}",))
        rows = {
            f"{row['mode']}/{row['address']}": row
            for row in report["modes"]
            if row["protection"] == "private"
        }
        modes = letters(rows)
        if wrong := tuple(_unlike(cure, report)):
            return Proof(cure, report, modes, (), None, wrong)
        done: list[Done] = []
        try:
            for remedy in steps_of(report, cure.goes, cure.way):
                done.append(follow(remedy, machines, _values(stage)))  # noqa: PERF401 (what was done before an error counts)
            for machine in machines.values():
                start_again(machine, cure.firewall)
        except CannotFollowError as error:
            words = f"{error}\nthe server said: {stage.server.process.words()}"
            return Proof(cure, report, modes, tuple(done), None, (words,))
        if not any(step.where and step.pasted for step in done):
            return Proof(
                cure, report, modes, tuple(done), None, ("no remedy that anybody here could follow",)
            )
        stage.server.process.wait_for_port(stage.server.host, stage.server.port, stage.lab.server.path)
        run = examine(replace(stage, scenario=cure.after), pool)
        return Proof(cure, report, modes, tuple(done), run, run.disagreements)


def _report(stage: Stage, cure: Cure) -> tuple[dict[str, Any] | None, str]:
    """Run the command under test where the fault stands; by a name the client resolves as the server does."""
    if cure.dialled is None:
        report, _status, errors = run_probe(stage, "--router", cure.firewall)
        return report, errors
    words = [cure.dialled if word == stage.scenario.target else word for word in probe_arguments(stage)]
    names = 'mount --bind "$1" /etc/hosts && shift && exec "$@"'
    private = ("unshare", "--mount", *private_mounts(), "sh", "-c", names, "sh")
    hosts = str(stage.server.ca_file.parent / "root/etc/hosts")
    done = subprocess.run(
        stage.lab.client.command(*private, hosts, *words, "--router", cure.firewall),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=120,
        check=False,
        env={**os.environ, PASSWORD_VARIABLE: stage.server.password},
    )
    try:
        return json.loads(done.stdout), done.stderr
    except ValueError:
        return None, done.stdout + done.stderr


def _unlike(cure: Cure, report: dict[str, Any]) -> Iterator[str]:
    """Say in what the report differs from the fault that was built."""
    found = {finding["id"]: finding["severity"] for finding in report["findings"]}
    for missing in sorted(cure.goes - set(found)):
        yield f"before: finding {missing} is missing; there are {sorted(found)}"
    for extra in sorted(
        {id_ for id_, severity in found.items() if severity != "info"} - cure.goes - cure.stays
    ):
        yield f"before: finding {extra} is not meant"


@contextmanager
def _standing(cure: Cure) -> Iterator[tuple[Stage, dict[str, Machine]]]:
    with ExitStack() as stack:
        stage = stack.enter_context(up(cure.before))
        machines = {"server-admin": Machine("server", stage.server.process, stage.server.unit)}
        if cure.before.server_nat:
            process = stack.enter_context(machine_in(stage.lab.server_router.path))
            machines["network-admin"] = Machine("router", process)
        if cure.firewall == "nftables":
            native.rewrite(
                cure.before, machines["network-admin" if cure.before.server_nat else "server-admin"]
            )
        yield stage, machines


def _values(stage: Stage) -> Values:
    folder = stage.server.ca_file.parent / "new"
    if not folder.exists():
        folder.mkdir()
        certificates.write(folder, "good", ("localhost", stage.scenario.target))
    known = {
        "server_ip": stage.scenario.server_address,
        "public_name": "ftp.example.test",
        "certificate_file": str(folder / "chain.pem"),
        "key_file": str(folder / "key.pem"),
        "program": str(stage.server.program or Path("/nonexistent")),
    }
    assert known.keys() == PLACEHOLDERS.keys()
    return known
