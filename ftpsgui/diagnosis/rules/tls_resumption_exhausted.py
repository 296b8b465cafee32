"""Some transfers resume the TLS session, others offered it, were not resumed, and were refused."""

from __future__ import annotations

from typing import Literal

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.diagnosis.reuse import Tries, reuse, spent
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg

Kind = Literal["single-use", "exhausted", "by-chance"]


def judge(case: Case) -> Answer:
    """Fire when transfers resumed, and others that offered the session were not taken and refused."""
    found = reuse(case)
    if not found.resumed:
        return UNKNOWN
    late = tuple(seen for seen in found.offered if seen.fact.purpose != "version")
    if not late:
        return SILENT
    before = tuple(
        other
        for other in found.resumed
        if other.connection == late[0].connection and other.sequence < late[0].sequence
    )
    used = spent(case)
    kind: Kind = (
        "single-use" if used.once else "by-chance" if _by_chance(case, late, found.resumed) else "exhausted"
    )
    final = late[0].fact.final
    text = final.text if final else ""
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven" if len(late) > 1 else "likely",
        audience=("server-admin",),
        title=_title(kind),
        explanation=_explanation(kind, len(before), text),
        params={"count": len(before), "reply": text, "kind": kind},
        evidence=ids_of((*(before or found.resumed)[-2:], *late, *used.once, *used.lost)),
        explains=explained("tls-session-reuse-required"),
        remedies=tuple(one for one in cure(case, "session-reuse") if one.audience == "server-admin"),
    )


def _by_chance(case: Case, late: Tries, resumed: Tries) -> bool:
    """Whether it is not a connection's own session that was resumed and then forgotten.

    None of the connections had resumed before, or one that stood already then resumes its own later.
    """
    if not any(
        one.connection == seen.connection and one.sequence < seen.sequence for seen in late for one in resumed
    ):
        return True
    opened = {
        one.id: one.dial.sequence if one.dial is not None else 0 for one in case.state.connections.values()
    }
    return any(
        seen.time - seen.fact.seconds > late[0].time  # they run side by side
        and seen.fact.session_from != "data"
        and opened.get(seen.connection or "", late[0].sequence) < late[0].sequence
        for seen in resumed
    )


def _title(kind: Kind) -> Message:
    match kind:
        case "single-use":
            return msg("The server resumes each TLS session once only, and requires it each time")
        case "by-chance":
            return msg(
                "The server resumes the TLS session on some data connections only, and requires it on all"
            )
    return msg("After some transfers the server no longer resumes the TLS session")


def _explanation(kind: Kind, count: int, reply: str) -> Message:
    match kind:
        case "single-use":
            return msg(
                "The session of the control connection was resumed; offered again, it was not taken, and the transfer was "
                "refused: “{reply}”. A new session, the last data connection's, was resumed once, and not again either. "
                "Clients that offer the control connection's session every time fail from the second transfer on. Update "
                "the server, or switch its requirement of session reuse off.",
                reply=quoted(reply),
            )
        case "by-chance":
            return msg(
                "Some data connections resumed the session of their control connection; others offered theirs just so, "
                "were not resumed, and were refused: “{reply}”. So transfers fail by chance. Most likely several processes "
                "or machines serve the connections (workers, a balancer) and do not share their sessions, or the server changes "
                "its ticket key in between: let them share one session cache or ticket key, or switch the requirement of "
                "session reuse off.",
                reply=quoted(reply),
            )
    words = (
        msg("One transfer resumed the session of the control connection.")
        if count == 1
        else msg("{count} transfers resumed the session of the control connection.", count=count)
    )
    return msg(
        "{resumed} Later the session was offered, was not resumed, and the transfer was refused: “{reply}”. The server has "
        "forgotten the session while it still requires it: its cache was full, the session's time was over, or its ticket "
        "key was changed (some servers do that at each reload). Long series of transfers and long logins fail. Give sessions "
        "a longer time, update the server, or switch its requirement of session reuse off.",
        resumed=words,
        reply=quoted(reply),
    )


RULE = Rule(id="tls-resumption-exhausted", rank=601, judge=judge)
