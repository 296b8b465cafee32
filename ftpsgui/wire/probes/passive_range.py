"""Ask whether all ports that the server names in passive mode can be reached, or only some.

Each reply names one port of a range that nobody outside knows, so several are asked for, side by side, and each is
tried by a listing. LIST is sent only once the connection stands: a dead port costs its deadline, not the control
connection. It is over as soon as both kinds of port were met often enough, or none is alive at all.
"""

from __future__ import annotations

from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.plan import Mode
from ftpsgui.wire.client.context import Context, together
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 40
TRIES = 12
ENOUGH = 3
"""Live and dead ports, of each so many, after which no more are asked for."""
HOPELESS = 8
"""Dead ports without a live one after which the range counts as dead altogether."""


async def ask(ctx: Context) -> Outcome:
    """List a dozen times in the passive modes whose replies could be read, on as many connections as there may be."""
    modes = _readable(ctx.attempts)
    if not modes:
        return Outcome("skipped", "prerequisite-failed")
    seen: list[DataAttempt] = []
    asked = 0
    """Tries begun, so that side by side they are no more than :data:`TRIES`."""

    async def work() -> None:
        nonlocal asked
        while asked < TRIES and not _enough(ctx, seen) and ctx.port_left():
            mode = modes[asked % len(modes)]
            asked += 1
            async with ctx.pool.lease("passive-range", PRIORITY) as control:
                listing = Listing(mode=mode, address="peer", purpose="repeat")
                seen.append(await ctx.list_over(control, listing))

    await together(*(work() for _ in range(ctx.pool.limit)))
    return COMPLETED if seen else Outcome("skipped", "budget")


def _readable(attempts: list[DataAttempt]) -> list[Mode]:
    """The passive modes that named a port: a refused command names none."""
    return [
        mode
        for mode in ("pasv", "epsv")
        if any(each.mode == mode and each.address == "peer" and each.dialled is not None for each in attempts)
    ]


def _enough(ctx: Context, seen: list[DataAttempt]) -> bool:
    dialled = [each for each in ctx.attempts if each.dialled is not None and each.address == "peer"]
    ports = {
        alive: {each.dialled.port for each in dialled if each.dialled is not None and _alive(each) is alive}
        for alive in (True, False)
    }
    if not ports[True] and len(seen) >= HOPELESS:
        return True  # none is alive: no part of the range to be told from another
    refused = [each for each in seen if each.dialled is None]
    return len(refused) >= ENOUGH or min(len(ports[True]), len(ports[False])) >= ENOUGH


def _alive(listing: DataAttempt) -> bool:
    return listing.tcp is not None and listing.tcp.outcome == "ok"


PROBE = Probe(
    id="passive-range",
    stage="session",
    order=100,
    wave=2,
    ask=ask,
    wanted=lambda ctx: ctx.plan.thorough,
)
