"""The connection works, and the server fails the listing for its own reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.reuse import reuse
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg
from ftpsgui.session.state import Seen
from ftpsgui.topology.attempts import judge as judge_attempt
from ftpsgui.topology.attempts import passive, proves_mode, reached

_OWN_REASONS = frozenset({450, 451, 452, 500, 501, 502, 504, 530, 532, 550, 551, 552, 553})
"""Refusals of LIST that speak of rights, files and commands, not of connections (RFC 959 §4.2)."""

_NEVER_CAME = re.compile(
    r"fail(?:ed|ure)? to establish|can(?:'|no)t (?:open|establish|build) (?:passive |data )|no data connection"
    r"|data connection (?:was )?(?:not|never) |time.?out|timed out",
    re.IGNORECASE,
)
"""What servers say with 425 (RFC 959 §4.2: can't open data connection) when nobody came to the port of their 227."""


def judge(case: Case) -> Answer:
    """Fire on any final reply to LIST but 2xx when the data connection, and TLS on it, stood."""
    stood = [
        seen
        for seen in case.attempts
        if reached(seen.fact)
        and seen.fact.final is not None
        and (seen.fact.protection == "clear" or (seen.fact.tls is not None and seen.fact.tls.outcome == "ok"))
    ]
    outright = tuple(seen for seen in case.attempts if proves_mode(seen.fact) and _outright(seen.fact))
    if not stood and not outright:
        return UNKNOWN
    excused = {seen.id for seen in reuse(case).refused}
    found = [
        seen
        for seen in stood
        if seen.fact.final is not None
        and not seen.fact.final.positive
        and proves_mode(seen.fact)
        and seen.id not in excused
        and judge_attempt(seen.fact).reason == "reply-error"
    ]
    if not found:
        return _refused_outright(case, outright) if outright else SILENT
    elsewhere = [seen for seen in found if _never_came(seen.fact)]
    if elsewhere:
        return _elsewhere(elsewhere)
    text = found[0].fact.final.text if found[0].fact.final else ""
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server cannot list the directory"),
        explanation=msg(
            "The data connection was established, so the network and TLS are not to blame; the server said “{reply}”. Check the "
            "user's home directory and its permissions, and the server's log at this moment.",
            reply=quoted(text),
        ),
        params={"reply": text},
        evidence=ids_of(found),
    )


def _never_came(fact: DataAttempt) -> bool:
    """Whether the server says that no data connection reached it, though the client has one that it made itself."""
    final = fact.final
    return (
        passive(fact)
        and final is not None
        and final.code == 425
        and any(_NEVER_CAME.search(line) for line in final.lines)
    )


def _elsewhere(found: Sequence[Seen[DataAttempt]]) -> Finding:
    fact = found[0].fact
    text = fact.final.text if fact.final else ""
    target = str(fact.dialled or fact.advertised or "")
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="likely",
        audience=("network-admin", "server-admin"),
        title=msg("The data connection reached something else than the server"),
        explanation=msg(
            "A data connection to {target} was accepted, but the server says that none came: “{reply}”. So what answered "
            "at that address and port was something else: another machine, or a router, proxy or firewall that accepts "
            "connections in the server's place. See where that address leads and where its port is forwarded to.",
            target=target,
            reply=quoted(text),
        ),
        params={"reply": text},
        evidence=ids_of(found),
    )


def _outright(fact: DataAttempt) -> bool:
    """Whether LIST itself was refused, before anything could go wrong with the data connection."""
    return (
        fact.final is not None
        and fact.final.code in _OWN_REASONS
        and fact.preliminary is None
        and fact.tls is None
        and (reached(fact) or not passive(fact))
    )


def _refused_outright(case: Case, found: Sequence[Seen[DataAttempt]]) -> Finding:
    text = found[0].fact.final.text if found[0].fact.final else ""
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server cannot list the directory"),
        explanation=msg(
            "The server refused LIST at once: “{reply}”. It did not come to a transfer, so the data connections are not "
            "proven and not to blame. Check the user's home directory and its permissions, and the server's log at this "
            "moment.",
            reply=quoted(text),
        ),
        params={"reply": text},
        evidence=ids_of(found),
    )


RULE = Rule(id="listing-failed", rank=660, judge=judge)
