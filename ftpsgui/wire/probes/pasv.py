"""Ask whether this client can list over PASV (RFC 959 §4.1.2).

Each reply has two answers: the address that it names, and the control connection's peer that a forgiving client dials
instead. The peer is always dialled. When the address is the peer's, one try answers both; when it is another one, it
is dialled only with consent, on a connection of its own, so that silence is not waited for twice in a row.
"""

from __future__ import annotations

import asyncio

from ftpsgui.model.facts import DataAttempt
from ftpsgui.wire.client.context import Context, together
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 10
LATER = 14


async def ask(ctx: Context) -> Outcome:
    """List by the peer's address and, where it differs and is allowed, by the advertised one."""
    if ctx.over_ipv6:
        ctx.not_tried("pasv", "peer", "not-applicable")
        return Outcome("skipped", "not-applicable", "over-ipv6")
    if not ctx.port_left():
        return Outcome("skipped", "budget")
    differs: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def by_peer() -> None:
        async with ctx.pool.lease("pasv", PRIORITY) as control:

            def seen(so_far: DataAttempt) -> None:
                if ctx.advertises_another(control, so_far):
                    differs.set_result(True)

            try:
                await ctx.list_over(control, Listing(mode="pasv", address="peer", on_setup=seen))
            finally:
                if not differs.done():
                    differs.set_result(False)

    async def as_advertised() -> None:
        if await differs:
            async with ctx.pool.lease("pasv", LATER) as control:
                await ctx.list_over(control, Listing(mode="pasv", address="advertised"))

    await together(by_peer(), as_advertised())
    return COMPLETED


PROBE = Probe(id="pasv", stage="session", order=10, ask=ask, mode="pasv")
