"""Ask what FTP looks like on this path without TLS: whether a router on the way reads and rewrites it.

One connection, one login in clear — only with the user's consent, or as ``anonymous`` when the run is thorough —, and
each mode once with its data in clear. FEAT is asked before the login, since a device that hides AUTH hides it there.
"""

from __future__ import annotations

from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.plan import Mode
from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 95
ANONYMOUS = frozenset({"anonymous", "ftp"})
"""Users whose password is no secret (RFC 1635)."""


async def ask(ctx: Context) -> Outcome:
    """Log in without TLS and list in each mode; a refused login is an answer, too."""
    if ctx.here.mode != "explicit":
        return Outcome("skipped", "not-applicable", "implicit-tls")
    async with ctx.pool.room(PRIORITY):
        control = await ctx.fresh(
            "plaintext-comparison", lambda: ctx.opener.dial_and_greet(ctx.here, "plaintext-comparison")
        )
        try:
            await control.command("FEAT", ctx.plan.timeouts.reply)
            await ctx.opener.login(control)
            await _list(ctx, control)
        except OpenFailed as failure:
            if failure.stage != "login":
                raise
            return COMPLETED
        finally:
            await control.quit(0.0)
    return COMPLETED


async def _list(ctx: Context, control: ControlConnection) -> None:
    """Passive modes first: an active one whose connection does not come about costs the control connection."""
    modes: tuple[Mode, ...] = ("epsv", "eprt") if ctx.over_ipv6 else ("pasv", "epsv", "port", "eprt")
    for mode in modes:
        differs: list[bool] = []

        def seen(so_far: DataAttempt, differs: list[bool] = differs) -> None:
            differs.append(ctx.advertises_another(control, so_far))

        passive = mode in ("pasv", "epsv")
        listing = Listing(
            mode=mode,
            address="peer" if passive else "local",
            on_setup=seen if mode == "pasv" else None,
        )
        if not ctx.may_try(control):
            return
        await ctx.list_over(control, listing, remember=False)
        if any(differs) and ctx.may_try(control):
            await ctx.list_over(control, Listing(mode=mode, address="advertised"), remember=False)


PROBE = Probe(
    id="plaintext-comparison",
    stage="session",
    order=200,
    wave=5,
    ask=ask,
    wanted=lambda ctx: (
        ctx.plan.endpoint.tls != "none"
        and (ctx.plan.consents.plaintext or (ctx.plan.thorough and ctx.plan.user in ANONYMOUS))
    ),
)
