"""``python -m tests.lab list | up SCENARIO | run [SCENARIO ...] | matrix | cures``: the lab by hand. See ``docs/LAB.md``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from tests.lab import cures_table, judge
from tests.lab.coverage import sample, topics
from tests.lab.judge import Run, letters
from tests.lab.matrix import AT_ONCE, run_all
from tests.lab.patience import too_many
from tests.lab.results import commit_of_the_tree, table
from tests.lab.scenarios import BY_NAME, SCENARIOS, Scenario
from tests.lab.stage import lab_missing, up
from tests.servers.library import REPOSITORY

RESULTS = REPOSITORY / "docs" / "LAB-RESULTS.md"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lab", description="The NAT lab by hand.")
    actions = parser.add_subparsers(dest="action", required=True)
    listing = actions.add_parser("list", help="the scenarios and their truth")
    listing.add_argument("--topics", action="store_true", help="what each of them covers")
    listing.add_argument("--sample", action="store_true", help="only those that every change is held to")
    one = actions.add_parser("up", help="stand one scenario up and open a shell in the client's place")
    one.add_argument("scenario", choices=sorted(BY_NAME), metavar="SCENARIO")
    one.add_argument("command", nargs="*", help="run this there instead of a shell")
    whole = actions.add_parser("matrix", help="run every scenario and write the table of the results")
    whole.add_argument("-o", "--output", type=Path, default=RESULTS, help="default: docs/LAB-RESULTS.md")
    whole.add_argument("-j", "--jobs", type=int, default=AT_ONCE, help="scenarios at once")
    several = actions.add_parser("run", help="run scenarios, print what everybody says")
    several.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="default: all")
    several.add_argument("--reference-only", action="store_true", help="leave ftpsgui out")
    several.add_argument("-v", "--verbose", action="store_true", help="print the transcripts too")
    several.add_argument("-j", "--jobs", type=int, default=AT_ONCE, help="scenarios at once")
    curing = actions.add_parser("cures", help="build faults, follow the report's remedies, test again")
    curing.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    curing.add_argument("--write", action="store_true", help="write docs/CURES.md (needs all of them)")
    curing.add_argument("-v", "--verbose", action="store_true", help="print what was done")
    chosen = parser.parse_args(arguments)
    if chosen.action == "list":
        for scenario in sample(SCENARIOS) if chosen.sample else SCENARIOS:
            told = "; ".join(sorted(topics(scenario))) if chosen.topics else " ".join(sorted(scenario.causes))
            print(f"{scenario.name:38} {scenario.place:7} {scenario.truth:9} {told}")
        return 0
    if (reason := lab_missing()) is not None:
        print(reason, file=sys.stderr)
        return 1
    if chosen.action == "cures":
        return cures_table.run(chosen.names, write=chosen.write, verbose=chosen.verbose)
    if chosen.action == "up":
        return _up(BY_NAME[chosen.scenario], chosen.command)
    if chosen.action == "matrix":
        return _matrix(chosen)
    unknown = [name for name in chosen.scenarios if name not in BY_NAME]
    if unknown:
        parser.error(f"no such scenario: {', '.join(unknown)}")
    return _run([BY_NAME[name] for name in chosen.scenarios] or list(SCENARIOS), chosen)


def _up(scenario: Scenario, command: Sequence[str]) -> int:
    with up(scenario) as stage:
        server = stage.server
        if not command:
            print(f"{scenario.name}: {scenario.server} at {scenario.target}:{scenario.port}", file=sys.stderr)
            print(f"user {server.user}, password {server.password}, CA {server.ca_file}", file=sys.stderr)
            print(f"server log: {server.log}", file=sys.stderr)
            for place in stage.lab.places:
                print(f"  {place.name:14} nsenter --net={place.path}", file=sys.stderr)
            inside = " ".join(server.process.command("bash"))
            print(
                f"administer the server (Debian's paths, systemctl {server.unit}): {inside}", file=sys.stderr
            )
            print(f"try: {' '.join(judge.probe_arguments(stage))}", file=sys.stderr)
            command = [os.environ.get("SHELL", "/bin/sh")]
        environment = {
            **os.environ,
            judge.PASSWORD_VARIABLE: server.password,
            "FTPSGUI_LAB_USER": server.user,
            "FTPSGUI_LAB_HOST": scenario.target,
            "FTPSGUI_LAB_PORT": str(scenario.port),
            "FTPSGUI_LAB_CA": str(server.ca_file),
            "FTPSGUI_LAB_LOG": str(server.log),
        }
        return subprocess.run(stage.lab.client.command(*command), env=environment, check=False).returncode


def _matrix(chosen: argparse.Namespace) -> int:
    """Run everything; say each scenario's name as its turn comes, write the table, fail when one disagrees."""
    now, commit = datetime.now(UTC), commit_of_the_tree()
    outcomes: dict[str, Run | Exception] = {}
    with ThreadPoolExecutor(chosen.jobs) as outer, ThreadPoolExecutor(chosen.jobs * 8) as inner:
        for name, future in run_all(SCENARIOS, outer, inner).items():
            try:
                outcomes[name] = future.result()
            except Exception as error:
                outcomes[name] = error
            _say(BY_NAME[name], outcomes[name])
    chosen.output.write_text(table(outcomes, now=now, commit=commit))
    print(f"{chosen.output} is written")
    patient = [name for name, each in outcomes.items() if isinstance(each, Run) and each.patient]
    if too_many(patient, len(outcomes)):
        print(f"too many ran out of time at first, busy or not: {', '.join(patient)}")
        return 1
    return 0 if all(isinstance(each, Run) and not each.disagreements for each in outcomes.values()) else 1


def _say(scenario: Scenario, outcome: Run | Exception) -> None:
    if isinstance(outcome, Exception):
        print(f"{scenario.name:38} {type(outcome).__name__}: {outcome}", flush=True)
        return
    theirs, ours = (letters(rows) for rows in (outcome.reference, outcome.modes))
    print(
        f"{scenario.name:38} reference {theirs:8} ftpsgui {ours:8} "
        f"{outcome.reference['session'].result:18} {'BAD' if outcome.disagreements else 'ok'}{' (with patience)' if outcome.patient else ''}",
        flush=True,
    )
    for words in outcome.disagreements:
        print("    " + words.replace("\n", "\n        "), flush=True)


def _run(scenarios: Sequence[Scenario], chosen: argparse.Namespace) -> int:
    troubles = 0
    with ThreadPoolExecutor(chosen.jobs) as outer, ThreadPoolExecutor(chosen.jobs * 8) as inner:
        runs = run_all(scenarios, outer, inner, probe=not chosen.reference_only)
        for scenario in scenarios:
            try:
                run = runs[scenario.name].result()
            except Exception as error:
                troubles += 1
                _say(scenario, error)
                continue
            _say(scenario, run)
            if chosen.verbose:
                for row, verdict in run.reference.items():
                    print(f"  == {row}\n{verdict.transcript}")
            troubles += bool(run.disagreements)
    print(f"{len(scenarios)} scenarios, {troubles} with disagreements")
    return 1 if troubles else 0


if __name__ == "__main__":
    raise SystemExit(main())
