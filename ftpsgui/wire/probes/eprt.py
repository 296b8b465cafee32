"""Ask whether the server can connect to this client over EPRT (RFC 2428 §2). As PORT, for IPv4 and IPv6 alike."""

from __future__ import annotations

from ftpsgui.wire.client.context import Context, together
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 13


async def ask(ctx: Context) -> Outcome:
    """List once by the local address, once by the public one."""
    if not ctx.port_left():
        return Outcome("skipped", "budget")
    await together(ctx.list_active("eprt", PRIORITY), ctx.list_active_public("eprt", PRIORITY))
    return COMPLETED


PROBE = Probe(id="eprt", stage="session", order=40, ask=ask, mode="eprt")
