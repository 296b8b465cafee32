"""Which clients would work on this server, from where the test ran: derived from each client's behaviour and the facts.

There is no table of verdicts. A client's file says what it does (resources/clients); the mode table, the findings and
the facts say how each of these things ended here. Pure, like the diagnosis itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ftpsgui.diagnosis.loss import is_loss
from ftpsgui.diagnosis.ways import Ground, Way, default_way, least, ways_with_options
from ftpsgui.knowledge.base import Knowledge
from ftpsgui.knowledge.clients import Client, Part
from ftpsgui.model.addresses import is_ipv6
from ftpsgui.model.facts import DataAttempt, TlsHandshake
from ftpsgui.model.findings import (
    Certainty,
    ClientForecast,
    Confidence,
    Diagnosis,
    Finding,
    ForecastResult,
)
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Seen, State
from ftpsgui.topology.attempts import judge, reached

_SHUT = frozenset(
    {
        "dns-unresolvable",
        "control-unreachable",
        "control-refused",
        "control-timeout",
        "control-dropped",
        "greeting-missing",
        "not-ftp",
        "tls-not-offered",
        "tls-handshake-failed",
        "tls-plaintext-injected",
        "alg-interferes",
    }
)
"""Findings that stop every client before the login."""
_SURE: dict[Confidence, Certainty] = {"verified": "likely", "documented": "likely", "hint": "possible"}
"""Never ``proven``: the client itself was not run. Only what stops every client can be."""
_REUSE = "tls-session-reuse-required"


@dataclass(frozen=True, slots=True)
class _Facts:
    """What all clients meet."""

    ground: Ground
    private: bool
    data_tls: Literal["at-once", "after-command"] | None
    handshake: Seen[TlsHandshake] | None
    untrusted: Seen[TlsHandshake] | None
    """A handshake that failed for its certificate alone; the user may have accepted that since."""
    reuse: Literal["required", "impossible", "not-required", "unknown"]
    reuse_evidence: tuple[str, ...]
    reuse_certainty: Certainty


def forecast(state: State, diagnosis: Diagnosis, knowledge: Knowledge) -> tuple[ClientForecast, ...]:
    """Say of every known client how it would fare, in the order of their ids. Pure; any prefix of a run will do."""
    lost = next((one for one in diagnosis.findings if is_loss(one)), None)
    if lost is not None and diagnosis.verdict.use_mode is None:
        return tuple(
            _said(name, knowledge.clients[name], "unknown", lost.title, lost.certainty, lost.evidence)
            for name in sorted(knowledge.clients)
        )
    facts = _facts(state, diagnosis, knowledge)
    shut = _shut(state, diagnosis)
    return tuple(
        _one(name, knowledge.clients[name], state, facts, shut) for name in sorted(knowledge.clients)
    )


def _one(
    name: str, client: Client, state: State, facts: _Facts | None, shut: Finding | None
) -> ClientForecast:
    if facts is None or not state.logged_in:
        if shut is not None:
            return _said(name, client, "fails", shut.title, shut.certainty, shut.evidence)
        return _said(name, client, "unknown", msg("No login succeeded, so no data mode was tried."))
    if facts.private and (lack := _lacks_tls(name, client, facts)) is not None:
        return lack
    way = default_way(client, facts.ground)
    chosen = way if way.result != "fails" else ways_with_options(client, facts.ground)
    if way.result == "unknown" or chosen is None:
        result: ForecastResult = "fails" if way.result == "fails" else "unknown"
        return _said(name, client, result, way.because, _certainty(client, way), way.evidence)
    result = "works" if way.result == "works" else "depends"
    now = ClientForecast(
        client=name,
        name=client.title,
        kind=client.kind,
        result=result,
        because=way.because,
        mode=chosen.mode,
        options=chosen.options,
        certainty=least(_certainty(client, way), _certainty(client, chosen)),
        confidence=_confidence(client, way.leans | chosen.leans),
        evidence=tuple(dict.fromkeys((*way.evidence, *chosen.evidence))),
    )
    if facts.private:
        now = _with_protection(now, client, facts)
        now = _with_handshake(now, client, facts)
        now = _with_session(now, client, facts)
        now = _with_certificate(now, client, facts)
    return now


def _lacks_tls(name: str, client: Client, facts: _Facts) -> ClientForecast | None:
    """Return the forecast of a client that cannot, or may not, speak this server's kind of TLS; None when it can."""
    implicit = facts.handshake is not None and facts.handshake.fact.mode == "implicit"
    has = client.tls.implicit if implicit else client.tls.explicit
    if has == "yes":
        return None
    seen = (facts.handshake.id,) if facts.handshake is not None else ()
    certainty = _certainty(client, Way("fails", msg("It cannot do FTP over TLS."), leans=frozenset({"tls"})))
    if client.tls.explicit == client.tls.implicit == "no":
        return _said(name, client, "fails", msg("It cannot do FTP over TLS."), certainty, seen)
    if has == "no":
        words = (
            msg("It knows explicit TLS only, and this server was reached by implicit TLS.")
            if implicit
            else msg("It knows implicit TLS only, and this server was reached by explicit TLS.")
        )
        return _said(name, client, "fails", words, certainty, seen)
    words = (
        msg("Whether it can do implicit TLS is not known.")
        if implicit
        else msg("Whether it can do explicit TLS is not known.")
    )
    return _said(name, client, "unknown", words, evidence=seen)


