"""The control connections of a run, lent to one probe at a time.

A probe that asks gets an idle connection, or a new one while the budget allows, or waits its turn by priority.
When the server does not take another connection, the run goes on with those it has — one at a time — and says so.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from ftpsgui.model.facts import ConcurrencyLowered, Reply
from ftpsgui.model.seams import Recorder
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.opening import OpenFailed

GOODBYE = 0.5
"""Seconds that a server gets to answer QUIT before another connection takes the place of this one."""
Supply = Callable[[], Awaitable[ControlConnection]]


@dataclass
class _Waiter:
    priority: Callable[[], int]
    number: int
    patient: bool
    new: bool = False
    grant: asyncio.Future[Supply | None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Pool:
    """Lends control connections. ``limit``: how many may be open at once."""

    def __init__(
        self, open_new: Callable[[str], Awaitable[ControlConnection]], *, limit: int, recorder: Recorder
    ) -> None:
        self.limit = limit
        self._open_new = open_new
        self._recorder = recorder
        self._idle: list[Supply] = []
        self._live = 0
        self._waiting: list[_Waiter] = []
        self._asked = 0
        self._refusal: OpenFailed | None = None

    @property
    def single(self) -> bool:
        """Whether the run has one connection at a time."""
        return self.limit <= 1

    def add(self, supply: Supply) -> None:
        """Take in a connection that stands or is about to; ``supply`` waits until it can be used."""
        self._live += 1
        self._idle.append(supply)
        self._serve()

    @contextlib.asynccontextmanager
    async def lease(
        self, probe: str, priority: int | Callable[[], int], *, patient: bool = False
    ) -> AsyncIterator[ControlConnection]:
        """Borrow a connection; lower priority numbers come first. ``patient``: open none while others stand.

        Raises OpenFailed when there is none and none can be opened.
        """
        control = await self._acquire(probe, priority if callable(priority) else lambda: priority, patient)
        control.probe = probe
        try:
            yield control
        except BaseException:
            # Whatever went wrong in the middle of a dialogue: nobody else may continue it.
            control.abandon()
            self._gone()
            raise
        if control.usable:
            self._give_back(control)
        else:
            await control.close()
            self._gone()

    @contextlib.asynccontextmanager
    async def room(self, priority: int) -> AsyncIterator[None]:
        """Have room for a connection that is not the pool's, within :attr:`limit`; an idle one is closed for it.

        For questions that need a fresh connection. Whoever wants the closed one later opens another, login included.
        """
        supply = await self._turn(lambda: priority, patient=False, new=True)
        try:
            if supply is not None:
                with contextlib.suppress(OpenFailed):
                    await (await supply()).quit(GOODBYE)
            yield
        finally:
            self._gone()

    async def shrink(self, probe: str, because: Reply) -> None:
        """Go on with one connection at a time, since the server said 421 to another; the idle ones are closed for it."""
        if not self.single:
            self.limit = 1
            self._recorder.record(ConcurrencyLowered(connections=1, because=because), probe=probe)
        while self._idle:
            supply = self._idle.pop(0)
            with contextlib.suppress(OpenFailed):
                await (await supply()).quit(GOODBYE)
            self._live -= 1

    async def _acquire(self, probe: str, priority: Callable[[], int], patient: bool) -> ControlConnection:
        while True:
            supply = await self._turn(priority, patient)
            try:
                control = await (self._open_new(probe) if supply is None else supply())
            except OpenFailed as failure:
                self._live -= 1
                self._learn(failure, probe, opening=supply is None)
                self._serve()
                if self._live == 0:
                    raise
                continue  # others stand: wait for one of them
            except BaseException:
                self._gone()
                raise
            if control.usable:
                return control
            await control.close()  # it died while it was idle
            self._gone()

    async def _turn(self, priority: Callable[[], int], patient: bool, *, new: bool = False) -> Supply | None:
        """Wait for a connection (its supply), or for the permission to open one (None, which ``new`` prefers)."""
        self._asked += 1
        waiter = _Waiter(priority, self._asked, patient, new)
        self._waiting.append(waiter)
        # Not at once: probes that start together are to be served by priority, not by who spoke first.
        asyncio.get_running_loop().call_soon(self._serve)
        try:
            return await waiter.grant
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            raise

    def _serve(self) -> None:
        """Grant what can be granted, best priority first."""
        for waiter in sorted(self._waiting, key=lambda each: (each.priority(), each.number)):
            if waiter.grant.done():
                pass
            elif self._idle and not (waiter.new and self._live < self.limit):
                waiter.grant.set_result(self._idle.pop(0))
            elif self._refusal is not None and self._live == 0 and not waiter.new:
                waiter.grant.set_exception(self._refusal)
            elif (self._refusal is None or waiter.new) and self._live < (1 if waiter.patient else self.limit):
                self._live += 1
                waiter.grant.set_result(None)
            else:
                continue
            self._waiting.remove(waiter)

    def _give_back(self, control: ControlConnection) -> None:
        async def same() -> ControlConnection:
            return control

        control.listen()  # so that it shows when the server closes it meanwhile
        self._idle.append(same)
        # Later, for the same reason: whoever waits for what this lease found out may want the connection most.
        asyncio.get_running_loop().call_soon(self._serve)

    def _gone(self) -> None:
        self._live -= 1
        self._serve()

    def _learn(self, failure: OpenFailed, probe: str, *, opening: bool) -> None:
        """Go on with one connection at a time, once a further one was refused."""
        if failure.stage in ("login", "budget", "protection") or self._live == 0:
            # A refused login stops all further ones; and when nothing stands, trying for ever would not help.
            self._refusal = failure
        # The budget is ours, and a server that refuses PROT P refuses it to one connection as to many.
        if opening and not self.single and failure.stage not in ("budget", "protection"):
            self.limit = 1
            self._recorder.record(ConcurrencyLowered(connections=1, because=failure.reply), probe=probe)
