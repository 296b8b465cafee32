"""Ask whether the server would let data connections go without encryption (PROT C, RFC 4217 §9).

Only asked: nothing is transferred in clear, and the connection goes back to PROT P before anybody else has it.
"""

from __future__ import annotations

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 50


async def ask(ctx: Context) -> Outcome:
    """PROT C, then PROT P; a connection that does not come back to it is not used any more."""
    async with ctx.pool.lease("clear-data", PRIORITY) as control:
        answer = await control.command("PROT C", ctx.plan.timeouts.reply)
        if answer.reply is None:
            return Outcome("failed", answer.ending)
        if answer.reply.positive:
            control.data_protected = False
            try:
                await ctx.opener.protect(control)
            except OpenFailed:
                control.retire()
    return COMPLETED


PROBE = Probe(
    id="clear-data",
    stage="session",
    order=120,
    wave=2,
    ask=ask,
    wanted=lambda ctx: ctx.plan.thorough and ctx.plan.endpoint.tls != "none",
)
