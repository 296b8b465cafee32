"""Ask whether it is an FTP server that answers, and what it says first."""

from __future__ import annotations

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe


async def ask(ctx: Context) -> Outcome:
    """Wait for the greeting. With ``auto`` a server that stays silent may be waiting for TLS to begin.

    One that was found to greet after all, only late, is not asked so again. With any other kind of TLS the same is only
    looked at, to name the cause.
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
            ctx.guessing = True
            return Outcome("failed", "timeout")
        if failure.reason == "timeout" and not control.unfinished and route.mode != "implicit":
            await _waits_for_tls(ctx, control)
        return Outcome("failed", failure.reason, failure.reply.text if failure.reply else "")
    return COMPLETED


async def _waits_for_tls(ctx: Context, control: ControlConnection) -> None:
    """Look whether TLS was to begin at once on a port where that was not asked for; the run ends after it either way.

    Nothing secret is said, so the certificate is not judged. A greeting that comes now tells FTP from a web server.
    """
    patience = ctx.plan.timeouts.silence
    await control.stop_listening()
    await ctx.identity.handshake(control, "implicit", strict=False, look_only=True, patience=patience)
    if control.protected:
        await control.greet(patience)


PROBE = Probe(id="greeting", stage="approach", order=30, order_implicit=60, ask=ask)
