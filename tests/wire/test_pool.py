"""Who gets which control connection, and when none is to be had."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from ftpsgui.model.facts import ConcurrencyLowered, Reply
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.client.pool import Pool
from tests.wire.playbook import SILENCE, Beat, Notes, Talk

BUSY = Reply(code=421, lines=("too many",), raw="421 too many")


@pytest.fixture
async def bench_of() -> AsyncIterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(limit: int, *answers: OpenFailed | None) -> Bench:
        made.append(Bench(limit, *answers))
        return made[-1]

    yield make
    for bench in made:
        for control in bench.connections:
            await control.close()


class Bench:
    """A pool, what it opened, and what opening shall answer (a failure, or None for success)."""

    def __init__(self, limit: int = 4, *answers: OpenFailed | None) -> None:
        self.notes = Notes()
        self.opened: list[str] = []
        self.connections: list[ControlConnection] = []
        self._answers = list(answers)
        self.pool = Pool(self._open, limit=limit, recorder=self.notes)

    def connection(self) -> ControlConnection:
        control = ControlConnection("c", Talk([SILENCE]), probe="", clock=Beat(), recorder=self.notes)
        self.connections.append(control)
        return control

    async def _open(self, probe: str) -> ControlConnection:
        self.opened.append(probe)
        await asyncio.sleep(0)
        answer = self._answers.pop(0) if self._answers else None
        if answer is not None:
            raise answer
        return self.connection()

    def stand(self, control: ControlConnection) -> None:
        async def supply() -> ControlConnection:
            return control

        self.pool.add(supply)


async def borrow(
    bench: Bench,
    order: list[str],
    probe: str,
    priority: int | Callable[[], int],
    *,
    until: Awaitable[object] | None = None,
    patient: bool = False,
    spoil: bool = False,
) -> None:
    async with bench.pool.lease(probe, priority, patient=patient) as control:
        order.append(probe)
        if until is not None:
            await until
        if spoil:
            control.retire()


async def until(true: Callable[[], object]) -> None:
    """Let the others run until ``true``; bounded, so that a fault does not hang the test."""
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0)
    raise AssertionError("it did not come to that")


async def all_of(*actions: Awaitable[object]) -> None:
    await asyncio.gather(*actions)


async def test_the_idle_connection_goes_to_the_most_urgent(bench_of: Callable[..., Bench]) -> None:
    bench, order = bench_of(1), list[str]()
    bench.stand(bench.connection())
    await all_of(
        borrow(bench, order, "later", 3), borrow(bench, order, "first", 1), borrow(bench, order, "then", 2)
    )
    assert order[0] == "first"
    assert order == ["first", "then", "later"]
    assert bench.opened == []


async def test_new_ones_are_opened_up_to_the_limit(bench_of: Callable[..., Bench]) -> None:
    bench, order = bench_of(2), list[str]()
    gate = asyncio.Event()
    running = [asyncio.create_task(borrow(bench, order, name, 1, until=gate.wait())) for name in "abc"]
    await until(lambda: len(order) >= 2)
    assert bench.opened == ["a", "b"]
    gate.set()
    await asyncio.wait(running)
    assert order == ["a", "b", "c"]


async def test_the_patient_open_none_while_another_stands(bench_of: Callable[..., Bench]) -> None:
    bench, order = bench_of(4), list[str]()
    gate = asyncio.Event()
    first = asyncio.create_task(borrow(bench, order, "first", 1, until=gate.wait()))
    second = asyncio.create_task(borrow(bench, order, "patient", 2, patient=True))
    await until(lambda: order)
    for _ in range(5):
        await asyncio.sleep(0)
    assert order == ["first"]
    gate.set()
    await asyncio.wait({first, second})
    assert order == ["first", "patient"]


async def test_the_patient_open_one_when_nothing_stands(bench_of: Callable[..., Bench]) -> None:
    bench, order = bench_of(4), list[str]()
    await borrow(bench, order, "patient", 1, patient=True)
    assert bench.opened == ["patient"]


async def test_a_spoilt_connection_is_not_lent_again(bench_of: Callable[..., Bench]) -> None:
    bench, order = bench_of(1), list[str]()
    bench.stand(bench.connection())
    await borrow(bench, order, "spoils", 1, spoil=True)
    await borrow(bench, order, "next", 1)
    assert bench.opened == ["next"]


async def test_a_connection_that_died_while_idle_is_replaced(bench_of: Callable[..., Bench]) -> None:
    bench, order = bench_of(1), list[str]()
    dead = bench.connection()
    dead.abandon()
    bench.stand(dead)
    await borrow(bench, order, "next", 1)
    assert bench.opened == ["next"]


async def test_after_too_many_connections_one_at_a_time(bench_of: Callable[..., Bench]) -> None:
    bench, order = bench_of(4, OpenFailed("greeting", "refused", BUSY)), list[str]()
    gate = asyncio.Event()
    bench.stand(bench.connection())
    first = asyncio.create_task(borrow(bench, order, "first", 1, until=gate.wait()))
    others = [asyncio.create_task(borrow(bench, order, name, 2)) for name in "ab"]
    await until(lambda: len(bench.opened) >= 2)
    await until(lambda: bench.notes.of(ConcurrencyLowered))
    gate.set()
    await asyncio.wait({first, *others})
    (lowered,) = bench.notes.of(ConcurrencyLowered)
    assert (lowered.connections, lowered.because) == (1, BUSY)
    assert sorted(order) == ["a", "b", "first"]
    assert bench.pool.single


async def test_after_a_refused_login_nobody_logs_in_again(bench_of: Callable[..., Bench]) -> None:
    bench, order = bench_of(4, OpenFailed("login", "refused")), list[str]()
    bench.stand(bench.connection())
    gate = asyncio.Event()
    first = asyncio.create_task(borrow(bench, order, "first", 1, until=gate.wait(), spoil=True))
    second = asyncio.create_task(borrow(bench, order, "second", 2))
    await until(lambda: bench.opened)
    gate.set()
    await first
    with pytest.raises(OpenFailed):
        await second
    with pytest.raises(OpenFailed):
        await borrow(bench, order, "third", 1)
    assert bench.opened == ["second"], "the login that was refused is the last one"


async def test_when_nothing_stands_and_nothing_opens_it_fails_at_once(bench_of: Callable[..., Bench]) -> None:
    bench, order = bench_of(4, OpenFailed("connect", "timeout")), list[str]()
    for probe in ("one", "two"):
        with pytest.raises(OpenFailed):
            await borrow(bench, order, probe, 1)
    assert bench.opened == ["one"], "silence is not waited for twice"


async def test_who_gives_up_waiting_takes_nothing_along(bench_of: Callable[..., Bench]) -> None:
    bench, order = bench_of(1), list[str]()
    gate = asyncio.Event()
    bench.stand(bench.connection())
    first = asyncio.create_task(borrow(bench, order, "first", 1, until=gate.wait()))
    gives_up = asyncio.create_task(borrow(bench, order, "gives up", 2))
    third = asyncio.create_task(borrow(bench, order, "third", 3))
    await until(lambda: order)
    gives_up.cancel()
    await asyncio.wait({gives_up})
    gate.set()
    await asyncio.wait({first, third})
    assert order == ["first", "third"]


async def test_a_connection_left_in_the_middle_is_dropped(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of(1)
    control = bench.connection()
    bench.stand(control)
    with pytest.raises(ZeroDivisionError):
        async with bench.pool.lease("probe", 1):
            raise ZeroDivisionError
    assert not control.usable
    order: list[str] = []
    await borrow(bench, order, "next", 1)
    assert bench.opened == ["next"]
