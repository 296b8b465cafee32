"""Ask whether the session can be resumed again and again.

Some servers give out a few tickets, or forget a session that was used, so that the first transfers of a client succeed
and later ones do not. Six in a row on one connection show it; each offers the session as it is then. Where a session
that was offered is not taken any more, the next one offers the last data connection's, which has not been used yet, and
when that is resumed, offers it once more: where it is not taken then either, the server takes each ticket once only (RFC
8446 §C.4 tells clients to use it so); where it is, the server had forgotten the first.
"""

from __future__ import annotations

from dataclasses import replace

from ftpsgui.wire.client.context import Context, worked
from ftpsgui.wire.client.listing import again
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 45
TIMES = 6


async def ask(ctx: Context) -> Outcome:
    """List six times on one connection, in a mode that has worked and resumed; two failures in a row end it."""
    proof = next((each for each in ctx.attempts if worked(each) and each.resumed), None)
    if proof is None:
        some = any(worked(each) for each in ctx.attempts)
        return (
            Outcome("skipped", "not-applicable", "no-session")
            if some
            else Outcome("skipped", "prerequisite-failed")
        )
    usual = replace(again(proof), purpose="repeat")
    unused = replace(usual, session_from="data")
    used = replace(usual, session_from="data-again")
    done = failed = 0
    listing = usual
    async with ctx.pool.lease("repeat-transfers", PRIORITY) as control:
        while done < TIMES and failed < 2 and ctx.may_try(control):
            result = await ctx.list_over(control, listing)
            failed = 0 if worked(result) else failed + 1
            if listing is usual and result.session_offered and not result.resumed and control.data_session:
                listing = unused
            else:
                listing = used if listing is unused and result.resumed else usual
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
