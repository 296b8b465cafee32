"""The first transfers resume the TLS session, later ones do not any more and are refused."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.diagnosis.reuse import reuse, single_use
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


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
    once = single_use(case)
    text = final.text if final else ""
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven" if len(late) > 1 else "likely",
        audience=("server-admin",),
        title=msg("After some transfers the server no longer resumes the TLS session"),
        explanation=_once_only(len(before), quoted(text))
        if once
        else msg(
            "{count} transfers resumed the session of the control connection; the next one offered it, was not resumed, "
            "and was refused: “{reply}”. The server's session cache or tickets run out while it still requires them, so "
            "long series of small files fail. Update the server, or switch its requirement of session reuse off.",
            count=len(before),
            reply=quoted(text),
        ),
        params={"count": len(before), "reply": text, "kind": "single-use" if once else "exhausted"},
        evidence=ids_of((*before[-2:], *late, *once)),
        explains=explained("tls-session-reuse-required"),
        remedies=cure(case, "session-reuse"),
    )


def _once_only(count: int, reply: str) -> Message:
    return msg(
        "{count} transfers resumed the session of the control connection; offered again, it was not taken, and the transfer was "
        "refused: “{reply}”. A new session, the last data connection's, was taken: this server takes each session once only and "
        "still requires resumption. Clients that always offer the control connection's session fail from the second transfer "
        "on. Update the server, or switch its requirement of session reuse off.",
        count=count,
        reply=reply,
    )


RULE = Rule(id="tls-resumption-exhausted", rank=601, judge=judge)
