"""Ask whether the server can connect to the address that it sees of this client, where that is not the local one.

Behind a NAT that forwards the active ports, active mode works as soon as PORT names the outside address. The server may
have revealed it (STAT, the refusal of a PORT): then it is tried where the user gave none. Only with a range of ports, which
is what a router can have been told to forward: a port of the moment never is. Never any other address than the one that
the server itself calls ours; a STUN server's word does not count here.
"""

from __future__ import annotations

from ftpsgui.model.addresses import is_ipv6, is_public, same_address
from ftpsgui.model.plan import Mode
from ftpsgui.wire.client.context import Context, together
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 46


async def ask(ctx: Context) -> Outcome:
    """List by PORT and EPRT with the address that the server revealed."""
    local = ctx.plan.active.bind or ctx.first.local.host
    seen = [each for each in ctx.seen_as if is_public(each) and is_ipv6(each) == ctx.over_ipv6]
    if not seen:
        return Outcome("skipped", "not-applicable", "not-revealed")
    if same_address(seen[0], local):
        return Outcome("skipped", "not-applicable", "same-address")
    modes: tuple[Mode, ...] = ("eprt",) if ctx.over_ipv6 else ("port", "eprt")
    tried = 0

    async def by(mode: Mode) -> None:
        nonlocal tried
        if not ctx.port_left():
            return
        tried += 1
        async with ctx.pool.lease("active-revealed", PRIORITY) as control:
            await ctx.list_over(control, Listing(mode=mode, address="public", public=seen[0]))

    await together(*(by(mode) for mode in modes))
    return COMPLETED if tried else Outcome("skipped", "budget")


PROBE = Probe(
    id="active-revealed",
    stage="session",
    order=125,
    wave=2,
    ask=ask,
    wanted=lambda ctx: ctx.plan.active.ports is not None and ctx.plan.active.public_address is None,
)
