"""Ask on which port the server itself says that it waits, after it named one in its reply to PASV.

The two differ where ports are mapped on the way; then every dial of the named port leads elsewhere. Some servers tell by
STAT while the passive socket waits (RFC 959 §4.1.3: the status of a transfer; see ``protocol/opened.py``). Nothing is
dialled; the next PASV or the end of the connection closes the port again.
"""

from __future__ import annotations

from ftpsgui.model.plan import Mode
from ftpsgui.protocol.opened import told_port
from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.client.waiting import Waiting
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 49


async def ask(ctx: Context) -> Outcome:
    """Say PASV (over IPv6 EPSV) and STAT. A server that does not tell is an answer, too, and said to be so."""
    if not ctx.port_left():
        return Outcome("skipped", "budget")
    mode: Mode = "epsv" if ctx.over_ipv6 else "pasv"
    listing = Listing(mode=mode, address="peer", purpose="reflection", command="STAT")
    async with ctx.pool.lease("opened-port", PRIORITY) as control:
        seen = await ctx.list_over(control, listing, remember=False, kind=Waiting)
    told = seen.final is not None and told_port(seen.final) is not None
    return COMPLETED if told else Outcome("skipped", "not-applicable", "not-told")


PROBE = Probe(
    id="opened-port",
    stage="session",
    order=107,
    wave=2,
    ask=ask,
    wanted=lambda ctx: ctx.plan.thorough,
)
