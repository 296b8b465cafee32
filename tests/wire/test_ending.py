"""What must be put in order is put in order, whenever Stop comes."""

from __future__ import annotations

import asyncio

import pytest

from ftpsgui.wire.client.ending import to_the_end


async def test_it_returns_what_the_action_returns() -> None:
    async def action() -> int:
        await asyncio.sleep(0)
        return 7

    assert await to_the_end(action()) == 7


async def test_what_the_action_raises_is_raised() -> None:
    async def action() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await to_the_end(action())


@pytest.mark.parametrize("times", [1, 3])
async def test_a_cancellation_waits_for_the_end_and_then_goes_on(times: int) -> None:
    go_on = asyncio.Event()
    ended: list[str] = []

    async def action() -> None:
        await go_on.wait()
        ended.append("in order")

    task = asyncio.create_task(to_the_end(action()))
    for _ in range(times):
        await asyncio.sleep(0)
        task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == ["in order"]


async def test_an_action_that_fails_meanwhile_is_named_as_the_cause() -> None:
    go_on = asyncio.Event()

    async def action() -> None:
        await go_on.wait()
        raise ValueError("broken")

    task = asyncio.create_task(to_the_end(action()))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    assert isinstance(caught.value.__cause__, ValueError)
