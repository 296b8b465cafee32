"""Run the real command in the client's place and hold its report against the reference client and the truth."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.lab import reference, traces
from tests.lab.patience import Pressure, hurried
from tests.lab.reference import Verdict
from tests.lab.scenario import PUBLIC_ROWS, ROWS, Result, Scenario
from tests.lab.stage import Stage, up
from tests.servers.library import REPOSITORY

PASSWORD_VARIABLE = "FTPSGUI_LAB_PASSWORD"
PATIENCE = "12"
"""Seconds, when a busy machine let something run out of time (see :mod:`tests.lab.patience`): then that is judged."""
DATA_TIMEOUT = "2"
"""Seconds, as an argument; only rows that fail wait so long."""
REMARKS = {
    "vsftpd": frozenset({"tls-session-reuse-required"}),
    "proftpd": frozenset({"tls-session-reuse-required"}),
    "pureftpd": frozenset({"tls-session-not-resumed"}),
    "pyftpdlib": frozenset({"tls-session-not-resumed"}),
}
"""What a product's own ways may add to the findings, at severity info, whatever the path is."""
SIDES = {
    "T1": frozenset[str](),
    "T2": frozenset({"server-behind-nat"}),
    "T3": frozenset({"client-behind-nat", "client-cgnat"}),
    "T4": frozenset({"client-behind-nat", "client-cgnat", "server-behind-nat", "both-behind-nat"}),
    "inside": frozenset({"test-from-inside", "target-address-private"}),
    "hairpin": frozenset({"server-behind-nat", "client-behind-nat", "both-behind-nat"}),
    "vpn": frozenset(
        {"test-from-inside", "target-address-private", "server-behind-nat", "client-behind-nat"}
    ),
}
"""What is true of a place, and may be said where it can be seen."""


@dataclass(frozen=True)
class Run:
    """All that was seen of one scenario. ``disagreements`` is empty when everybody agrees with the truth."""

    scenario: Scenario
    reference: dict[str, Verdict]
    report: dict[str, Any] | None
    errors: str = ""
    disagreements: tuple[str, ...] = field(default=())
    traces: tuple[str, ...] = field(default=())
    """What the run left behind, and what is wrong with its session file."""
    patient: bool = False
    """It was run a second time, with :data:`PATIENCE`; this is the second."""

    @property
    def modes(self) -> dict[str, dict[str, Any]]:
        """The private rows of the report by ``mode/address``."""
        return self.rows("private")

    def rows(self, protection: str) -> dict[str, dict[str, Any]]:
        """The report's rows of one protection by ``mode/address``."""
        rows = (self.report or {}).get("modes", [])
        return {f"{row['mode']}/{row['address']}": row for row in rows if row["protection"] == protection}


_COMPLAINTS = re.compile(r"Warning|Traceback|Exception ignored|was destroyed|never retrieved|never awaited")
"""What Python says on standard error of a socket, a file or a task that was left behind."""
_SHORT = {"works": "W", "fails": "F", "untested": "-", "partial": "P"}


def letters(rows: dict[str, Verdict] | dict[str, dict[str, Any]]) -> str:
    """Write the rows over TLS as a scenario's truth is written."""
    results = {
        row: said.result if isinstance(said, Verdict) else str(said["result"]) for row, said in rows.items()
    }
    first, second = (
        "".join(_SHORT[results[row]] for row in names if row in results) for names in (ROWS, PUBLIC_ROWS)
    )
    return f"{first}/{second}" if second else first


