"""Ask whether data connections resume the TLS session with TLS 1.2 as they do with TLS 1.3.

The two resume by different means: TLS 1.2 by a session id or a ticket of the handshake, TLS 1.3 by tickets that come
after it and that some servers accept only once (RFC 5246 §7.3, RFC 8446 §2.2). So a client with the other version may
fail where this one works. On a connection of its own, which offers TLS 1.2 alone and logs in like any other.
"""

from __future__ import annotations

from dataclasses import replace

from ftpsgui.wire.client.context import Context, worked
from ftpsgui.wire.client.listing import again
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 93
OTHER = "TLSv1.2"
TIMES = 2
"""Listings that offer the same session: the second shows whether it may be used again."""


async def ask(ctx: Context) -> Outcome:
    """List twice over TLS 1.2; not where the ordinary connections have it already, since then there is no newer one."""
    if ctx.first.tls is not None and ctx.first.tls.version == OTHER:
        return Outcome("skipped", "not-applicable", "only-version")
    if ctx.had_enough:
        return Outcome("skipped", "prerequisite-failed", "server-busy")
    # Where every data connection was refused after its handshake, the other version may be what works.
    proof = next((each for each in ctx.attempts if worked(each)), None) or next(
        (each for each in ctx.attempts if each.resumed is False and each.purpose == "mode"), None
    )
    if proof is None:
        return Outcome("skipped", "prerequisite-failed")
    async with ctx.pool.room(PRIORITY):
        try:
            control = await ctx.fresh(
                "resumption-versions",
                lambda: ctx.opener.open(ctx.here, "resumption-versions", version=OTHER),
            )
        except OpenFailed as failure:
            # Its own handshake: another probe may have had a later one meanwhile.
            if failure.handshake is not None and failure.handshake.offered == OTHER:
                return Outcome("skipped", "not-applicable", "only-version")
            raise
        try:
            for _ in range(TIMES):
                if not ctx.may_try(control):
                    break
                await ctx.list_over(control, replace(again(proof), purpose="version"), remember=False)
        finally:
            await control.quit(0.0)
    return COMPLETED


PROBE = Probe(
    id="resumption-versions",
    stage="session",
    order=180,
    wave=4,
    ask=ask,
    wanted=lambda ctx: ctx.plan.thorough and ctx.plan.endpoint.tls != "none",
)