def _with_protection(now: ClientForecast, client: Client, facts: _Facts) -> ClientForecast:
    """Take into account a client that forgets to ask for protected data connections over implicit TLS."""
    implicit = facts.handshake is not None and facts.handshake.fact.mode == "implicit"
    if not implicit or not client.tls.protect_by:
        return now
    words = msg("Over implicit TLS it does not ask for protected data connections (PROT P) by itself.")
    leans: frozenset[Part] = frozenset({"tls"})
    certainty = least(now.certainty, _known(client, leans))
    options = (*now.options, client.tls.protect_by)
    return _changed(
        now, "depends", words, certainty, _confidence(client, leans, now.confidence), now.evidence, options
    )


def _with_handshake(now: ClientForecast, client: Client, facts: _Facts) -> ClientForecast:
    """Take into account a client that waits for TLS before it says what to transfer: most servers wait for that."""
    if not client.tls.handshake_first or facts.data_tls == "at-once":
        return now
    leans: frozenset[Part] = frozenset({"tls"})
    confidence = _confidence(client, leans, now.confidence)
    if facts.data_tls is None:
        words = msg(
            "It waits for TLS on the data connection before it sends the transfer command; whether this server begins "
            "TLS so early is not known."
        )
        return _changed(now, "unknown", words, "possible", confidence, now.evidence)
    words = msg(
        "It waits for TLS on the data connection before it sends the transfer command, and this server begins TLS only "
        "after that command."
    )
    certainty = least(now.certainty, _known(client, leans))
    return _changed(now, "fails", words, certainty, confidence, now.evidence)


