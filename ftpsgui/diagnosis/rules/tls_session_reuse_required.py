"""The server refuses data connections that do not resume the control connection's TLS session."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.diagnosis.reuse import Reuse, Why, reuse
from ftpsgui.model.findings import Audience, Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when transfers with resumption succeed and those without are refused; an error where one failed for it."""
    found = reuse(case)
    if not found.required:
        return SILENT if found.taken else UNKNOWN
    final = (found.hurt or found.refused)[0].fact.final
    text = final.text if final else ""
    hurt = bool(found.hurt)
    # A client that offered what it had can do no more.
    theirs = hurt and found.why != "client"
    audience: tuple[Audience, ...] = ("server-admin",) if theirs else ("client", "server-admin")
    return Finding(
        id=RULE.id,
        severity="error" if hurt else "info",
        certainty="proven" if found.proven else "likely",
        audience=audience,
        title=_title(found.why if hurt else "client"),
        explanation=_hurt(found, text) if hurt else _no_fault(text),
        params={"reply": text, "kind": found.why if hurt else ""},
        evidence=ids_of((*found.refused, *found.resumed[:2], *found.older[:1])),
        explains=explained("data-tls-failed", "listing-failed", "tls-session-not-resumed"),
        remedies=tuple(
            one for one in cure(case, "session-reuse") if not theirs or one.audience == "server-admin"
        ),
    )


def _title(why: Why) -> Message:
    match why:
        case "client":
            return msg("The server requires TLS session reuse on data connections")
        case "older-version":
            return msg("The server requires TLS session reuse, and resumes no session with TLS 1.2")
    return msg("The server requires TLS session reuse on data connections, and resumes no session")


def _no_fault(text: str) -> Message:
    return msg(
        "Without continuing the TLS session of the control connection, a transfer is refused: “{reply}”; with it, "
        "transfers work. That is a protection against stolen data connections and no fault. Clients that cannot resume "
        "the session (Python's ftplib, older libraries and devices) fail on this server; only if they must be served, "
        "switch the requirement off.",
        reply=quoted(text),
    )


def _hurt(found: Reuse, text: str) -> Message:
    match found.why:
        case "older-version":
            return msg(
                "With TLS 1.3 data connections resume the session of the control connection. With TLS 1.2 the server did "
                "not take the session that was offered, and refused the transfer: “{reply}”. Clients that speak nothing "
                "newer fail. Let the server resume sessions with TLS 1.2, too, or switch its requirement off.",
                reply=quoted(text),
            )
        case "none-taken":
            return msg(
                "Each data connection offered the TLS session of the control connection. The server did not take it, and "
                "then refused the data connection because it resumes none: “{reply}”. No client can do better. Often "
                "another process or another machine serves the data connections (workers, a proxy, a balancer) and does "
                "not know the sessions of the control connection: let both share one session cache or ticket key, or "
                "switch the requirement of session reuse off.",
                reply=quoted(text),
            )
        case "no-ticket" if found.older:
            return msg(
                "With TLS 1.3 a session can be resumed only by a ticket. The server gave out none, and then refused the "
                "data connection because it resumes no session: “{reply}”. With TLS 1.2 the session is resumed, and "
                "transfers work. Until the server gives out tickets, limit it to TLS 1.2, or switch its requirement of "
                "session reuse off.",
                reply=quoted(text),
            )
        case "no-ticket":
            return msg(
                "With TLS 1.3 a session can be resumed only by a ticket. The server gave out none, and then refused the "
                "data connection because it resumes no session: “{reply}”. No client can do better with TLS 1.3. Let the "
                "server give out tickets, limit it to TLS 1.2 if it resumes sessions there, or switch its requirement of "
                "session reuse off.",
                reply=quoted(text),
            )
    return msg(
        "A data connection that did not continue the TLS session of the control connection was refused: “{reply}”. "
        "The requirement protects against stolen data connections, but shuts out clients that cannot do it. Use a "
        "client that resumes the session (current FileZilla, WinSCP, curl, lftp), or switch the requirement off on "
        "the server.",
        reply=quoted(text),
    )


RULE = Rule(id="tls-session-reuse-required", rank=600, judge=judge)
