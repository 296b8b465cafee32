"""A person who thinks costs the run no time: neither its budget nor the times of what is seen later."""

from __future__ import annotations

import time
from collections.abc import Callable
from ssl import SSLContext

import pytest

from ftpsgui.model.facts import Exchange, RunEnded, TrustDecision
from ftpsgui.model.plan import Budget
from ftpsgui.model.seams import TrustAnswer
from ftpsgui.wire.transport import clock as clock_module
from ftpsgui.wire.transport.clock import SystemClock
from tests.wire.mini import Mini
from tests.wire.runs import Run

LONG = 1000.0
"""Seconds: more than any run may take."""


class Watch:
    """Stands for the module ``time``; it can be moved on."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(clock_module, "time", watch)
    return watch


def test_a_pause_is_no_time(watch: Watch) -> None:
    clock = SystemClock()
    before = clock.now()
    began = clock.ticks()
    with clock.paused() as pause:
        first = clock.now()
        watch.ahead += LONG
        assert clock.now() == first
        assert clock.ticks() - began >= LONG  # what is under way meanwhile takes as long as it takes
        assert pause.seconds >= LONG
    assert before <= first <= clock.now() < LONG
    assert LONG <= pause.seconds < 2 * LONG
    watch.ahead += LONG
    assert clock.now() >= LONG
    assert pause.seconds < 2 * LONG


def test_a_pause_ends_with_an_error_too(watch: Watch) -> None:
    clock = SystemClock()
    with pytest.raises(KeyError), clock.paused():
        raise KeyError
    watch.ahead += LONG
    assert clock.now() >= LONG


async def test_the_time_of_a_person_is_none_of_the_run(
    server_context: Callable[..., SSLContext], watch: Watch
) -> None:
    seconds: list[float] = []

    async def think() -> TrustAnswer:
        seconds.append(run.runner.seconds)
        watch.ahead += LONG
        seconds.append(run.runner.seconds)
        return "accept"

    async with Mini(server_context(stranger=True)) as server:
        run = Run(server, answer=think, budget=Budget(seconds=LONG / 2))
        assert run.runner.seconds == 0
        notes = await run.done()
    (decision,) = notes.of(TrustDecision)[:1]
    assert decision.waited is not None
    assert decision.waited >= LONG
    (ended,) = notes.of(RunEnded)
    assert ended.reason == "finished"
    assert 0 < seconds[0] == seconds[1] <= ended.seconds < LONG / 2
    assert run.outcomes["login"] == ("completed", None)
    later = [fact for fact in notes.of(Exchange) if fact.command is not None and fact.sent is not None]
    assert later
    assert all(fact.sent < LONG for fact in later if fact.sent is not None)
