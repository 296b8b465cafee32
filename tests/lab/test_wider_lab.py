"""What only a real NAT can show of the probes that are asked on request: CCC with a helper on the way, and reflections."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.lab.judge import run_probe
from tests.lab.scenario import CLIENT_PUBLIC, SERVER_PUBLIC, Scenario
from tests.lab.scenarios import BY_NAME
from tests.lab.stage import Stage, lab_missing, up

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("lab")]


def standing(scenario: Scenario) -> Iterator[Stage]:
    if (reason := lab_missing(scenario)) is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run the lab: {reason}", pytrace=False)
        pytest.skip(f"LAB NOT RUN: {reason}")
    with up(scenario) as stage:
        yield stage


@pytest.fixture
def helped() -> Iterator[Stage]:
    """A server behind NAT whose router helps FTP, and that would take commands in clear."""
    yield from standing(replace(BY_NAME["t2-proftpd-helper-compared"], arguments=("--ccc",)))


@pytest.fixture
def behind_nat() -> Iterator[Stage]:
    yield from standing(replace(BY_NAME["t3-pureftpd"], arguments=("--thorough",)))


def tries(report: dict[str, Any], probe: str) -> dict[str, dict[str, Any]]:
    """The data connections of a probe, by mode."""
    return {
        each["fact"]["mode"]: each["fact"]
        for each in report["observations"]
        if each["probe"] == probe and each["fact"]["type"] == "data-attempt"
    }


def test_after_ccc_a_helper_works_again(helped: Stage) -> None:
    report, _status, errors = run_probe(helped)
    assert report is not None, errors
    over_tls = tries(report, "pasv")["pasv"]
    assert over_tls["advertised"]["host"] != SERVER_PUBLIC
    cleared = tries(report, "ccc")
    assert {mode: each["final"]["code"] for mode, each in cleared.items()} == dict.fromkeys(
        ("pasv", "epsv", "port", "eprt"), 226
    )
    assert cleared["pasv"]["advertised"]["host"] == SERVER_PUBLIC
    assert {each["protection"] for each in cleared.values()} == {"private"}
    assert not any(each["control_protected"] for each in cleared.values())
    assert "alg-rewrites-plaintext" in {finding["id"] for finding in report["findings"]}


def test_pure_ftpd_shows_both_ends_of_a_translated_data_connection(behind_nat: Stage) -> None:
    report, _status, errors = run_probe(behind_nat)
    assert report is not None, errors
    seen = tries(report, "data-reflection")
    assert CLIENT_PUBLIC in seen["pasv"]["final"]["raw"]
    assert seen["pasv"]["local"]["host"] != CLIENT_PUBLIC
    assert seen["port"]["setup"]["code"] == 500, (
        "PORT with an inside address is refused, so ESTA is not reached"
    )
    assert CLIENT_PUBLIC in seen["port"]["setup"]["raw"]
