"""Ask whether the server speaks TLS on the control connection."""

from __future__ import annotations

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe


async def ask(ctx: Context) -> Outcome:
    """AUTH TLS where TLS is explicit, then the handshake; one that fails for trust alone is the next probe's matter."""
    control, route = ctx.first, ctx.here
    control.probe = "tls"
    try:
        if route.mode == "explicit":
            await ctx.opener.authenticate(control)
        await control.stop_listening()
        await ctx.opener.handshake(control, route)
    except OpenFailed as failure:
        if failure.reason == "certificate":
            return COMPLETED
        ctx.auth_refused = failure.reason not in ("handshake-failed", "plaintext-injected")
        return Outcome("failed", failure.reason, failure.reply.text if failure.reply else "")
    return COMPLETED


PROBE = Probe(
    id="tls",
    stage="approach",
    order=40,
    ask=ask,
    wanted=lambda ctx: ctx.plan.endpoint.tls != "none",
)
