"""The server takes no more connections."""

from __future__ import annotations

import re

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.logins import wants_tls
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.facts import ConcurrencyLowered, Reply
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import verb_of

_LIMIT = re.compile(
    r"too many|maximum|max(?:imum)? (?:number|clients|connections)|limit|no more (?:users|connections)|banned|try again later",
    re.IGNORECASE,
)
_OTHER_REASONS = re.compile(r"TLS|SSL|handshake|negotiation|timeout|timed out", re.IGNORECASE)
_AT_THE_DOOR = frozenset({"", "USER", "PASS", "ACCT", "AUTH"})
_JUST_INSIDE = frozenset({"PBSZ", "PROT"})
"""Here only 421 itself says that the server has enough; other refusals are about protection."""


def judge(case: Case) -> Answer:
    """Fire for 421 at the door, for a refusal that speaks of limits, and when the run had to go on with fewer for one."""
    if not case.exchanges:
        return UNKNOWN
    # Without a reply nobody turned anything away: a connection was silent, or broke.
    lowered = [seen for seen in case.state.of(ConcurrencyLowered) if seen.fact.because is not None]
    # 120: "ready in nnn minutes" (RFC 959 §5.4), and it never became ready.
    refused = [
        connection.greeting
        for connection in case.connections
        if connection.greeting is not None
        and connection.greeting.fact.reply is not None
        and 100 <= connection.greeting.fact.reply.code < 200
        and not case.state.logged_in
    ]
    refused += [
        seen
        for seen in case.exchanges_of(*_AT_THE_DOOR, *_JUST_INSIDE)
        if seen.fact.reply is not None
        and (seen.fact.reply.code == 421 or verb_of(seen.fact.command) in _AT_THE_DOOR)
        and _busy(seen.fact.reply)
    ]
    if not lowered and not refused:
        return SILENT
    reply = refused[0].fact.reply if refused else lowered[0].fact.because
    text = reply.text if reply else ""
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server turns further connections away"),
        explanation=_explanation(text, inside=case.state.logged_in),
        params={"reply": text},
        evidence=evidence_of(*refused, *lowered),
        explains=explained("login-refused", "tls-not-offered", "tls-handshake-failed"),
    )


def _explanation(text: str, *, inside: bool) -> Message:
    if not inside:
        return msg(
            "The server said “{reply}”. It limits the number of connections in all or from one address, or has banned "
            "this address for a while. So the test ended before a login, and no data connection was tried: test again "
            "later. If clients see this in daily use, raise the server's limits or look into its ban list.",
            reply=quoted(text),
        )
    return msg(
        "The server said “{reply}”. It limits the number of connections in all or from one address, or has banned "
        "this address for a while. The test went on with fewer connections at a time where it could. If clients see "
        "this in daily use, raise the server's limits or look into its ban list.",
        reply=quoted(text),
    )


def _busy(reply: Reply) -> bool:
    text = " ".join(reply.lines)
    if reply.code < 400 or wants_tls(reply) or _OTHER_REASONS.search(text):
        return False
    return reply.code == 421 or bool(_LIMIT.search(text))


RULE = Rule(id="server-busy", rank=140, judge=judge)
