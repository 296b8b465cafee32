"""The server wants data connections to be encrypted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.facts import Exchange
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Seen

_WANTS_PROTECTION = re.compile(
    r"data (?:connections?|channel) (?:must be|is not) encrypted"  # vsftpd
    r"|cannot be opened with this PROT"  # Pure-FTPd
    r"|required on the data channel"  # pyftpdlib
    r"|PROT P (?:is )?required",
    re.IGNORECASE,
)
"""What servers say to a transfer after they have accepted PROT C; 521 and 522 say it without words (RFC 4217 §10)."""


def judge(case: Case) -> Answer:
    """Fire when PROT C, or what followed an accepted PROT C, was refused for the want of encryption."""
    asked = list(_under_prot_c(case))
    if not asked:
        return UNKNOWN
    refused = [seen for seen in asked if _refused(seen)]
    if not refused:
        return SILENT
    first = refused[0]
    text = first.fact.reply.text if first.fact.reply else ""
    return Finding(
        id=RULE.id,
        severity="info",
        certainty="proven",
        audience=("client",),
        title=msg("The server demands that data connections are encrypted"),
        explanation=_explanation(text, at_once=_is_prot_c(first)),
        params={"reply": text},
        evidence=evidence_of(*([] if _is_prot_c(first) else asked[:1]), *refused),
    )


def _explanation(text: str, *, at_once: bool) -> Message:
    if at_once:
        return msg(
            "The server answered “{reply}” to PROT C. That is a good setting and no fault; clients must be set to "
            "encrypt data connections, too (PROT P).",
            reply=quoted(text),
        )
    return msg(
        "The server accepts PROT C, but answered “{reply}” when a transfer was to follow. That is a good setting and no "
        "fault; clients must be set to encrypt data connections, too (PROT P).",
        reply=quoted(text),
    )


def _under_prot_c(case: Case) -> Iterator[Seen[Exchange]]:
    """Yield PROT C and what was said on the same connection until the next PROT."""
    open_to_all: set[str | None] = set()
    for seen in case.exchanges:
        command = (seen.fact.command or "").upper()
        if command.startswith("PROT "):
            open_to_all.discard(seen.connection)
        if _is_prot_c(seen):
            open_to_all.add(seen.connection)
        if seen.connection in open_to_all and seen.fact.reply is not None:
            yield seen


def _is_prot_c(seen: Seen[Exchange]) -> bool:
    return (seen.fact.command or "").upper().startswith("PROT C")


def _refused(seen: Seen[Exchange]) -> bool:
    reply = seen.fact.reply
    if reply is None or reply.code < 400:
        return False
    return (
        _is_prot_c(seen)
        or reply.code in (521, 522)
        or any(_WANTS_PROTECTION.search(line) for line in reply.lines)
    )


RULE = Rule(id="data-protection-required", rank=860, judge=judge)
