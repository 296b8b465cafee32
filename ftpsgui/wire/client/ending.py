"""Endings that a cancellation must not cut short."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def to_the_end(action: Coroutine[Any, Any, T]) -> T:
    """Do ``action``, which must be quick, to its end; a cancellation that comes meanwhile is raised after it.

    A ``finally`` that awaits can itself be cancelled: Stop may come while an attempt that has failed is being put in
    order, and what had not been closed by then would stay open.
    """
    task = asyncio.get_running_loop().create_task(action)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from (None if task.cancelled() else task.exception())
    return task.result()


async def put_away(tasks: set[asyncio.Task[Any]]) -> None:
    """Cancel what still runs and wait until it is gone; what a task had raised meanwhile concerns nobody any more.

    An exception that nobody asks for is complained of on the console.
    """
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.exception()
