"""Ask which TLS versions the server speaks, each on a connection of its own that ends right after the handshake.

Newest first, one after the other, without a login. When the ordinary handshake fails for TLS itself, the same is asked
to tell an outdated server from a broken one; otherwise only when the run is thorough.
"""

from __future__ import annotations

from ftpsgui.model.facts import TlsHandshake
from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe
from ftpsgui.wire.transport.trust import VERSIONS

PRIORITY = 96


async def ask(ctx: Context) -> Outcome:
    """Shake hands once for each version that this computer can speak at all."""
    for version in reversed(VERSIONS):
        async with ctx.pool.room(PRIORITY):
            control: ControlConnection | None = None
            try:
                if ctx.here.mode == "explicit":
                    control = await ctx.fresh(
                        "tls-versions", lambda: ctx.opener.dial_and_greet(ctx.here, "tls-versions")
                    )
                    await ctx.opener.authenticate(control)
                else:
                    control = await ctx.opener.dial(ctx.here, "tls-versions")
                await ctx.opener.handshake(control, ctx.here, only=version)
            except OpenFailed as failure:
                # Only a handshake that failed is an answer; no greeting, no AUTH: the server wants no more of this.
                if failure.reason != "handshake-failed":
                    ctx.had_enough = failure.reply is not None and failure.reply.code == 421
                    return Outcome("failed", failure.reason, failure.reply.text if failure.reply else "")
            finally:
                if control is not None:
                    control.abandon()
    return COMPLETED


def _tls_failed(ctx: Context) -> bool:
    """Whether the first handshake failed for TLS itself: not for trust, and not because something else answered."""
    seen = ctx.opener.last_handshake
    return (
        ctx.control is not None
        and seen is not None
        and isinstance(seen.fact, TlsHandshake)
        and seen.fact.step.outcome in ("error", "closed", "reset")
        and seen.fact.verified is None
        and not seen.fact.first_bytes
        and not (seen.fact.step.error or "").endswith("_UNREADABLE")  # a file of the user's
    )


PROBE = Probe(
    id="tls-versions",
    stage="session",
    order=210,
    wave=3,
    ask=ask,
    wanted=lambda ctx: ctx.plan.thorough and ctx.plan.endpoint.tls != "none",
    rescues=_tls_failed,
)
