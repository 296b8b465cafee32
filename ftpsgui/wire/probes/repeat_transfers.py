"""Ask whether the session can be resumed again and again.

Some servers give out a few tickets, or forget a session that was used, so that the first transfers of a client succeed
and later ones do not. Six in a row on one connection show it; each offers the session as it is then.
"""

from __future__ import annotations

from ftpsgui.wire.client.context import Context, worked
from ftpsgui.wire.client.data import Listing
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 45
TIMES = 6


async def ask(ctx: Context) -> Outcome:
    """List six times on one connection, in a mode that has worked and resumed; two failures in a row end it."""
    proof = next((each for each in ctx.attempts if worked(each) and each.resumed), None)
    if proof is None:
        some = any(worked(each) for each in ctx.attempts)
        return Outcome("skipped", "not-applicable" if some else "prerequisite-failed")
    listing = Listing(
        mode=proof.mode,
        address=proof.address,
        purpose="repeat",
        public=ctx.plan.active.public_address if proof.address == "public" else None,
    )
    done = failed = 0
    async with ctx.pool.lease("repeat-transfers", PRIORITY) as control:
        while done < TIMES and failed < 2 and ctx.may_try(control):
            result = await ctx.list_over(control, listing)
            failed = 0 if worked(result) else failed + 1
            done += 1
    return COMPLETED if done else Outcome("skipped", "budget")


PROBE = Probe(
    id="repeat-transfers",
    stage="session",
    order=110,
    wave=2,
    ask=ask,
    wanted=lambda ctx: ctx.plan.thorough and ctx.plan.endpoint.tls != "none",
)
