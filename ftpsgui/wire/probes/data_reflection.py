"""Ask which addresses a data connection has at the server's end: ESTP and ESTA (Pure-FTPd).

ESTP, after a passive connection was made, tells from where the server sees it come; ESTA, after PORT, makes the server
connect and tells from which of its own addresses it did. Compared with this end of the same connection they show every
translation on the way. Asked only of a server whose FEAT lists them; nothing is transferred. Format: as EPRT's argument
(RFC 2428 §2), by the Pure-FTPd sources.
"""

from __future__ import annotations

from ftpsgui.model.plan import Mode, Target
from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.client.meeting import Meeting
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 48


async def ask(ctx: Context) -> Outcome:
    """Connect once each way, as far as the server knows the command."""
    passive: Mode = "epsv" if ctx.over_ipv6 else "pasv"
    active: Mode = "eprt" if ctx.over_ipv6 else "port"
    asked: tuple[tuple[str, Mode, Target], ...] = (("ESTP", passive, "peer"), ("ESTA", active, "local"))
    known = [each for each in asked if each[0] in ctx.features]
    if not known:
        return Outcome("skipped", "not-applicable", "no-feature")
    done = 0
    for command, mode, address in known:
        if not ctx.port_left():
            break
        async with ctx.pool.lease("data-reflection", PRIORITY) as control:
            listing = Listing(mode=mode, address=address, purpose="reflection", command=command)
            await ctx.list_over(control, listing, remember=False, kind=Meeting)
        done += 1
    return COMPLETED if done else Outcome("skipped", "budget")


PROBE = Probe(
    id="data-reflection",
    stage="session",
    order=105,
    wave=2,
    ask=ask,
    wanted=lambda ctx: ctx.plan.thorough,
)
