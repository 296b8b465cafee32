"""Ask whether the server lists by MLSD (RFC 3659 §7) and NLST (RFC 959 §4.1.3) as it does by LIST.

Clients prefer MLSD where FEAT offers it, scripts use NLST; one that is refused or broken looks like a broken data
connection to its user. In a mode that has worked, so that the network is out of the question.
"""

from __future__ import annotations

from dataclasses import replace

from ftpsgui.wire.client.context import Context, worked
from ftpsgui.wire.client.listing import again
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 44
COMMANDS = ("MLSD", "NLST")


async def ask(ctx: Context) -> Outcome:
    """List once by each, on one connection as long as it stands."""
    proof = next((each for each in ctx.attempts if worked(each)), None)
    if proof is None:
        return Outcome("skipped", "prerequisite-failed")
    asked = 0
    for command in COMMANDS:
        if not ctx.port_left():
            break
        async with ctx.pool.lease("listing-methods", PRIORITY) as control:
            await ctx.list_over(
                control,
                replace(again(proof), purpose="method", command=command),
                remember=False,
            )
        asked += 1
    return COMPLETED if asked else Outcome("skipped", "budget")


PROBE = Probe(
    id="listing-methods",
    stage="session",
    order=115,
    wave=2,
    ask=ask,
    wanted=lambda ctx: ctx.plan.thorough,
)
