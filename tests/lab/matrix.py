"""Many scenarios at once: they wait far more than they compute."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import Executor, Future

from tests.lab.judge import Run, run
from tests.lab.scenarios import Scenario

AT_ONCE = 2 + 2 * (os.cpu_count() or 1)
"""How many scenarios stand at once; each has seven clients, so more of them only make each other late."""


def run_all(
    scenarios: Iterable[Scenario], outer: Executor, inner: Executor, *, probe: bool = True
) -> dict[str, Future[Run]]:
    """Start all; ``outer`` bounds the scenarios that stand at once, ``inner`` the clients in them."""
    return {scenario.name: outer.submit(run, scenario, inner, probe=probe) for scenario in scenarios}
