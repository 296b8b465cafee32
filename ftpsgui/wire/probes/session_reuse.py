"""Ask whether a data connection must resume the control connection's TLS session.

The text of an error proves nothing; trying both ways does. After a listing that resumed has worked, one that offers no
session is tried; when that fails, one with the session must have worked meanwhile — another mode's, or else a repeated
one —, to show that it is this and not the moment. The try without may cost the connection (vsftpd exits after it), so it comes last where there is one connection only.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ftpsgui.model.facts import DataAttempt, Purpose
from ftpsgui.wire.client.context import Context, worked
from ftpsgui.wire.client.listing import again
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

SOON, LAST = 20, 90


async def ask(ctx: Context) -> Outcome:
    """Wait for a resumed listing, then try without and, if that failed, with."""
    proof = await ctx.find_attempt(_resumed)
    if proof is None:
        some = any(worked(each) for each in ctx.attempts)
        # Worked without resumption: there is nothing that could be required.
        return (
            Outcome("skipped", "not-applicable", "no-session")
            if some
            else Outcome("skipped", "prerequisite-failed")
        )

    before = 0
    """How many listings had ended when the try without began."""

    async def try_once(*, offer: bool) -> DataAttempt | None:
        nonlocal before
        if not ctx.port_left():
            return None
        purpose: Purpose = "repeat" if offer else "reuse"
        listing = replace(again(proof), purpose=purpose, offer_session=offer, eager=True)
        async with ctx.pool.lease(
            "session-reuse", lambda: LAST if ctx.pool.single else SOON, patient=True
        ) as control:
            if not offer and not before:
                before = len(ctx.attempts)
            result = await ctx.list_over(control, listing)
            if not worked(result):
                control.retire()
            return result

    without = await try_once(offer=False)
    if without is None:
        return Outcome("skipped", "budget")
    # Another mode's listing that ended meanwhile shows just as well that it was not the moment.
    if not worked(without) and await ctx.find_attempt(_resumed, after=before) is None:
        await try_once(offer=True)
    if not worked(without) and not _says_why(without):
        await try_once(offer=False)
    return COMPLETED


def _resumed(listing: DataAttempt) -> bool:
    return worked(listing) and bool(listing.resumed)


def _says_why(refused: DataAttempt) -> bool:
    """Whether the refusal speaks of sessions; an ambiguous one is asked for twice."""
    return (
        refused.final is not None
        and re.search("session|reus|resum", refused.final.text, re.IGNORECASE) is not None
    )


PROBE = Probe(
    id="session-reuse",
    stage="session",
    order=50,
    ask=ask,
    wanted=lambda ctx: ctx.plan.endpoint.tls != "none",
)
