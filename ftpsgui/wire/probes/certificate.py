"""Ask whether the certificate is to be trusted and, if not, whether the user agrees to it.

Asked before anything secret is sent. A yes pins the fingerprint and the connection is opened once more. When trust
comes from a pin (or from ``--insecure``), what speaks against the certificate is found out on a connection of its own,
beside the login, so that it is told without costing time.
"""

from __future__ import annotations

from msgspec.structs import replace

from ftpsgui.model.facts import TlsHandshake, TrustDecision
from ftpsgui.model.seams import TrustQuestion
from ftpsgui.wire.client.context import Context
from ftpsgui.wire.client.identity import CertificateChanged
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

FIRST = 0
"""Before all that wants a connection after the login: it is begun while the pool is empty."""


async def ask(ctx: Context) -> Outcome:
    """Pass a verified certificate; put any other before the user."""
    observation = ctx.opener.last_handshake
    assert observation is not None
    assert isinstance(observation.fact, TlsHandshake)
    handshake = observation.fact
    if handshake.verified is not False:
        if ctx.identity.relaxed:
            ctx.in_background(_look_closer(ctx), "certificate")
        return COMPLETED
    if not handshake.chain:
        # This Python does not show the chain of a refused handshake: fetch it on a connection that accepts any.
        try:
            handshake = await _fetch(ctx, handshake)
        except OpenFailed as failure:
            return Outcome("failed", failure.reason)
    sha256 = handshake.chain[0].sha256 if handshake.chain else ""
    trust = ctx.plan.trust
    answer = "refuse"
    waited: float | None = None
    agreed = trust.agreed_on(ctx.here.port) if trust.mode == "ask" else ()
    expected = agreed[0] if agreed else None
    known = sha256 in agreed
    if known:
        answer = "accept"
    elif trust.mode == "ask" and sha256:
        with ctx.clock.paused() as pause:
            answer = await ctx.ask_trust(
                TrustQuestion(
                    host=ctx.plan.endpoint.host,
                    port=ctx.here.port,
                    chain=handshake.chain,
                    problems=handshake.problems,
                    trust_store=handshake.trust_store,
                    expected=expected,
                )
            )
        waited = round(pause.seconds, 6)
    if answer == "accept":
        decision = TrustDecision(sha256=sha256, decision="already-pinned" if known else "accepted")
    elif expected is not None:
        decision = TrustDecision(sha256=sha256, decision="mismatch", expected=expected)
    else:
        decision = TrustDecision(sha256=sha256, decision="refused")
    ctx.record(replace(decision, waited=waited), "certificate", caused_by=observation.id)
    if answer != "accept":
        return Outcome("failed", "untrusted")
    ctx.identity.pin(sha256)
    try:
        ctx.control = await ctx.opener.dial(ctx.here, "certificate")
        await ctx.opener.secure(ctx.control, ctx.here)
    except OpenFailed as failure:
        return Outcome("failed", failure.reason, failure.reply.text if failure.reply else "")
    return COMPLETED


async def _fetch(ctx: Context, refused: TlsHandshake) -> TlsHandshake:
    """Return ``refused`` with the chain that a handshake without verification shows."""
    control = await ctx.opener.dial(ctx.here, "certificate")
    await ctx.opener.secure(control, ctx.here, strict=False)
    await control.quit(0.0)
    shown = ctx.opener.last_handshake
    assert shown is not None
    assert isinstance(shown.fact, TlsHandshake)
    return replace(refused, chain=shown.fact.chain)


async def _look_closer(ctx: Context) -> None:
    """Verify on a second connection, without logging in."""
    async with ctx.pool.room(FIRST):
        try:
            control = await ctx.opener.dial(ctx.here, "certificate")
            await ctx.opener.secure(control, ctx.here, strict=True)
        except (OpenFailed, CertificateChanged):
            return
        await control.quit(0.0)


PROBE = Probe(
    id="certificate",
    stage="approach",
    order=50,
    ask=ask,
    wanted=lambda ctx: ctx.plan.endpoint.tls != "none",
)
