"""Every scenario: ftpsgui's report against the reference client and the truth."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import cast

import pytest

from tests.lab.judge import Run
from tests.lab.matrix import AT_ONCE, run_all
from tests.lab.scenarios import BY_NAME, SCENARIOS, Scenario
from tests.lab.stage import lab_missing

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("lab")]


@pytest.fixture(scope="module")
def runs(request: pytest.FixtureRequest) -> Iterator[dict[str, Future[Run]]]:
    """All the scenarios that were selected, started at once when the first test asks."""
    wanted = {_scenario(item) for item in request.session.items}
    with ThreadPoolExecutor(AT_ONCE) as outer, ThreadPoolExecutor(AT_ONCE * 8) as inner:
        started = run_all([s for s in SCENARIOS if s in wanted and lab_missing(s) is None], outer, inner)
        yield started
        for future in started.values():
            future.cancel()


def _scenario(item: pytest.Item) -> Scenario | None:
    if isinstance(item, pytest.Function) and item.originalname == "test_everybody_agrees":
        return cast("Scenario", item.callspec.params["scenario"])
    return None


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_everybody_agrees(scenario: Scenario, runs: dict[str, Future[Run]]) -> None:
    if (reason := lab_missing(scenario)) is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run the lab: {reason}", pytrace=False)
        pytest.skip(f"LAB NOT RUN: {reason}")
    run = runs[scenario.name].result()
    if scenario.awaits:
        if not run.disagreements:
            pytest.fail(f"{scenario.awaits} is there: take `awaits` from the scenario", pytrace=False)
        pytest.xfail(f"ftpsgui has no {scenario.awaits.removeprefix('a ')} yet: {run.disagreements}")
    if run.disagreements:
        pytest.fail("\n".join(run.disagreements), pytrace=False)


def test_the_truth_covers_what_it_must() -> None:
    assert len(SCENARIOS) == len(BY_NAME) >= 24
    for place in ("T1", "T2", "T3", "T4"):
        assert {s.server for s in SCENARIOS if s.place == place} == {
            "vsftpd",
            "proftpd",
            "pureftpd",
            "pyftpdlib",
        }
