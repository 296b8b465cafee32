"""The first transfers resume the TLS session, later ones do not any more and are refused."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.diagnosis.reuse import reuse
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when on one connection transfers resumed, and then one that offered the session was not taken and refused."""
    found = reuse(case)
    if not found.resumed:
        return UNKNOWN
    late = tuple(
        seen
        for seen in found.hurt
        if seen.fact.session_offered
        and seen.fact.resumed is False
        and any(
            other.connection == seen.connection and other.sequence < seen.sequence for other in found.resumed
        )
    )
    if not late:
        return SILENT
    before = tuple(
        other
        for other in found.resumed
        if other.connection == late[0].connection and other.sequence < late[0].sequence
    )
    final = late[0].fact.final
    text = final.text if final else ""
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven" if len(late) > 1 else "likely",
        audience=("server-admin",),
        title=msg("After some transfers the server no longer resumes the TLS session"),
        explanation=msg(
            "{count} transfers resumed the session of the control connection; the next one offered it, was not resumed, "
            "and was refused: “{reply}”. The server's session cache or tickets run out while it still requires them, so "
            "long series of small files fail. Update the server, or switch its requirement of session reuse off.",
            count=len(before),
            reply=quoted(text),
        ),
        params={"count": len(before), "reply": text},
        evidence=ids_of((*before[-2:], *late)),
        explains=explained("tls-session-reuse-required"),
        remedies=cure(case, "session-reuse"),
    )


RULE = Rule(id="tls-resumption-exhausted", rank=601, judge=judge)
