"""An event loop whose clock stands still while other processes have the processor.

Runs that wait for a deadline stand side by side with runs that must not meet one, all of them in one thread, servers
and clients alike. On a busy computer that thread is put aside for seconds at a time; by the wall's clock all its
deadlines would pass meanwhile. This clock counts what the thread worked and what it waited, and nothing else.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    """Adds up how long it waited; waking up late counts no further than to the deadline that it was asked for."""

    waited = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        began = time.monotonic()
        events: list[tuple[selectors.SelectorKey, int]] = super().select(timeout)
        took = time.monotonic() - began
        self.waited += took if timeout is None else min(took, max(timeout, 0.0))
        return events


class OwnTimeLoop(asyncio.SelectorEventLoop):
    """A loop that counts its own time, in seconds since it was made. Other threads' work counts as waiting."""

    def __init__(self) -> None:
        self._waiting = _Selector()
        super().__init__(self._waiting)

    def time(self) -> float:
        return self._waiting.waited + time.thread_time()


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run ``main`` as ``asyncio.run`` does, by the loop's own time."""
    with asyncio.Runner(loop_factory=OwnTimeLoop) as runner:
        return runner.run(main)
