"""Ask whether this client can list over EPSV (RFC 2428 §3). The reply names a port only, so the peer is dialled."""

from __future__ import annotations

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 11


async def ask(ctx: Context) -> Outcome:
    """List once."""
    if not ctx.port_left():
        return Outcome("skipped", "budget")
    async with ctx.pool.lease("epsv", PRIORITY) as control:
        await ctx.list_over(control, Listing(mode="epsv", address="peer"))
    return COMPLETED


PROBE = Probe(id="epsv", stage="session", order=20, ask=ask, mode="epsv")