def probe_arguments(stage: Stage) -> list[str]:
    """Return the command under test, to be run in the client's namespace."""
    scenario, server = stage.scenario, stage.server
    words = [sys.executable, "-m", "ftpsgui", "probe", scenario.target]
    if scenario.implicit and "--tls" not in scenario.arguments:
        words += ["--tls", "implicit"]
    if scenario.control_port is not None:
        words += ["--port", str(scenario.control_port)]
    words += ["--user", server.user, "--password-env", PASSWORD_VARIABLE]
    words += {"ca": ["--ca-file", str(server.ca_file)], "nothing": [], "anything": ["--insecure"]}[
        scenario.trust
    ]
    return [
        *words,
        "--format",
        "json",
        "--lang",
        "en",
        "--dial-advertised",
        "--data-timeout",
        DATA_TIMEOUT,
        *scenario.arguments,
    ]


def run(scenario: Scenario, pool: Executor, *, probe: bool = True) -> Run:
    """Stand the scenario up and examine it."""
    with up(scenario) as stage:
        return examine(stage, pool, probe=probe)


def examine(stage: Stage, pool: Executor, *, probe: bool = True) -> Run:
    """Let everybody try what stands, at the same time, and compare."""
    scenario = stage.scenario
    waiting = reference.rows(stage, pool)
    pressure = Pressure()
    report, status, errors, left, patient = None, 0, "", (), False
    if probe:
        report, status, errors, left = _watched_probe(stage)
    busy = pressure.busy
    seen = {row: future.result() for row, future in waiting.items()}
    if patient := busy and bool(hurried(Run(scenario, seen, report).modes, seen, float(DATA_TIMEOUT))):
        report, status, errors, left = _watched_probe(stage, "--data-timeout", PATIENCE)
    if probe:
        left += tuple(f"left behind: {words}" for words in traces.connections(stage.lab.client))
        left += tuple(f"still runs: {words}" for words in traces.processes(stage.lab.client))
    unfinished = Run(scenario, seen, report, errors, traces=left)
    found = (*_compare(unfinished, status, probe=probe), *left)
    if found and stage.server.log_text():
        found = (*found, f"the server's log ends:\n{stage.server.log_text()[-1500:]}")
    return Run(scenario, seen, report, errors, found, left, patient)


def run_probe(stage: Stage, *arguments: str, **environment: str) -> tuple[dict[str, Any] | None, int, str]:
    """Run ``ftpsgui probe`` in the client's place; return its report (None: it was none), exit status and errors."""
    done = subprocess.run(
        stage.lab.client.command(*probe_arguments(stage), *arguments),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=120,
        check=False,
        env={**os.environ, PASSWORD_VARIABLE: stage.server.password, **environment},
    )
    try:
        return json.loads(done.stdout), done.returncode, done.stderr
    except ValueError:
        return None, done.returncode, f"{done.stdout[-2000:]}{done.stderr[-4000:]}"


def _watched_probe(stage: Stage, *arguments: str) -> tuple[dict[str, Any] | None, int, str, tuple[str, ...]]:
    """Run it with a home and a temporary folder of its own; return what :func:`run_probe` does, and what it left."""
    with tempfile.TemporaryDirectory(prefix="ftpsgui-run-") as name:
        folder, home = Path(name), Path(name, "home")
        home.mkdir()
        session = folder / "session.json"
        places = dict.fromkeys(
            ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"), str(home)
        )
        # A socket that is not closed, or a task that is not awaited, speaks on standard error.
        report, status, errors = run_probe(
            stage, "--save", str(session), *arguments, PYTHONWARNINGS="always::ResourceWarning", **places
        )
        left = [f"left behind: the file {each}" for each in traces.files(folder) if each != session.name]
        if report is not None:
            left += [f"said on standard error: {errors}"] if _COMPLAINTS.search(errors) else []
            left += [words] if (words := traces.unlike_itself(session)) else []
    return report, status, errors, tuple(left)