def _with_session(now: ClientForecast, client: Client, facts: _Facts) -> ClientForecast:
    """Take into account whether data connections must resume the TLS session."""
    tls = client.tls
    if now.result not in ("works", "depends"):
        return now
    if facts.reuse == "not-required" or (facts.reuse == "unknown" and tls.resume == "yes"):
        return now
    leans: frozenset[Part] = frozenset({"resume"})
    evidence = tuple(dict.fromkeys((*now.evidence, *facts.reuse_evidence)))
    certainty = least(now.certainty, facts.reuse_certainty, _known(client, leans))
    confidence = _confidence(client, leans, now.confidence)
    if facts.reuse == "unknown":
        words = msg(
            "It may not continue the TLS session on data connections, and whether this server requires that was not "
            "tested."
        )
        return _changed(now, "unknown", words, "possible", confidence, evidence)
    if facts.reuse == "impossible":
        words = msg(
            "The server refuses data connections that do not continue the TLS session, and lets none continue it."
        )
        return _changed(now, "fails", words, least(certainty, "likely"), confidence, evidence)
    match tls.resume:
        case "yes":
            words = _waits_briefly(now, client, facts)
            return _changed(now, now.result, words, certainty, confidence, evidence)
        case "varies":
            words = msg(
                "The server requires data connections to continue the TLS session; whether it does so depends on its "
                "version and its TLS library."
            )
            return _changed(now, "depends", words, certainty, confidence, evidence, now.options)
        case "unknown":
            words = msg(
                "The server requires data connections to continue the TLS session; whether it does so is not known."
            )
            return _changed(now, "unknown", words, "possible", confidence, evidence)
    words = msg(
        "It does not continue the TLS session of the control connection on data connections, and this server requires "
        "that."
    )
    if not tls.resume_by:
        return _changed(now, "fails", words, certainty, confidence, evidence)
    options = (*now.options, tls.resume_by)
    return _changed(now, "depends", words, certainty, confidence, evidence, options)


def _waits_briefly(now: ClientForecast, client: Client, facts: _Facts) -> Message:
    """Return why it works, and what can fail at times: a client that waits too briefly for what it must resume by."""
    tls = client.tls
    if tls.ticket_wait is None or facts.handshake is None or facts.handshake.fact.version != "TLSv1.3":
        return now.because
    return msg(
        "{why} On a busy server a transfer may fail at times: this server requires data connections to continue the TLS "
        "session, and with TLS 1.3 this client waits for what it needs for that (the session ticket) only {milliseconds} "
        "ms longer than the round trip. {option} avoids that.",
        why=now.because,
        milliseconds=tls.ticket_wait,
        option=tls.ticket_by,
    )


def _with_certificate(now: ClientForecast, client: Client, facts: _Facts) -> ClientForecast:
    """Take into account a certificate that does not verify here."""
    if now.result not in ("works", "depends") or facts.untrusted is None:
        return now
    if client.tls.certificate == "accept":
        return now
    leans: frozenset[Part] = frozenset({"certificate"})
    evidence = tuple(dict.fromkeys((*now.evidence, facts.untrusted.id)))
    # Which authorities a client trusts is its own affair: what fails here may verify there.
    certainty = least(now.certainty, "likely", _known(client, leans))
    confidence = _confidence(client, leans, now.confidence)
    match client.tls.certificate:
        case "ask":
            words = msg("{why} First it asks whether to trust the certificate.", why=now.because)
            return _changed(now, now.result, words, certainty, confidence, evidence, now.options)
        case "unknown":
            words = msg("What it does with a certificate that cannot be verified is not known.")
            return _changed(now, "unknown", words, "possible", confidence, evidence)
    words = (
        msg("It stops at the certificate, which cannot be verified.")
        if now.result == "works"
        else msg("{why} It also stops at the certificate, which cannot be verified.", why=now.because)
    )
    if not client.tls.certificate_by:
        return _changed(now, "fails", words, certainty, confidence, evidence)
    options = (*now.options, client.tls.certificate_by)
    return _changed(now, "depends", words, certainty, confidence, evidence, options)


def _changed(
    now: ClientForecast,
    result: ForecastResult,
    because: Message,
    certainty: Certainty,
    confidence: Confidence,
    evidence: tuple[str, ...],
    options: tuple[str, ...] | None = None,
) -> ClientForecast:
    """Return ``now`` with another end; without success there is neither a mode nor an option."""
    good = result in ("works", "depends")
    return ClientForecast(
        client=now.client,
        name=now.name,
        kind=now.kind,
        result=result,
        because=because,
        mode=now.mode if good else None,
        options=(now.options if options is None else options) if good else (),
        certainty=certainty,
        confidence=confidence,
        evidence=evidence,
    )


