"""The server refuses data connections that do not resume the control connection's TLS session."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.diagnosis.reuse import reuse
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when transfers with resumption succeed and those without are refused; an error where one failed for it."""
    found = reuse(case)
    if not found.required:
        return SILENT if found.taken else UNKNOWN
    final = found.refused[0].fact.final
    text = final.text if final else ""
    hurt = bool(found.hurt)
    return Finding(
        id=RULE.id,
        severity="error" if hurt else "info",
        certainty="proven" if found.proven else "likely",
        audience=("client", "server-admin"),
        title=msg("The server requires TLS session reuse on data connections"),
        explanation=_explanation(hurt, text),
        params={"reply": text},
        evidence=ids_of((*found.refused, *found.resumed[:2])),
        explains=explained("data-tls-failed", "listing-failed", "tls-session-not-resumed"),
        remedies=cure(case, "session-reuse"),
    )


def _explanation(hurt: bool, text: str) -> Message:
    if hurt:
        return msg(
            "A data connection that did not continue the TLS session of the control connection was refused: “{reply}”. "
            "The requirement protects against stolen data connections, but shuts out clients that cannot do it. Use a "
            "client that resumes the session (current FileZilla, WinSCP, curl, lftp), or switch the requirement off on "
            "the server.",
            reply=quoted(text),
        )
    return msg(
        "Without continuing the TLS session of the control connection, a transfer is refused: “{reply}”; with it, "
        "transfers work. That is a protection against stolen data connections and no fault. Clients that cannot resume "
        "the session (Python's ftplib, older libraries and devices) fail on this server; only if they must be served, "
        "switch the requirement off.",
        reply=quoted(text),
    )


RULE = Rule(id="tls-session-reuse-required", rank=600, judge=judge)
