"""Ask whether the server takes the control connection back to clear text after the login (CCC), and what changes then.

From there on a router can read PASV and PORT again, so a helper on the way works as it does for plain FTP, while the
password went over TLS and data connections stay encrypted. Only with consent, on a connection of its own: the commands
of its listings are readable on the way. RFC 2228 §3, RFC 4217 §12.3.
"""

from __future__ import annotations

from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.plan import Mode
from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 94


async def ask(ctx: Context) -> Outcome:
    """Log in over TLS, say CCC and, where it is taken, list once in each mode; a refusal is an answer."""
    async with ctx.pool.room(PRIORITY):
        control = await ctx.fresh("ccc", lambda: ctx.opener.open(ctx.here, "ccc"))
        try:
            answer = await control.command("CCC", ctx.plan.timeouts.reply)
            if answer.reply is None:
                return Outcome("failed", answer.ending)
            if answer.reply.positive:
                still = await control.clear(ctx.plan.timeouts.reply, caused_by=answer.observation.id)
                if still:
                    # A helper that follows lines (Linux: nf_conntrack_ftp) finds its place again with the first one in
                    # clear, and reads from the second on. It shows as well that the connection has survived.
                    await control.command("NOOP", ctx.plan.timeouts.reply)
                    await _list(ctx, control)
        finally:
            await control.quit(0.0)
    return COMPLETED


async def _list(ctx: Context, control: ControlConnection) -> None:
    """Passive modes first: an active one whose connection does not come about costs the control connection."""
    modes: tuple[Mode, ...] = ("epsv", "eprt") if ctx.over_ipv6 else ("pasv", "epsv", "port", "eprt")
    for mode in modes:

        def seen(so_far: DataAttempt) -> None:
            ctx.advertises_another(control, so_far)

        if not ctx.may_try(control):
            return
        listing = Listing(
            mode=mode,
            address="peer" if mode in ("pasv", "epsv") else "local",
            purpose="ccc",
            on_setup=seen if mode == "pasv" else None,
        )
        await ctx.list_over(control, listing, remember=False)


PROBE = Probe(
    id="ccc",
    stage="session",
    order=190,
    wave=4,
    ask=ask,
    wanted=lambda ctx: ctx.plan.consents.ccc and ctx.plan.endpoint.tls != "none",
)
