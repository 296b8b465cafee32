"""Ask whether the server can connect to this client over PORT (RFC 959 §4.1.2).

Names the local address of the control connection and, when the user gave a public address that differs, that one in a
try of its own. Never any other address: a server told to connect elsewhere would be used against a third party.
"""

from __future__ import annotations

from ftpsgui.wire.client.context import Context, together
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 12


async def ask(ctx: Context) -> Outcome:
    """List once by the local address, once by the public one."""
    if ctx.over_ipv6:
        ctx.not_tried("port", "local", "not-applicable")
        return Outcome("skipped", "not-applicable", "over-ipv6")
    if not ctx.port_left():
        return Outcome("skipped", "budget")
    await together(ctx.list_active("port", PRIORITY), ctx.list_active_public("port", PRIORITY))
    return COMPLETED


PROBE = Probe(id="port", stage="session", order=30, ask=ask, mode="port")
