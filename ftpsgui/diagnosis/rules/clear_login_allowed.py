"""The server would take a password without TLS."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when USER was accepted in clear by a server that is used over TLS; who asks for no TLS knows."""
    if case.state.plan.endpoint.tls == "none":
        return SILENT
    tried = [
        seen
        for seen in case.state.exchanges_of("USER")
        if not seen.fact.protected and seen.fact.reply is not None
    ]
    if not tried:
        return UNKNOWN
    taken = [
        seen for seen in tried if seen.fact.reply is not None and seen.fact.reply.code in (230, 331, 332)
    ]
    if not taken or case.state.plan.user in ("anonymous", "ftp"):
        return SILENT
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server accepts logins without encryption, too"),
        explanation=msg(
            "A client that is set up wrongly would send its password in clear text, and this server would take it. "
            "Make the server refuse logins without TLS."
        ),
        evidence=evidence_of(*taken),
        remedies=cure(case, "require-tls"),
    )


RULE = Rule(id="clear-login-allowed", rank=270, judge=judge)
