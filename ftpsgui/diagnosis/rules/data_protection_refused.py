"""PROT P is refused."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire on 4xx or 5xx to PROT P."""
    asked = [
        seen
        for seen in case.exchanges_of("PROT")
        if (seen.fact.command or "").upper().startswith("PROT P") and seen.fact.reply is not None
    ]
    if not asked:
        return UNKNOWN
    refused = [seen for seen in asked if seen.fact.reply is not None and seen.fact.reply.code >= 400]
    if not refused:
        return SILENT
    text = refused[0].fact.reply.text if refused[0].fact.reply else ""
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server refuses to encrypt data connections"),
        explanation=msg(
            "The server answered “{reply}” to PROT P. Passwords would be protected, but files and listings would travel "
            "in clear text; this test does not do that unasked, and some clients do it without a word. Allow encrypted "
            "data connections in the server's settings.",
            reply=quoted(text),
        ),
        params={"reply": text},
        evidence=evidence_of(*refused),
        remedies=cure(case, "data-protection"),
    )


RULE = Rule(id="data-protection-refused", rank=590, judge=judge)
