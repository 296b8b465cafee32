"""Ask whether the server accepts the user."""

from __future__ import annotations

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe


async def ask(ctx: Context) -> Outcome:
    """USER and PASS, over TLS unless the user asked for none at all."""
    control = ctx.first
    if control.tls is None and ctx.plan.endpoint.tls != "none":
        raise AssertionError("never a login in clear")
    control.probe = "login"
    try:
        await ctx.opener.login(control)
    except OpenFailed as failure:
        return Outcome("failed", failure.reason, failure.reply.text if failure.reply else "")
    return COMPLETED


PROBE = Probe(id="login", stage="approach", order=70, ask=ask)
