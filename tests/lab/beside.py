"""Runs the bodies of a module's selected lab tests side by side: they wait far more than they compute."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.lab.stage import lab_missing

AT_ONCE = 2 + 2 * (os.cpu_count() or 1)
Answer = Callable[[], str]


@contextmanager
def side_by_side(
    request: pytest.FixtureRequest, bodies: Mapping[str, Callable[..., str]], *, at_once: int = AT_ONCE
) -> Iterator[Callable[[pytest.Item], str]]:
    """Start ``bodies[test](**parameters)`` for every selected test of the module; yield what waits for one's answer.

    A body gets the test's parameters and returns what is wrong, or nothing. For a fixture of scope ``module``.
    """
    items = [
        item
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.path == request.path and item.originalname in bodies
    ]
    with ThreadPoolExecutor(at_once) as pool:
        if lab_missing() is None:
            started = {
                item.nodeid: pool.submit(bodies[item.originalname], **item.callspec.params) for item in items
            }
        else:
            started = {}

        def answer(item: pytest.Item) -> str:
            if (reason := lab_missing()) is not None:
                if os.environ.get("CI") == "true":
                    pytest.fail(f"CI must run the lab: {reason}", pytrace=False)
                pytest.skip(f"LAB NOT RUN: {reason}")
            return started[item.nodeid].result()

        yield answer
        for future in started.values():
            future.cancel()
