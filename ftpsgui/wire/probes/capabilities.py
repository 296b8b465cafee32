"""Ask what the server says it is and can do: FEAT (RFC 2389 §3), SYST (RFC 959 §4.1.3)."""

from __future__ import annotations

from ftpsgui.protocol.features import parse_features
from ftpsgui.wire.client.context import Context, together
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 30


async def ask(ctx: Context) -> Outcome:
    """Ask both, on whichever connections are free once the modes have theirs."""

    async def one(command: str) -> None:
        async with ctx.pool.lease("capabilities", PRIORITY, patient=True) as control:
            answer = await control.command(command, ctx.plan.timeouts.reply)
        if command == "FEAT" and answer.reply is not None:
            ctx.features = parse_features(answer.reply)

    await together(one("FEAT"), one("SYST"))
    return COMPLETED


PROBE = Probe(id="capabilities", stage="session", order=60, ask=ask)
