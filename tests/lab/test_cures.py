"""The remedies are right: what ftpsgui tells administrators to paste is pasted, and the fault is gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from tests.lab.judge import examine, run_probe
from tests.lab.scenarios import BY_NAME, Scenario
from tests.lab.stage import Stage, lab_missing, up

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("lab")]

SYSCTL = 'sysctl() { shift; echo "${1#*=}" > "/proc/sys/$(echo "${1%%=*}" | tr . /)"; }'
"""Stands in for a program that a small system does not have."""


def _case(name: str, cured: str, **changes: Any) -> tuple[Scenario, str]:
    return replace(BY_NAME[name], **changes), cured


CASES = [
    _case("t2-vsftpd", "WWWWW", server_ports="dropped"),
    _case("t2-proftpd", "WWWWW", server_ports="dropped"),
    _case("t2-pureftpd-silent", "WWWWW", server_ports="dropped"),
    _case("t2-pyftpdlib", "WWWWW", server_ports="dropped"),
    _case("t2-vsftpd-not-forwarded", "WWWWW"),
    _case("t2-vsftpd-listen-ipv6", "WWWWW"),
    _case("t2-vsftpd-wrong-example", "WWWWW"),
    _case("t2-pyftpdlib-wrong-elsewhere", "WWWWW"),
    _case("t2-proftpd-right-dropped", "WWWWW"),
    _case("t4-vsftpd", "WWWFF/--", server_ports="dropped"),
    _case("t4-proftpd-not-forwarded", "WWWFF/--"),
    _case("t1-vsftpd-ports-dropped", "WWWWW"),
    _case("t1-proftpd-ports-rejected", "WWWWW"),
]


@pytest.fixture(scope="module")
def repairs() -> Iterator[dict[str, Future[str]]]:
    """All cases, started at once when the first test asks; each ends with what is wrong, or nothing."""
    with ThreadPoolExecutor(6) as outer, ThreadPoolExecutor(48) as inner:
        possible = [case for case in CASES if lab_missing(case[0]) is None]
        started = {case[0].name: outer.submit(_repair, *case, inner) for case in possible}
        yield started
        for future in started.values():
            future.cancel()


@pytest.mark.parametrize("scenario", [case[0] for case in CASES], ids=lambda scenario: scenario.name)
def test_what_it_tells_to_paste_repairs_it(scenario: Scenario, repairs: dict[str, Future[str]]) -> None:
    if (reason := lab_missing(scenario)) is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run the lab: {reason}", pytrace=False)
        pytest.skip(f"LAB NOT RUN: {reason}")
    if wrong := repairs[scenario.name].result():
        pytest.fail(wrong, pytrace=False)


def _repair(scenario: Scenario, cured: str, pool: Executor) -> str:
    with up(scenario) as stage:
        report, _status, errors = run_probe(stage, "--router", "iptables")
    assert report is not None, errors
    steps = _steps(scenario, report)
    assert steps, "no remedy at all"
    repaired = replace(
        scenario,
        truth=cured,
        causes=frozenset({"active-client-behind-nat"} if scenario.client_nat else ()),
        cured=True,
        extra=scenario.extra + _settings(scenario, steps),
    )
    with up(repaired) as stage:
        _apply(stage, steps)
        run = examine(stage, pool)
    if not run.disagreements:
        return ""
    return "\n".join((*run.disagreements, "after pasting:", *[step["snippet"] for step in steps]))


def _steps(scenario: Scenario, report: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the first alternative of every error's and warning's cure, each step once."""
    steps: list[dict[str, Any]] = []
    for finding in report["findings"]:
        if finding["severity"] == "info":
            continue
        for remedy in finding["remedies"]:
            names = {placeholder["name"] for placeholder in remedy["placeholders"]}
            assert names <= {"server_ip"}, remedy  # what an administrator knows and nobody else can
            filled = {**remedy, "snippet": remedy["snippet"].replace("<server_ip>", scenario.server_address)}
            known = [step["snippet"] for step in steps]
            if remedy["group"] == 1 and filled["snippet"] not in known:
                steps.append(filled)
    return steps


def _settings(scenario: Scenario, steps: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the server's part as lines for its configuration."""
    lines: list[str] = []
    for step in steps:
        if step["audience"] != "server-admin" or "iptables" in step["snippet"]:
            continue
        assert step["product"] == {"pureftpd": "pure_ftpd"}.get(scenario.server, scenario.server)
        if scenario.server == "pureftpd":  # a file for each setting
            lines.append(f"{step['file'].rpartition('/')[2]} {step['snippet']}")
        else:
            lines += step["snippet"].splitlines()
    return tuple(lines)


def _apply(stage: Stage, steps: list[dict[str, Any]]) -> None:
    """Run the router's part on the router, and what opens ports on a host on the server."""
    for step in steps:
        if "iptables" not in step["snippet"]:
            continue
        own = " INPUT " in step["snippet"]
        if not own and not stage.scenario.server_nat:
            continue  # nobody is there to be told
        place = stage.lab.server if own else stage.lab.server_router
        place.run("sh", "-e", text=f"{SYSCTL}\n{step['snippet']}\n")
