"""The server wants TLS before the login, and the login was tried without."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.logins import wants_tls
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when USER or PASS in clear was refused in words that ask for TLS, and that was the login that counted."""
    logins = case.exchanges_of("USER", "PASS")
    if not logins:
        return UNKNOWN
    refused = [seen for seen in logins if not seen.fact.protected and wants_tls(seen.fact.reply)]
    if not refused or case.state.plan.endpoint.tls != "none":
        return SILENT
    reply = refused[0].fact.reply
    text = reply.text if reply else ""
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("client",),
        title=msg("The server accepts logins over TLS only"),
        explanation=msg(
            "The server said “{reply}” to a login without TLS. Choose “explicit TLS” (or “automatic”) instead of no TLS "
            "and test again; the server is right to refuse passwords in clear text.",
            reply=quoted(text),
        ),
        params={"reply": text},
        evidence=evidence_of(*refused),
    )


RULE = Rule(id="login-needs-tls", rank=290, judge=judge)
