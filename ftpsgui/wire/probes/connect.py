"""Ask whether something accepts a connection on the control port.

Several addresses are dialled a quarter of a second apart, as browsers do (RFC 8305 §5), and the first that answers is
taken. With ``auto`` and no port given, 990 is dialled too when 21 does not answer soon: silence is not waited for twice,
and hardly where 21 was open and led to nothing.
"""

from __future__ import annotations

import asyncio

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.opening import OpenFailed, Route
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

NEXT_ADDRESS = 0.25
NEXT_PORT = 2.0
"""Seconds after which the next address, the next port is dialled beside the one that does not answer."""


async def ask(ctx: Context) -> Outcome:
    """Dial the routes that are left, best first; the ones that were not needed stay for later."""
    running: dict[asyncio.Task[ControlConnection], Route] = {}
    reason = "no-route"
    due = True
    try:
        while True:
            if ctx.routes and len(running) < ctx.plan.budget.connections and (not running or due):
                route = ctx.routes.pop(0)
                dial = ctx.opener.dial(route, "connect", timeout=_longest(ctx, route))
                running[asyncio.get_running_loop().create_task(dial)] = route
            if not running:
                return Outcome("failed", reason)
            patience = None
            if ctx.routes:
                patience = _patience(next(reversed(running.values())), ctx.routes[0])
            done, _ = await asyncio.wait(running, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            due = not done
            for task in done:
                route = running.pop(task)
                try:
                    control = task.result()
                except OpenFailed as failure:
                    reason = failure.reason
                    ctx.unreachable.add(route.address)
                    # A port that is dead is dead for both kinds of TLS.
                    ctx.routes = [each for each in ctx.routes if each[:2] != route[:2]]
                    continue
                if ctx.control is None or not ctx.control.usable:
                    ctx.control, ctx.route = control, route
                else:
                    control.abandon()
            if done and ctx.control is not None and ctx.control.usable:
                return COMPLETED
    finally:
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)


def _longest(ctx: Context, route: Route) -> float | None:
    """How long a dial may take; None: as long as any. A host that has answered on one port is not waited for as long."""
    if ctx.control is None or ctx.route is None or ctx.route.port == route.port:
        return None
    return min(ctx.plan.timeouts.connect, ctx.plan.timeouts.silence)


def _patience(before: Route, after: Route) -> float | None:
    """How long to wait for ``before`` before ``after`` is dialled beside it; None: not beside it."""
    if before.port != after.port:
        return NEXT_PORT
    return NEXT_ADDRESS if before.address != after.address else None


PROBE = Probe(id="connect", stage="approach", order=20, ask=ask)
