"""After AUTH TLS was refused or ended the connection: ask whether the server itself would offer it.

A new connection, in clear and without a login, asks for the features. A list that holds AUTH says that the refusal may
have been somebody else's: devices that inspect FTP answer in the server's place, or cut the connection.
"""

from __future__ import annotations

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 97


async def ask(ctx: Context) -> Outcome:
    """FEAT before anything else is said."""
    async with ctx.pool.room(PRIORITY):
        control = await ctx.opener.dial(ctx.here, "interference")
        try:
            await ctx.opener.greet(control)
            await control.command("FEAT", ctx.plan.timeouts.reply)
        except OpenFailed as failure:
            return Outcome("failed", failure.reason, failure.reply.text if failure.reply else "")
        finally:
            await control.quit(0.0)
    return COMPLETED


def _auth_failed(ctx: Context) -> bool:
    return ctx.route is not None and ctx.route.mode == "explicit" and ctx.auth_refused


PROBE = Probe(
    id="interference",
    stage="session",
    order=220,
    wave=3,
    ask=ask,
    wanted=lambda _: False,
    rescues=_auth_failed,
)
