"""The scenarios as data: they cover what they must, and their truths are well-formed."""

from __future__ import annotations

import pytest

from ftpsgui.diagnosis.engine import rules
from tests.lab.coverage import TOPICS, sample, topics
from tests.lab.scenario import NO_ROWS, Scenario
from tests.lab.scenarios import BY_NAME, SCENARIOS, THEMES


def test_names_are_unique_and_every_theme_has_scenarios() -> None:
    assert len(SCENARIOS) == len(BY_NAME) >= 85
    assert all(THEMES.values())


def test_the_sample_covers_every_topic_and_is_small() -> None:
    chosen = sample(SCENARIOS)
    assert frozenset().union(*map(topics, chosen)) == TOPICS.keys()
    assert len(chosen) <= 55


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_truth_is_well_formed(scenario: Scenario) -> None:
    known = {rule.id for rule in rules()}
    assert scenario.causes | scenario.remarks <= known
    assert not scenario.causes & scenario.remarks
    assert (scenario.stops is not None) == (scenario.truth == NO_ROWS)
    assert list(scenario.clear_rows) in ([], list(scenario.rows))
    assert (scenario.clear != "") <= ("--compare-plaintext" in scenario.arguments)
    assert (scenario.place == "vpn") == (scenario.vpn is not None)
