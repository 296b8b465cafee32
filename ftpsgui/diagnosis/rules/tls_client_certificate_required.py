"""The server wants a certificate from the client."""

from __future__ import annotations

import re

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.handshakes import handshakes
from ftpsgui.model.facts import Exchange, TlsHandshake
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg
from ftpsgui.session.state import ControlConnection, Seen

_REQUIRED = re.compile(r"certificate[ _]required", re.IGNORECASE)
_CUT = ("closed", "reset", "tls-error")


def judge(case: Case) -> Answer:
    """Fire on the alert that says so (with TLS 1.3 it comes at the first read), or a failure after having been asked."""
    found = handshakes(case)
    if not found.stood and not found.failed:
        return UNKNOWN
    said: list[Seen[TlsHandshake] | Seen[Exchange]] = [
        seen
        for seen in found.failed
        if _REQUIRED.search(seen.fact.alert or "") or _REQUIRED.search(seen.fact.step.error or "")
    ]
    said += [
        seen
        for seen in case.exchanges
        if seen.fact.ending == "tls-error" and _REQUIRED.search(seen.fact.error or "")
    ]
    asked = [seen for seen in found.failed if seen.fact.client_certificate_asked]
    asked += [
        seen
        for connection in case.connections
        for seen in connection.handshakes
        if seen.fact.client_certificate_asked
        and seen.fact.step.outcome == "ok"
        and _cut_next(connection, seen)
    ]
    if not said and (not asked or case.state.logged_in):
        return SILENT
    given = case.state.plan.trust.client_certificate is not None
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if said else "likely",
        audience=("client",),
        title=msg("The server does not accept the client certificate")
        if given
        else msg("The server wants a certificate from the client"),
        explanation=msg(
            "This server identifies its users by certificates, too. Ask its administrator for a client certificate with "
            "its key, choose that file (PEM format) under the advanced settings, and test again."
        ),
        params={"given": int(given)},
        evidence=evidence_of(*said, *asked),
        explains=explained("tls-handshake-failed", "control-dropped", "greeting-missing"),
    )


def _cut_next(connection: ControlConnection, handshake: Seen[TlsHandshake]) -> bool:
    """Whether the connection ended where the first words over TLS were due: with TLS 1.3 a refusal comes only then."""
    later = [seen for seen in connection.exchanges if seen.sequence > handshake.sequence]
    return bool(later) and later[0].fact.reply is None and later[0].fact.ending in _CUT


RULE = Rule(id="tls-client-certificate-required", rank=210, judge=judge)
