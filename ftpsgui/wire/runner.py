"""One run: the order of the probes, the budget, and Stop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Literal

from ftpsgui.model.facts import LocalAddresses, ProbeOutcome, ProbeStarted, RunEnded
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import AskAddress, AskTrust, Clock, Network, NetworkError, Recorder
from ftpsgui.model.secret import Credentials
from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.ending import to_the_end
from ftpsgui.wire.client.identity import CertificateChanged, Identity
from ftpsgui.wire.client.opening import Opener, OpenFailed, Route, RouteMode
from ftpsgui.wire.client.pool import Pool
from ftpsgui.wire.probes import Outcome, Probe, discover

EXPLICIT_PORT, IMPLICIT_PORT = 21, 990
"""IANA: ftp and ftps."""
GOODBYE = 0.02
"""Seconds that servers get to answer QUIT; it tells nothing that is worth a longer wait."""
_RETRY_AFTER = frozenset({"connect", "greeting", "tls"})
"""Approach probes whose failure lets ``auto`` try the other way in."""

Reason = Literal["finished", "cancelled", "budget", "internal-error"]


class Runner:
    """Runs one plan. Facts go to ``recorder``; :meth:`run` always ends with a RunEnded fact."""

    def __init__(
        self,
        plan: Plan,
        credentials: Credentials,
        *,
        network: Network,
        clock: Clock,
        recorder: Recorder,
        ask_trust: AskTrust,
        ask_address: AskAddress | None = None,
    ) -> None:
        self._plan = plan
        self._clock = clock
        self._recorder = recorder
        self._identity = Identity(plan, clock)
        self._opener = Opener(
            plan, credentials, network=network, clock=clock, recorder=recorder, identity=self._identity
        )
        self._ctx = Context(
            plan=plan,
            network=network,
            clock=clock,
            recorder=recorder,
            identity=self._identity,
            opener=self._opener,
            pool=Pool(self._open_further, limit=plan.budget.connections, recorder=recorder),
            ask_trust=ask_trust,
            ask_address=ask_address,
        )
        self._began: float | None = None
        self._probes = [
            probe
            for probe in discover()
            if probe.wanted(self._ctx)
            and (probe.stage == "approach" or not plan.only or probe.id in plan.only)
        ]
        self._started: set[str] = set()
        self._ended: set[str] = set()
        self._failures: dict[str, Outcome] = {}
        self._main: asyncio.Task[None] | None = None
        self._stopping = False

    def stop(self) -> None:
        """Stop at once; :meth:`run` returns with RunEnded ``cancelled``. Safe at any time, also twice."""
        self._stopping = True
        if self._main is not None:
            self._main.cancel()

    async def run(self) -> None:
        """Test the server. Returns when all is recorded and every socket is closed.

        Cancelling the task that runs this ends the run as :meth:`stop` does, then raises CancelledError.
        """
        self._began = self._clock.now()
        reason: Reason = "internal-error"
        cancelled: asyncio.CancelledError | None = None
        try:
            self._main = asyncio.get_running_loop().create_task(self._all(), name="ftpsgui run")
            if self._stopping:
                self._main.cancel()
            try:
                while not self._main.done() and (left := self._plan.budget.seconds - self.seconds) > 0:
                    await asyncio.wait({self._main}, timeout=left)
                reason = "finished" if self._main.done() else "budget"
            except asyncio.CancelledError as error:
                cancelled = error
                reason = "cancelled"
            if not self._main.done():
                self._main.cancel()
                await asyncio.wait({self._main})
            if self._main.cancelled():
                reason = "budget" if reason == "budget" else "cancelled"
            elif isinstance(self._main.exception(), CertificateChanged):
                reason = "finished"  # recorded; nothing more may be sent
            elif self._main.exception() is not None:
                reason = "internal-error"
        finally:
            await self._opener.close_all()
            await self._identity.close()
            self._settle(reason)
            self._recorder.record(RunEnded(reason=reason, seconds=self.seconds), probe="run")
        if cancelled is not None:
            raise cancelled
        if reason == "internal-error":
            self._main.result()  # raises

    @property
    def seconds(self) -> float:
        """How long the run has taken so far; the time that a person takes to answer is not the run's."""
        return 0.0 if self._began is None else self._clock.now() - self._began

    # The order of things

    async def _all(self) -> None:
        if self._plan.endpoint.tls != "none":
            self._identity.prepare()
        self._recorder.record(LocalAddresses(interfaces=tuple(self._ctx.network.interfaces())), probe="run")
        approach = [probe for probe in self._probes if probe.stage == "approach"]
        session = [probe for probe in self._probes if probe.stage == "session"]
        try:
            if await self._approach(approach):
                self._ctx.login_decided(True)
                await self._session(session)
            else:
                self._ctx.login_decided(False)
                await self._rescue()
        finally:
            await self._drop(self._ctx.background)
        await self._opener.quit_all(GOODBYE)

    async def _approach(self, probes: list[Probe]) -> bool:
        """Take the first connection as far as the login. Return whether it is logged in."""
        ctx = self._ctx
        lookup, *steps = probes
        if (await self._ask(lookup)).status == "failed":
            return False
        ctx.routes = routes(self._plan, ctx.addresses)
        while True:
            failed = await self._along(steps)
            if failed is None:
                return True
            if failed not in _RETRY_AFTER or ctx.route is None:
                return False
            # The same server by another address would say the same: only the other way in is worth a try.
            ctx.routes = [
                each for each in ctx.routes if (each.port, each.mode) != (ctx.route.port, ctx.route.mode)
            ]
            if not ctx.routes:
                return False

    async def _along(self, steps: list[Probe]) -> str | None:
        """Take the steps of one route, in its order. Return the step that failed."""
        ctx = self._ctx
        waiting = list(steps)
        while waiting:
            implicit = ctx.route is not None and ctx.route.mode == "implicit"
            step = min(waiting, key=lambda each: (each.order_implicit if implicit else None) or each.order)
            route = ctx.route
            if step.id == "login":
                self._prepare()
            if (await self._ask(step)).status != "failed":
                waiting.remove(step)
            elif step.id == "greeting" and ctx.route != route:
                continue  # silence: it will be asked again once TLS stands
            else:
                if ctx.control is not None:
                    ctx.control.abandon()
                return step.id
        return None

    def _prepare(self) -> None:
        """While the first connection logs in, begin to open those that the modes will need beside it."""
        ctx = self._ctx
        modes = [
            probe
            for probe in self._probes
            if probe.mode and not (ctx.over_ipv6 and probe.mode in ("pasv", "port"))
        ]
        spare = ctx.pool.limit - 1 - len(ctx.background)
        for probe in modes[1 : 1 + spare]:
            self._start(probe)
            self._opener.prepare(ctx.here, probe.id)

    async def _session(self, probes: list[Probe]) -> None:
        """Ask everything else side by side."""
        ctx = self._ctx
        ctx.modes_running = {probe.mode for probe in probes if probe.mode is not None}
        for wave in sorted({probe.wave for probe in probes}):
            await self._side_by_side([probe for probe in probes if probe.wave == wave])
            await ctx.ask_about_address()

    async def _rescue(self) -> None:
        """After an approach that failed: look closer, where that can tell more about why."""
        probes = [probe for probe in discover() if probe.rescues(self._ctx)]
        self._probes += [probe for probe in probes if probe not in self._probes]
        await self._side_by_side(probes)

    async def _side_by_side(self, probes: list[Probe]) -> None:
        tasks = {
            asyncio.get_running_loop().create_task(self._in_session(probe), name=probe.id) for probe in probes
        }
        try:
            await self._wait_for(tasks | self._ctx.background)
        finally:
            await self._drop(tasks)

    @staticmethod
    async def _wait_for(tasks: set[asyncio.Task[None]]) -> None:
        """Wait for all of ``tasks``; the first exception is raised at once."""
        waiting = set(tasks)
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()

    @staticmethod
    async def _drop(tasks: set[asyncio.Task[None]]) -> None:
        """Cancel what still runs, and wait until it is gone."""
        for task in tasks:
            task.cancel()
        if tasks:
            await to_the_end(asyncio.wait(tasks))

    async def _in_session(self, probe: Probe) -> None:
        try:
            await self._ask(probe)
        finally:
            if probe.mode is not None:
                self._ctx.modes_running.discard(probe.mode)
                self._ctx.changed()

    async def _open_further(self, probe: str) -> ControlConnection:
        return await self._opener.open(self._ctx.here, probe)

    # Beginning and end of a probe

    def _start(self, probe: Probe) -> None:
        if probe.id not in self._started:
            self._started.add(probe.id)
            self._recorder.record(ProbeStarted(), probe=probe.id)

    async def _ask(self, probe: Probe) -> Outcome:
        """Ask one probe and record how it ended. What it raises is our own fault, and said to be.

        The failure of an approach probe is recorded at the end: the other way in may still answer its question.
        """
        self._start(probe)
        try:
            outcome = await probe.ask(self._ctx)
        except CertificateChanged:
            self._end(probe.id, "failed", "certificate-changed")
            raise
        except OpenFailed as failure:
            reason = "budget" if failure.stage == "budget" else "prerequisite-failed"
            outcome = Outcome("skipped" if reason == "budget" else "failed", reason, str(failure))
        except NetworkError as failure:
            outcome = Outcome("failed", failure.outcome, failure.error or "")
        except Exception as error:  # noqa: BLE001 (one broken probe must not take the run along)
            outcome = Outcome("failed", "internal-error", f"{type(error).__name__}: {error}")
        if outcome.status == "failed" and probe.stage == "approach":
            self._failures[probe.id] = outcome
        else:
            self._end(probe.id, *outcome)
        return outcome

    def _end(
        self,
        probe: str,
        status: Literal["completed", "failed", "skipped", "cancelled"],
        reason: str | None,
        detail: str = "",
    ) -> None:
        if probe not in self._ended:
            self._ended.add(probe)
            self._recorder.record(ProbeOutcome(status=status, reason=reason, detail=detail), probe=probe)

    def _settle(self, reason: Reason) -> None:
        """Say of every probe how it ended that has not said so itself."""
        for probe in self._probes:
            if probe.id in self._failures:
                self._end(probe.id, *self._failures[probe.id])
            elif probe.id in self._ctx.left_behind:
                self._end(probe.id, "failed", "left-behind", self._ctx.left_behind[probe.id])
            elif reason == "finished":
                self._end(probe.id, "skipped", "prerequisite-failed")
            elif probe.id in self._started:
                self._end(probe.id, "cancelled", reason)
            else:
                self._end(probe.id, "skipped", reason)


def routes(plan: Plan, addresses: Sequence[str]) -> list[Route]:
    """Return where to dial, best first. ``auto`` looks for both kinds of TLS where the port leaves that open."""
    port, tls = plan.endpoint.port, plan.endpoint.tls
    ways: list[tuple[int, RouteMode]]
    if tls == "auto" and port is None:
        ways = [(EXPLICIT_PORT, "explicit"), (IMPLICIT_PORT, "implicit")]
    elif tls == "auto":
        ways = [(port or EXPLICIT_PORT, "explicit")]
        if port == IMPLICIT_PORT:
            ways.insert(0, (port, "implicit"))
    else:
        ways = [(port or (IMPLICIT_PORT if tls == "implicit" else EXPLICIT_PORT), tls)]
    return [Route(address, way[0], way[1]) for way in ways for address in addresses]
