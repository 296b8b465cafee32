"""Ask whether the server would let data connections go without encryption (PROT C, RFC 4217 §9).

Many servers say 200 to PROT C and refuse the transfer later. So a file that does not exist is asked for: one that wants
encryption complains of that, any other of the file. Nothing is transferred in clear, and the connection goes back to
PROT P before anybody else has it.
"""

from __future__ import annotations

import secrets

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.control import ControlConnection
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
            await _ask_for_nothing(ctx, control)
            try:
                await ctx.opener.protect(control)
            except OpenFailed:
                control.retire()
    return COMPLETED


async def _ask_for_nothing(ctx: Context, control: ControlConnection) -> None:
    mode = next((each.mode for each in ctx.attempts if each.mode in ("pasv", "epsv") and each.dialled), None)
    if mode is None or not ctx.may_try(control):
        return
    setup = await control.command(mode.upper(), ctx.plan.timeouts.reply)
    if setup.reply is not None and setup.reply.positive:
        await control.command(f"RETR ftpsgui-{secrets.token_hex(6)}", ctx.plan.timeouts.reply)


PROBE = Probe(
    id="clear-data",
    stage="session",
    order=120,
    wave=2,
    ask=ask,
    wanted=lambda ctx: ctx.plan.thorough and ctx.plan.endpoint.tls != "none",
)
