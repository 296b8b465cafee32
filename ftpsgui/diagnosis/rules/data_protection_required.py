"""PROT C is refused: data connections must be encrypted."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire on 4xx or 5xx to PROT C."""
    asked = [
        seen
        for seen in case.exchanges
        if (seen.fact.command or "").upper().startswith("PROT C") and seen.fact.reply is not None
    ]
    if not asked:
        return UNKNOWN
    refused = [seen for seen in asked if seen.fact.reply is not None and seen.fact.reply.code >= 400]
    if not refused:
        return SILENT
    text = refused[0].fact.reply.text if refused[0].fact.reply else ""
    return Finding(
        id=RULE.id,
        severity="info",
        certainty="proven",
        audience=("client",),
        title=msg("The server demands that data connections are encrypted"),
        explanation=msg(
            "The server answered “{reply}” to PROT C. That is a good setting and no fault; clients must be set to "
            "encrypt data connections, too (PROT P).",
            reply=text,
        ),
        params={"reply": text},
        evidence=evidence_of(*refused),
    )


RULE = Rule(id="data-protection-required", rank=860, judge=judge)
