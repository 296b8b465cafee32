"""Ask whether a control connection survives silence: routers forget it, firewalls and servers close it.

During a long transfer the control connection is just as silent, and its end loses the transfer's last word. One
connection says nothing for as long as the user asked, then NOOP (RFC 959 §4.1.3). Others go on meanwhile.
"""

from __future__ import annotations

from ftpsgui.model.facts import SilenceBegan
from ftpsgui.wire.client.context import Context
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 34


async def ask(ctx: Context) -> Outcome:
    """Be silent, and listen for a farewell; without one, say NOOP."""
    assert ctx.plan.idle is not None
    async with ctx.pool.lease("control-idle", PRIORITY) as control:
        control.record(SilenceBegan(seconds=ctx.plan.idle))
        heard = await control.hear(ctx.plan.idle)
        if heard.ending == "timeout":
            await control.command("NOOP", ctx.plan.timeouts.reply)
        else:
            control.answered(None, None, heard)
    return COMPLETED


PROBE = Probe(
    id="control-idle",
    stage="session",
    order=130,
    wave=2,
    ask=ask,
    wanted=lambda ctx: ctx.plan.idle is not None,
)
