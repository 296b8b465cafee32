"""Ask what the server says it is and can do: FEAT (RFC 2389 §3), SYST (RFC 959 §4.1.3)."""

from __future__ import annotations

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 30


async def ask(ctx: Context) -> Outcome:
    """Ask both, on whichever connection is free once the modes have theirs."""
    timeout = ctx.plan.timeouts.reply
    async with ctx.pool.lease("capabilities", PRIORITY, patient=True) as control:
        for command in ("FEAT", "SYST"):
            if control.usable:
                await control.command(command, timeout)
    return COMPLETED


PROBE = Probe(id="capabilities", stage="session", order=60, ask=ask)
