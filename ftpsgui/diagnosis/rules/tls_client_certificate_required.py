"""The server wants a certificate from the client."""

from __future__ import annotations

import re

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.handshakes import handshakes
from ftpsgui.model.facts import Exchange, TlsHandshake
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg
from ftpsgui.session.state import Seen

_REQUIRED = re.compile(r"certificate[ _]required", re.IGNORECASE)


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
        for seen in case.state.exchanges
        if seen.fact.ending == "tls-error" and _REQUIRED.search(seen.fact.error or "")
    ]
    asked = [seen for seen in found.failed if seen.fact.client_certificate_asked]
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


RULE = Rule(id="tls-client-certificate-required", rank=210, judge=judge)
