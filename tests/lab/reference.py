"""What another client makes of a scenario, row by row: lftp, read by its transcript so that a fallback never counts."""

from __future__ import annotations

import os
import re
import subprocess
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.lab.scenario import ROWS, Scenario
from tests.lab.stage import Stage
from tests.lab.strict_client import Attempt, attempt, how_far

TIMEOUT = 6
"""Seconds that lftp waits for anything: long enough for a busy machine, since only rows that fail wait."""
_TRIES = 3
"""How often lftp may begin anew when it did not get as far as its mode command, so said nothing about the row."""
Protection = Literal["private", "clear"]
_PRIVATE = (
    "set ftp:ssl-force yes",
    "set ftp:ssl-protect-data yes",
    "set ftp:ssl-protect-list yes",
    "set ssl:verify-certificate no",
)
_CLEAR = ("set ftp:ssl-allow no",)
_COMMON = (
    "set ftp:auto-passive-mode no",
    "set net:max-retries 1",
    f"set net:timeout {TIMEOUT}",
    "set cmd:fail-exit yes",
    "set cmd:move-background no",  # else it may live on in the background with its connections
)
_STRICT = "set ftp:fix-pasv-address no"
_FORGIVING = "set ftp:fix-pasv-address yes"
# A data connection from somebody else than the server is refused, as ftpsgui does.
_ACTIVE = ("set ftp:passive-mode no", "set ftp:verify-address yes")
_ROWS = {
    "pasv/advertised": ("PASV", ("set ftp:passive-mode yes", "set ftp:prefer-epsv no", _STRICT)),
    "pasv/peer": ("PASV", ("set ftp:passive-mode yes", "set ftp:prefer-epsv no", _FORGIVING)),
    "epsv/peer": ("EPSV", ("set ftp:passive-mode yes", "set ftp:prefer-epsv yes", _STRICT)),
    "port/local": ("PORT", _ACTIVE),
    "eprt/local": ("EPRT", _ACTIVE),
    "port/public": ("PORT", _ACTIVE),
}


@dataclass(frozen=True)
class Verdict:
    """One row as the reference saw it: ``works``, ``fails``, or ``untested``."""

    result: str
    client: str
    transcript: str


def rows(stage: Stage, pool: Executor) -> dict[str, Future[Verdict]]:
    """Start all rows of a scenario at once: ``mode/address``, in clear with ``clear `` before it.

    ``session`` is how far a careful client comes at all (``open``, or the scenario's :data:`Stop`);
    ``without resumption`` is a listing over a data connection that does not resume the control connection's session.
    """
    scenario = stage.scenario
    assert set(ROWS) <= set(scenario.rows)
    started = {row: pool.submit(_row, stage, row, truth) for row, truth in scenario.rows.items()}
    for row, truth in scenario.clear_rows.items():
        started[f"clear {row}"] = pool.submit(_row, stage, row, truth, "clear")
    started["session"] = pool.submit(_session, stage)
    if scenario.session_reuse is not None and "works" in (
        scenario.rows["pasv/peer"],
        scenario.rows["epsv/peer"],
    ):
        started["without resumption"] = pool.submit(_without_resumption, stage)
    return started


def expected(scenario: Scenario) -> dict[str, str]:
    """Return what the reference must say, by the names of :func:`rows`."""
    truth: dict[str, str] = {row: result for row, result in scenario.rows.items() if result != "depends"}
    truth |= {f"clear {row}": result for row, result in scenario.clear_rows.items() if result != "depends"}
    truth["session"] = scenario.stops or "open"
    if scenario.session_reuse is not None:
        truth["without resumption"] = "fails" if scenario.session_reuse else "works"
    return truth


def _row(stage: Stage, row: str, truth: str, protection: Protection = "private") -> Verdict:
    if truth in ("untested", "depends"):
        return Verdict("untested", "none", "not applicable, or no two tries need be alike")
    if row.startswith("eprt") and not stage.scenario.ipv6:  # lftp writes PORT whenever the address is IPv4
        return _own(stage, row, protection)
    verdict = lftp(stage, row, protection)
    if verdict.result == "untested":
        # lftp forgives private addresses only (any other it dials as it stands), and never sends an EPSV that FEAT hides.
        return _own(stage, row, protection)
    return verdict


