"""The scenarios of the demo: one module each, with a ``SCENARIO``; found by looking, not by a list."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from ftpsgui.demo.scenario import Scenario


@cache
def all() -> dict[str, Scenario]:  # noqa: A001 (the demo's own vocabulary: ``scenarios.all()``)
    """Return every scenario by id, in the order of a list; the first one is the default."""
    found: list[Scenario] = []
    for module in pkgutil.iter_modules(__path__):
        scenario = importlib.import_module(f"{__name__}.{module.name}").SCENARIO
        if not isinstance(scenario, Scenario):
            raise TypeError(f"{module.name}.SCENARIO is not a Scenario")
        found.append(scenario)
    return {scenario.id: scenario for scenario in sorted(found, key=lambda s: (s.order, s.id))}


def default() -> Scenario:
    """Return the scenario that ``demo`` without a name plays."""
    return next(iter(all().values()))