def _said(
    name: str,
    client: Client,
    result: ForecastResult,
    because: Message,
    certainty: Certainty = "possible",
    evidence: tuple[str, ...] = (),
) -> ClientForecast:
    return ClientForecast(
        client=name,
        name=client.title,
        kind=client.kind,
        result=result,
        because=because,
        certainty=certainty,
        confidence=client.confidence,
        evidence=evidence,
    )


def _confidence(client: Client, leans: frozenset[Part], so_far: Confidence | None = None) -> Confidence:
    """Return how well the parts that decided are known."""
    return "hint" if so_far == "hint" or leans & set(client.hints) else client.confidence


def _known(client: Client, leans: frozenset[Part]) -> Certainty:
    return _SURE[_confidence(client, leans)]


def _certainty(client: Client, way: Way) -> Certainty:
    """Return how sure the end of ``way`` is for this client.

    Where no peculiarity of the client decided, even one that is known from memory is likely to fare so.
    """
    return least(way.certainty, _known(client, way.leans) if way.leans else "likely")


def _shut(state: State, diagnosis: Diagnosis) -> Finding | None:
    if state.logged_in:
        return None
    return next((finding for finding in diagnosis.findings if finding.id in _SHUT), None)


def _facts(state: State, diagnosis: Diagnosis, knowledge: Knowledge) -> _Facts | None:
    """Return what all clients meet; None before anything was reached."""
    main, peer = state.main, state.target
    if main is None or peer is None:
        return None
    private = state.plan.endpoint.tls != "none"
    wanted = "private" if private else "clear"
    rows = tuple(row for row in diagnosis.modes if row.protection == wanted)
    ids = {finding.id: finding.evidence for finding in diagnosis.findings}
    ids |= {one.id: one.evidence for finding in diagnosis.findings for one in finding.explains}
    required = ids.get(_REUSE)
    impossible = any(
        one.id == _REUSE and one.params.get("kind") in ("none-taken", "no-ticket")
        for one in diagnosis.findings
    )
    certainty: Certainty = next((one.certainty for one in diagnosis.findings if one.id == _REUSE), "likely")
    taken = tuple(seen.id for seen in state.attempts if _fresh_session_taken(seen.fact))
    return _Facts(
        ground=Ground(rows=rows, peer=peer.host, ipv6=is_ipv6(peer.host)),
        private=private,
        data_tls=_data_tls(diagnosis, knowledge),
        handshake=main.handshake,
        untrusted=next(
            (
                seen
                for seen in state.of(TlsHandshake)
                if seen.fact.verified is False and seen.fact.offered is None and _to(state, seen, peer.host)
            ),
            None,
        ),
        reuse="impossible"
        if impossible
        else "required"
        if required is not None
        else "not-required"
        if taken
        else "unknown",
        reuse_evidence=required or taken[:1],
        reuse_certainty=certainty if required is not None else "proven",
    )


def _data_tls(diagnosis: Diagnosis, knowledge: Knowledge) -> Literal["at-once", "after-command"] | None:
    """Return when the product begins TLS on data connections, where that is known of it or of what it wraps."""
    name = diagnosis.product.id if diagnosis.product is not None else None
    while name is not None and name in knowledge.products:
        product = knowledge.products[name]
        if product.data_tls is not None:
            return product.data_tls
        name = product.engine
    return None


def _to(state: State, seen: Seen[TlsHandshake], host: str) -> bool:
    """Whether a handshake was with ``host``, not with another address of the name."""
    connection = state.connections.get(seen.connection or "")
    return connection is None or connection.remote is None or connection.remote.host == host


def _fresh_session_taken(attempt: DataAttempt) -> bool:
    """Whether a protected transfer succeeded without resuming the session."""
    return (
        attempt.protection == "private"
        and attempt.resumed is False
        and reached(attempt)
        and judge(attempt).result in ("works", "partial")
    )
