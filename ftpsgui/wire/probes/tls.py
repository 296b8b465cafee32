"""Ask whether the server speaks TLS on the control connection."""

from __future__ import annotations

import re

from ftpsgui.model.facts import TlsHandshake
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
        await ctx.opener.handshake(control, route, patience=_patience(ctx))
    except OpenFailed as failure:
        if failure.reason == "certificate":
            return COMPLETED
        if route.mode == "implicit" and _greeted(ctx):
            # It was not waiting for TLS, only slow (it looks up our name): once more, with patience.
            ctx.greets_late, ctx.guessing = True, False
            ctx.routes.insert(0, route._replace(mode="explicit"))
        ctx.auth_refused = failure.reason not in ("handshake-failed", "plaintext-injected")
        return Outcome("failed", failure.reason, failure.reply.text if failure.reply else "")
    return COMPLETED


def _patience(ctx: Context) -> float | None:
    """How long the handshake may take; a server that has been silent already, and may stay so, gets less."""
    timeouts = ctx.plan.timeouts
    return max(timeouts.silence, timeouts.reply / 2) if ctx.guessing else None


def _greeted(ctx: Context) -> bool:
    """Whether a server that was taken for silent answered the ClientHello in the words of FTP."""
    seen = ctx.opener.last_handshake
    if ctx.plan.endpoint.tls != "auto" or ctx.greets_late or seen is None:
        return False
    return isinstance(seen.fact, TlsHandshake) and re.match(r"\d{3}[ -]", seen.fact.first_bytes) is not None


PROBE = Probe(
    id="tls",
    stage="approach",
    order=40,
    ask=ask,
    wanted=lambda ctx: ctx.plan.endpoint.tls != "none",
)