def lftp(stage: Stage, row: str, protection: Protection = "private") -> Verdict:
    """Let lftp list the directory the way ``row`` says."""
    scenario, server = stage.scenario, stage.server
    verb, settings = _ROWS[row]
    if row == "port/public":
        settings = (*settings, f"set ftp:port-ipv4 {scenario.public_address}")
        if scenario.active_ports is not None:
            settings = (*settings, "set ftp:port-range {}-{}".format(*scenario.active_ports))
    scheme = "ftps" if scenario.implicit else "ftp"
    host = f"[{scenario.target}]" if scenario.ipv6 else scenario.target
    script = "; ".join(
        (
            *(_PRIVATE if protection == "private" else _CLEAR),
            *_COMMON,
            *settings,
            "debug 9",
            f"open -u {server.user},{server.password} {scheme}://{host}:{scenario.port}",
            "ls",
        )
    )
    for _ in range(_TRIES):
        done = _lftp(stage, script)
        if re.search(r"^---> (PASV|EPSV|PORT|EPRT)\b", done.stderr, re.MULTILINE):
            break
    return read(done.stderr, done.returncode, row=row, verb=verb, target=scenario.target)


def _lftp(stage: Stage, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        stage.lab.client.command("lftp", "--norc", "-c", script),
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        check=False,
        env={**os.environ, "HOME": "/nonexistent", "LFTP_HOME": "/nonexistent", "LC_ALL": "C.UTF-8"},
    )


def read(transcript: str, status: int, *, row: str, verb: str, target: str) -> Verdict:
    """Judge a transcript: a listing counts only if it came in the way that ``row`` names.

    ``untested`` means that lftp did something else than the row asks for.
    """
    verbs = re.findall(r"^---> (PASV|EPSV|PORT|EPRT)\b", transcript, re.MULTILINE)
    if set(verbs) - {verb}:
        return Verdict("untested", "lftp", transcript)
    if not verbs:
        raise AssertionError(f"lftp never sent {verb} for {row}:\n{transcript}")
    fixed = "has been fixed" in transcript
    dialled = re.findall(r"^---- Connecting data socket to \((\S+)\) port", transcript, re.MULTILINE)
    if row == "pasv/peer" and any(host != target for host in dialled):
        return Verdict("untested", "lftp", transcript)
    if row == "pasv/advertised" and fixed:
        # 0.0.0.0 is fixed whatever the setting: nobody can dial it.
        return Verdict("fails", "lftp", transcript)
    listed = re.search(r"^---> LIST.*^<--- 2(26|50) ", transcript, re.MULTILINE | re.DOTALL)
    return Verdict("works" if status == 0 and listed else "fails", "lftp", transcript)


def _own(stage: Stage, row: str, protection: Protection) -> Verdict:
    scenario = stage.scenario
    mode, _, address = row.partition("/")
    works, transcript = attempt(
        _attempt(
            stage,
            mode=mode,
            tls=protection == "private",
            host={"peer": scenario.target, "public": scenario.public_address}.get(address),
            ports=scenario.active_ports if address == "public" else None,
        )
    )
    return Verdict("works" if works else "fails", "own", transcript)


def _session(stage: Stage) -> Verdict:
    """See how far a client comes that trusts what the scenario's client trusts."""
    trust = {"ca": stage.server.ca_file, "nothing": "system", "anything": "anything"}[stage.scenario.trust]
    where, transcript = how_far(_attempt(stage, trust=trust, old_tls=False))
    return Verdict(where or "open", "own", transcript)


def _without_resumption(stage: Stage) -> Verdict:
    works, transcript = attempt(_attempt(stage, mode="epsv", resume=False))
    return Verdict("works" if works else "fails", "own", transcript)


def _attempt(
    stage: Stage,
    *,
    mode: str = "epsv",
    tls: bool = True,
    trust: Path | str = "anything",
    resume: bool = True,
    old_tls: bool = True,
    host: str | None = None,
    ports: tuple[int, int] | None = None,
) -> Attempt:
    scenario = stage.scenario
    return Attempt(
        namespace=stage.lab.client.path,
        target=(scenario.target, scenario.port),
        implicit=scenario.speaks_implicit,
        user=stage.server.user,
        password=stage.server.password,
        mode=mode,  # type: ignore[arg-type]
        tls=tls,
        trust=trust,  # type: ignore[arg-type]
        resume=resume,
        old_tls=old_tls,
        host=host,
        ports=ports,
        timeout=float(TIMEOUT),
    )
