"""Every scenario: ftpsgui's report against the reference client and the truth.

What is not in the sample has the mark ``whole``; ``scripts/test`` leaves it to ``python -m tests.lab matrix``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import cast

import pytest

from tests.lab.coverage import sample
from tests.lab.judge import Run
from tests.lab.matrix import AT_ONCE, run_all
from tests.lab.patience import too_many
from tests.lab.scenario import Scenario
from tests.lab.scenarios import SCENARIOS
from tests.lab.stage import lab_missing

SAMPLE = frozenset(scenario.name for scenario in sample(SCENARIOS))


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


@pytest.mark.lab
@pytest.mark.xdist_group("lab")
@pytest.mark.parametrize(
    "scenario",
    [
        pytest.param(scenario, id=scenario.name, marks=() if scenario.name in SAMPLE else pytest.mark.whole)
        for scenario in SCENARIOS
    ],
)
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


@pytest.mark.lab
@pytest.mark.xdist_group("lab")
def test_patience_is_the_exception(runs: dict[str, Future[Run]]) -> None:
    done = [future.result() for future in runs.values() if future.exception() is None]
    patient = [run.scenario.name for run in done if run.patient]
    assert not too_many(patient, len(done)), patient
