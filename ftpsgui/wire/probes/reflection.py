"""Ask which addresses the server sees: its own, and ours.

STAT without an argument (RFC 959 §4.1.3) shows, on several products, the client's address as it arrived there and the
server's inside address. The greeting, and the refusal of a PORT, may tell as much; they are asked elsewhere, and so
is what Pure-FTPd tells of a data connection (ESTP, ESTA).
"""

from __future__ import annotations

from ftpsgui.wire.client.context import Context
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 31


async def ask(ctx: Context) -> Outcome:
    """Ask for the status."""
    await ctx.ask_status(PRIORITY)
    return COMPLETED


PROBE = Probe(id="reflection", stage="session", order=70, ask=ask)
