"""What stands under the modes: the control connection, its certificate, the login, TLS sessions, the ports that were named."""

from __future__ import annotations

from ftpsgui.model.facts import Exchange, TcpConnect, TlsHandshake
from ftpsgui.model.findings import Diagnosis
from ftpsgui.model.message import msg
from ftpsgui.model.phrases import listing
from ftpsgui.presentation.control import untrusted
from ftpsgui.presentation.view_state import FactView
from ftpsgui.presentation.view_text import visible
from ftpsgui.session.state import State
from ftpsgui.texts.moments import days_between
from ftpsgui.texts.translate import Translator


def facts_beside(state: State | None, diagnosis: Diagnosis | None, t: Translator) -> tuple[FactView, ...]:
    """Return the lines, the same ones whatever is known."""
    return (
        _control(state, t),
        _certificate(state, t),
        _login(state, t),
        _resumption(state, diagnosis, t),
        _ports(state, t),
    )


def _control(state: State | None, t: Translator) -> FactView:
    handshake = state.main.handshake.fact if state and state.main and state.main.handshake else None
    text = t(msg("Control connection"))
    if handshake is None:
        if state is not None and state.plan.endpoint.tls == "none" and state.main is not None:
            return FactView(text=text, value=t(msg("in clear")), role="warning", glyph="bang")
        if state is not None and state.ended is not None and not _reached(state):
            return FactView(text=text, value=t(msg("not reached")), role="neutral", glyph="dash")
        value = msg("no TLS") if state is not None and state.ended is not None else msg("no TLS yet")
        return FactView(text=text, value=t(value), role="neutral", glyph="dash")
    if untrusted(handshake):
        return FactView(text=text, value=t(msg("not trusted")), role="warning", glyph="bang")
    if handshake.step.outcome != "ok":
        return FactView(text=text, value=t(msg("TLS failed")), role="bad", glyph="cross")
    version = visible((handshake.version or "TLS").replace("TLSv", "TLS "), limit=20)
    return FactView(
        text=text, value=version, role="good", glyph="check", tooltip=visible(handshake.cipher or "")
    )


def _names_nobody(state: State) -> bool:
    """Whether these are facts of a log that names no user, in whose place the plan has one."""
    return state.log is not None and state.plan.user == "anonymous" and not state.exchanges_of("USER")


def _reached(state: State) -> bool:
    """Whether anything answered on the control port; a log may show the dialogue only."""
    return any(seen.fact.step.outcome == "ok" for seen in state.of(TcpConnect)) or bool(state.of(Exchange))


def _login(state: State | None, t: Translator) -> FactView:
    user = visible(state.plan.user, limit=60) if state and not _names_nobody(state) else ""
    text = t(msg("Login as {user}", user=user)) if user else t(msg("Login"))
    statuses = {connection.login.status for connection in state.connections.values()} if state else set()
    if "accepted" in statuses:
        return FactView(text=text, value=t(msg("accepted")), role="good", glyph="check")
    if "refused" in statuses:
        return FactView(text=text, value=t(msg("refused")), role="bad", glyph="cross")
    return FactView(text=text, value=t(msg("not tried")), role="neutral", glyph="dash")


def _ports(state: State | None, t: Translator) -> FactView:
    text = t(msg("Passive ports named by the server"))
    named = sorted(
        {
            seen.fact.advertised.port
            for seen in (state.attempts if state else ())
            if seen.fact.mode in ("pasv", "epsv") and seen.fact.advertised is not None and not seen.earlier
        }
    )
    if not named:
        value = msg("none") if state is not None and state.ended is not None else msg("none yet")
        return FactView(text=text, value=t(value), role="neutral", glyph="dash")
    shown = str(named[0]) if len(named) == 1 else f"{named[0]}–{named[-1]}"
    return FactView(text=text, value=shown, role="neutral", glyph=None, tooltip=t(listing(map(str, named))))


def _resumption(state: State | None, diagnosis: Diagnosis | None, t: Translator) -> FactView:
    ids = _finding_ids(diagnosis)
    attempts = [seen.fact for seen in state.attempts] if state else []
    text = t(msg("TLS session resumed on data connections"))
    if "tls-session-reuse-required" in ids:
        return FactView(text=text, value=t(msg("required")), role="neutral", glyph="info")
    if any(attempt.resumed for attempt in attempts):
        return FactView(text=text, value=t(msg("yes")), role="good", glyph="check")
    if any(attempt.resumed is False and attempt.session_offered for attempt in attempts):
        return FactView(text=text, value=t(msg("no")), role="neutral", glyph="info")
    return FactView(text=text, value=t(msg("not tested")), role="neutral", glyph="dash")


def _finding_ids(diagnosis: Diagnosis | None) -> set[str]:
    if diagnosis is None:
        return set()
    return {finding.id for finding in diagnosis.findings} | {
        one.id for finding in diagnosis.findings for one in finding.explains
    }


def _certificate(state: State | None, t: Translator) -> FactView:
    handshake = state.main.handshake.fact if state and state.main and state.main.handshake else None
    if handshake is not None and not handshake.chain and handshake.verified is not None:
        return _judged_by_a_client(handshake, t)
    if handshake is None or not handshake.chain:
        return FactView(text=t(msg("Certificate")), value=t(msg("not seen")), role="neutral", glyph="dash")
    leaf = handshake.chain[0]
    name = visible(common_name(leaf.subject) or next(iter(leaf.names), "?"), limit=60)
    days = days_between(state.started_wall if state else "", leaf.not_after)
    if days is None:
        text = t(msg("Certificate {name}", name=name))
    elif days < 0:
        text = t(msg("Certificate {name} · expired {days} days ago", name=name, days=-days))
    else:
        text = t(msg("Certificate {name} · {days} days left", name=name, days=days))
    if handshake.verified is True:
        return FactView(text=text, value=t(msg("trusted")), role="good", glyph="check")
    if handshake.verified is None:
        decisions = {seen.fact.decision for seen in state.trust} if state else set()
        if decisions & {"accepted", "already-pinned", "insecure"}:
            return FactView(text=text, value=t(msg("accepted by you")), role="warning", glyph="bang")
        return FactView(text=text, value=t(msg("not verified")), role="neutral", glyph="dash")
    reasons = "\n".join(visible(problem.text) for problem in handshake.problems)
    return FactView(text=text, value=t(msg("untrusted")), role="warning", glyph="bang", tooltip=reasons)


def _judged_by_a_client(handshake: TlsHandshake, t: Translator) -> FactView:
    """Say what the client of a log thought of a certificate that the log does not show."""
    reasons = "\n".join(visible(problem.text) for problem in handshake.problems if problem.text)
    if handshake.verified:
        return FactView(text=t(msg("Certificate")), value=t(msg("trusted")), role="good", glyph="check")
    return FactView(
        text=t(msg("Certificate")), value=t(msg("untrusted")), role="warning", glyph="bang", tooltip=reasons
    )


def common_name(subject: str) -> str:
    """Return the CN of an RFC 4514 name (``CN=ftp.example.com,O=…``), or an empty text."""
    for part in subject.replace("/", ",").split(","):
        key, _, value = part.strip().partition("=")
        if key.strip().upper() == "CN":
            return value.strip()
    return ""
