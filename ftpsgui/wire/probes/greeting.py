"""Ask whether it is an FTP server that answers, and what it says first."""

from __future__ import annotations

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe


async def ask(ctx: Context) -> Outcome:
    """Wait for the greeting. With ``auto`` a server that stays silent may be waiting for TLS to begin.

    One that was found to greet after all, only late, is not asked so again.
    """
    control, route = ctx.first, ctx.here
    if control.greeting is not None:
        return COMPLETED
    probing = ctx.plan.endpoint.tls == "auto" and route.mode == "explicit" and not ctx.greets_late
    control.probe = "greeting"
    try:
        await ctx.opener.greet(control, ctx.plan.timeouts.silence if probing else None)
    except OpenFailed as failure:
        if probing and failure.reason == "timeout" and not control.unfinished:
            # Silent so far: the tls probe sends a ClientHello on this very connection.
            ctx.route = route._replace(mode="implicit")
            return Outcome("failed", "timeout")
        return Outcome("failed", failure.reason, failure.reply.text if failure.reply else "")
    return COMPLETED


PROBE = Probe(id="greeting", stage="approach", order=30, order_implicit=60, ask=ask)
