"""The clock of the hostile runs: it goes while the thread waits or works, and not while it is put aside."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.hostile.own_time import run


def test_a_deadline_passes_while_the_thread_waits() -> None:
    async def waits() -> None:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        run(waits())


def test_no_deadline_passes_while_the_thread_is_put_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    async def put_aside() -> None:
        ready = asyncio.Event()
        wall = time.monotonic
        async with asyncio.timeout(50):
            asyncio.get_running_loop().call_soon(monkeypatch.setattr, time, "monotonic", lambda: wall() + 100)
            asyncio.get_running_loop().call_later(0.01, ready.set)
            await ready.wait()

    run(put_aside())
