"""Implicit TLS was asked for on a port that begins in clear text."""

from __future__ import annotations

import re

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.facts import TlsHandshake
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg

_GREETING = re.compile(r"(?:120|220|421)[ -]")


def judge(case: Case) -> Answer:
    """Fire when an FTP greeting in clear text was the answer to the implicit handshake that the user asked for."""
    tries = [seen for seen in case.state.of(TlsHandshake) if seen.fact.mode == "implicit"]
    if not tries:
        return UNKNOWN
    if case.state.plan.endpoint.tls != "implicit":
        return SILENT
    clear = [seen for seen in tries if _GREETING.match(seen.fact.first_bytes)]
    if not clear:
        return SILENT
    port = case.peer.port if case.peer else 0
    greeting = clear[0].fact.first_bytes[:200]
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("client",),
        title=msg("Port {port} expects explicit TLS, not implicit TLS", port=port),
        explanation=msg(
            "The server greeted in clear text (“{greeting}”) where implicit TLS would have begun. Choose “explicit TLS” "
            "for this port and test again; implicit TLS usually has port 990.",
            greeting=quoted(greeting),
        ),
        params={"port": port, "greeting": greeting},
        evidence=evidence_of(*clear),
        explains=explained("tls-handshake-failed"),
    )


RULE = Rule(id="implicit-on-explicit-port", rank=180, judge=judge)
