"""Ask which addresses the name has."""

from __future__ import annotations

import asyncio

from ftpsgui.model.addresses import normalise
from ftpsgui.model.facts import NameLookup
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.client.context import Context
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe


async def ask(ctx: Context) -> Outcome:
    """Resolve the host; an address stands for itself."""
    host = ctx.plan.endpoint.host
    started = ctx.clock.now()
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
        return Outcome("skipped", "not-applicable")
    seconds = ctx.clock.now() - started
    ctx.record(NameLookup(name=host, addresses=addresses, seconds=seconds, error=error), "dns")
    return COMPLETED if addresses else Outcome("failed", "unresolvable", error or "")


PROBE = Probe(id="dns", stage="approach", order=10, ask=ask)