def _compare(run: Run, status: int, *, probe: bool) -> Iterator[str]:
    for row, truth in reference.expected(run.scenario).items():
        said = run.reference[row]
        if said.result != truth:
            yield (
                f"the reference ({said.client}) says {row} {said.result}, truth {truth}:\n"
                f"{said.transcript[-1500:]}"
            )
    if not probe:
        return
    if run.report is None:
        yield f"no report, exit status {status}: {run.errors}"
        return
    if status == 70:
        yield f"it failed inside: {run.errors[-3000:]}"
    yield from _compare_rows(run, "private", run.scenario.rows, "")
    yield from _compare_rows(run, "clear", run.scenario.clear_rows, "clear ")
    yield from _compare_findings(run.scenario, run.report["findings"])
    yield from _compare_verdict(run, run.report, status)
    yield from _compare_topology(run.scenario, run.report["topology"])


def _compare_rows(run: Run, protection: str, truth: dict[str, Result], prefix: str) -> Iterator[str]:
    rows = run.rows(protection)
    if not truth:
        return
    if list(rows) != list(truth):
        yield f"{prefix}rows {list(rows)}, expected {list(truth)}"
    for name, row in rows.items():
        if truth.get(name) == "depends":
            continue
        said = run.reference.get(prefix + name)
        if said is not None and row["result"] != said.result:
            yield (
                f"{prefix}{name}: ftpsgui says {row['result']} ({row['reason']}), "
                f"the reference ({said.client}) {said.result}"
            )
        if row["result"] == "works" and not row["evidence"]:
            yield f"{prefix}{name} works, but no observation is named as evidence"


def _compare_findings(scenario: Scenario, findings: list[dict[str, Any]]) -> Iterator[str]:
    severity = {finding["id"]: finding["severity"] for finding in findings}
    if len(severity) != len(findings):
        yield f"an id stands twice: {[finding['id'] for finding in findings]}"
    for missing in sorted(scenario.causes - set(severity)):
        folded = [f["id"] for f in findings if missing in [symptom["id"] for symptom in f["explains"]]]
        if folded and missing in SIDES[scenario.place]:
            continue  # a word about a side may be part of what follows from it
        yield f"finding {missing} is missing" + (f" (folded into {', '.join(folded)})" if folded else "")
    for extra in sorted(set(severity) - scenario.causes):
        if (
            severity[extra] != "info"
            or extra not in scenario.remarks | REMARKS[scenario.server] | SIDES[scenario.place]
        ):
            params = next(finding["params"] for finding in findings if finding["id"] == extra)
            yield f"finding {extra} ({severity[extra]}) is not true here: {params}"


def _compare_verdict(run: Run, report: dict[str, Any], status: int) -> Iterator[str]:
    verdict = report["verdict"]
    scenario = run.scenario
    rows = scenario.rows.items()
    if scenario.stops is not None:
        # Who could log in has tested the target: then no data mode works.
        expected = 3 if scenario.stops == "protection-refused" else 4
        if not status == verdict["exit_status"] == expected:
            yield f"exit status {status}, in the report {verdict['exit_status']}, expected {expected}"
        return
    works = [name.partition("/")[0] for name, result in rows if result in ("works", "depends")]
    troubles = [finding for finding in report["findings"] if finding["severity"] != "info"]
    expected = 3 if not works else 1 if troubles else 0
    if not status == verdict["exit_status"] == expected:
        yield f"exit status {status}, in the report {verdict['exit_status']}, expected {expected}"
    if (verdict["use_mode"] is None) == bool(works) or (works and verdict["use_mode"] not in works):
        yield f"use_mode {verdict['use_mode']}, but what works is {works}"


def _compare_topology(scenario: Scenario, topology: dict[str, Any]) -> Iterator[str]:
    seen, possible = topology["class"], topology["possible"]
    if scenario.place == "hairpin" or scenario.stops is not None:
        return  # a hairpin has no class of its own; without a dialogue nothing is known
    if scenario.topology not in {seen, *possible}:
        yield f"topology {seen}, possible {possible}: the true {scenario.topology} is ruled out"
    if seen != "unknown" and seen not in scenario.looks_like:
        yield f"topology {seen}, but from here it looks like {' or '.join(scenario.looks_like)}"
