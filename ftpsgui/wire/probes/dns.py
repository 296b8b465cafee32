"""Ask which addresses the name has."""

from __future__ import annotations

import asyncio

from ftpsgui.model.addresses import normalise
from ftpsgui.model.facts import NameLookup
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.client.context import Context, together
from ftpsgui.wire.client.opening import OpenFailed, Route
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

MOST = 3
"""Other addresses that are looked at."""


async def ask(ctx: Context) -> Outcome:
    """Resolve the host; an address stands for itself."""
    host = ctx.plan.endpoint.host
    started = ctx.clock.ticks()
    addresses: tuple[str, ...] = ()
    error: str | None = None
    try:
        async with asyncio.timeout(ctx.plan.timeouts.connect):
            addresses = tuple(await ctx.network.resolve(host, ctx.plan.endpoint.family))
    except TimeoutError:
        error = "ETIMEDOUT"
    except NetworkError as failure:
        error = failure.error or failure.outcome
    ctx.addresses.extend(addresses)
    if normalise(host) is not None and addresses:
        return Outcome("skipped", "not-applicable", "literal-address")
    seconds = ctx.clock.ticks() - started
    ctx.record(NameLookup(name=host, addresses=addresses, seconds=seconds, error=error), "dns")
    if len(addresses) > 1:
        ctx.in_background(_compare(ctx), "other addresses")
    return COMPLETED if addresses else Outcome("failed", "unresolvable", error or "")


async def _compare(ctx: Context) -> None:
    """Take the addresses that were not used to greeting and certificate, once the first one is known to be good."""
    if not await ctx.logged_in():
        return
    others = [each for each in ctx.addresses if each != ctx.here.address and each not in ctx.unreachable]
    patience = min(ctx.plan.timeouts.connect, ctx.plan.timeouts.data)
    await together(*(_look(ctx, ctx.here._replace(address=each), patience) for each in others[:MOST]))


async def _look(ctx: Context, route: Route, patience: float) -> None:
    try:
        control = await ctx.opener.dial(route, "dns", timeout=patience)
        await ctx.opener.secure(control, route, look_only=True)
    except OpenFailed:
        return
    await control.quit(0.0)


PROBE = Probe(id="dns", stage="approach", order=10, ask=ask)
