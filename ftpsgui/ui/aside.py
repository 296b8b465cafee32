"""Calls that may hang (a keyring that waits for its owner), each in a thread that nobody waits for at the end."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
GRACE = 2.0
"""Seconds that errands get to end."""


async def aside(function: Callable[[], T]) -> T:
    """Return what ``function`` returns in a thread of its own; cancelling leaves the thread behind."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def deliver(value: T | None, error: Exception | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(value)  # type: ignore[arg-type]

    def work() -> None:
        value, failure = None, None
        try:
            value = function()
        except Exception as error:  # noqa: BLE001 (handed over to who waits)
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop is gone
            loop.call_soon_threadsafe(deliver, value, failure)

    threading.Thread(target=work, name="ftpsgui aside", daemon=True).start()
    return await answer


class Errands:
    """Small tasks beside the run; they end with the window. ``failed`` hears of what one of them did not expect."""

    def __init__(self, failed: Callable[[BaseException], object]) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._failed = failed

    def start(self, errand: Coroutine[Any, Any, Any]) -> None:
        """Begin one."""
        task = asyncio.get_running_loop().create_task(errand, name="ftpsgui errand")
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._failed(error)

    async def settled(self) -> None:
        """Wait until all that were begun have ended."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def end(self) -> None:
        """Cancel what still runs and wait for it, but not for one that will not end: the window is gone by now."""
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=GRACE)
