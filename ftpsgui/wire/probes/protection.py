"""Ask whether the server protects data connections (PBSZ, PROT P).

Asked on the first connection while the others are still being opened, hence a promise to the pool instead of a lease.
"""

from __future__ import annotations

import asyncio

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe


async def ask(ctx: Context) -> Outcome:
    """Ask on the first connection, then leave it to whoever is next."""
    control = ctx.first
    ready: asyncio.Future[ControlConnection] = asyncio.get_running_loop().create_future()

    async def supply() -> ControlConnection:
        return await asyncio.shield(ready)

    ctx.pool.add(supply)
    control.probe = "protection"
    try:
        await ctx.opener.protect(control)
    except OpenFailed as failure:
        ready.set_exception(failure)
        ready.exception()
        return Outcome("failed", failure.reason, failure.reply.text if failure.reply else "")
    except BaseException:
        ready.cancel()
        raise
    ready.set_result(control)
    return COMPLETED if control.tls is not None else Outcome("skipped", "not-applicable", "no-tls")


PROBE = Probe(id="protection", stage="session", order=0, ask=ask)
