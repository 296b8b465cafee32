"""Ask a STUN server, which the user named, from which address it sees this computer (RFC 8489).

The FTP server may not say how it sees us, and one that is reached over a tunnel sees another address than the internet
does. Nothing about the test is told: a Binding request holds nothing but a random number. What comes back is recorded
and never named in PORT or EPRT: only the user, or the server itself, can say where it may connect to.
"""

from __future__ import annotations

import asyncio
import os
from typing import Final

from ftpsgui.model.addresses import HostPort, is_ipv6
from ftpsgui.model.facts import PublicAddress, Step
from ftpsgui.model.plan import Family
from ftpsgui.model.seams import NetworkError
from ftpsgui.protocol.stun import TRANSACTION, answers, binding_request, parse_answer
from ftpsgui.wire.client.context import Context
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PATIENCE: Final = 5.0
"""Seconds: a question sent at 0, 0.5, 1.5 and 3.5 s."""


async def ask(ctx: Context) -> Outcome:
    """Ask over the family of addresses that the control connection has."""
    named = ctx.plan.stun
    assert named is not None
    began = ctx.clock.ticks()
    server, local, mapped = named, None, None
    error: NetworkError | None = None
    transaction = os.urandom(TRANSACTION)
    try:
        server = HostPort(host=await _resolved(ctx, named.host), port=named.port)
        local, data = await ctx.network.query(
            server,
            binding_request(transaction),
            accept=lambda data: answers(data, transaction),
            timeout=min(PATIENCE, ctx.plan.timeouts.reply),
            bind=ctx.plan.active.bind,
        )
        answer = parse_answer(data, transaction)
        mapped = answer.address if answer is not None else None
        if mapped is None:
            code = answer.error if answer is not None else None
            error = NetworkError("error", f"STUN_{code}" if code is not None else "MALFORMED")
    except NetworkError as failure:
        error = failure
    ctx.record(
        PublicAddress(
            name=named.host,
            server=server,
            local=local,
            address=mapped,
            step=Step(
                outcome=error.outcome if error else "ok",
                seconds=ctx.clock.ticks() - began,
                error=error.error if error else None,
            ),
        ),
        "public-address",
    )
    return COMPLETED if error is None else Outcome("failed", error.outcome, error.error or "")


async def _resolved(ctx: Context, name: str) -> str:
    """Return the first address of ``name``; NetworkError when there is none, or the resolver does not answer."""
    try:
        async with asyncio.timeout(ctx.plan.timeouts.connect):
            found = await ctx.network.resolve(name, _family(ctx))
    except TimeoutError as error:
        raise NetworkError("timeout", "ETIMEDOUT") from error
    if not found:
        raise NetworkError("error", "EAI_NODATA")
    return found[0]


def _family(ctx: Context) -> Family:
    if ctx.route is not None:
        return "ipv6" if is_ipv6(ctx.route.address) else "ipv4"
    return "ipv4" if ctx.plan.endpoint.family == "any" else ctx.plan.endpoint.family


def _wanted(ctx: Context) -> bool:
    return ctx.plan.stun is not None


PROBE = Probe(id="public-address", stage="session", order=65, ask=ask, wanted=_wanted, rescues=_wanted)
