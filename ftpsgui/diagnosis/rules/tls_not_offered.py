"""AUTH TLS is refused."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.handshakes import handshakes
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when AUTH was refused and TLS did not come about in another way; proven when no other way is left."""
    asked = [seen for seen in case.exchanges_of("AUTH") if seen.fact.reply is not None]
    refused = [seen for seen in asked if seen.fact.reply is not None and not seen.fact.reply.positive]
    if not asked:
        return SILENT if handshakes(case).stood else UNKNOWN
    if not refused or handshakes(case).stood:
        return SILENT
    text = refused[0].fact.reply.text if refused[0].fact.reply else ""
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if case.ended or case.state.plan.endpoint.tls == "explicit" else "likely",
        audience=("server-admin", "network-admin"),
        title=msg("The server does not offer TLS on this port"),
        explanation=msg(
            "The server answered “{reply}” to AUTH TLS. TLS is switched off in the server, or it has no usable "
            "certificate or key. More rarely a firewall on the way that inspects FTP blocks the command. No password "
            "was sent.",
            reply=quoted(text),
        ),
        params={"reply": text},
        evidence=evidence_of(*refused),
        explains=explained("control-dropped"),
        remedies=cure(case, "tls-enable"),
    )


RULE = Rule(id="tls-not-offered", rank=200, judge=judge)
