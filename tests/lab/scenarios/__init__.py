"""The scenarios of the lab and the truth about each. Data only: one file for each theme, found by being here."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from itertools import chain

from tests.lab.scenario import (
    CLIENT_PUBLIC,
    ELSEWHERE,
    SECOND_PUBLIC,
    SERVER_INSIDE,
    SERVER_PUBLIC,
    Scenario,
)

__all__ = [
    "BY_NAME",
    "CLIENT_PUBLIC",
    "ELSEWHERE",
    "SCENARIOS",
    "SECOND_PUBLIC",
    "SERVER_INSIDE",
    "SERVER_PUBLIC",
    "THEMES",
    "Scenario",
]

THEMES: dict[str, tuple[Scenario, ...]] = {
    found.name: import_module(f"{__name__}.{found.name}").SCENARIOS
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name)
}
"""File name -> its scenarios."""
SCENARIOS: tuple[Scenario, ...] = tuple(chain.from_iterable(THEMES.values()))
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
