"""Data ends without TLS's close_notify: a truncation could not be told from the end."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when the server reported success and the protected data ended by TCP alone."""
    ended = [
        seen
        for seen in case.attempts
        if seen.fact.protection == "private"
        and seen.fact.tls is not None
        and seen.fact.tls.outcome == "ok"
        and seen.fact.final is not None
        and seen.fact.final.positive
        and seen.fact.ending is not None
        and seen.fact.command not in ("STOR", "APPE", "STOU")  # there the end mark that counts is ours
    ]
    if not ended:
        return UNKNOWN
    found = [seen for seen in ended if seen.fact.ending in ("eof", "rst")]
    if not found:
        return SILENT
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server ends encrypted transfers without saying so"),
        explanation=msg(
            "The data connection was closed without TLS's own end mark (close_notify). A client cannot tell a complete "
            "file from one that was cut off on the way; strict clients report an error after each transfer. Update the "
            "server; if a balancer or proxy handles TLS in front of it, update that."
        ),
        evidence=ids_of(found),
    )


RULE = Rule(id="tls-close-missing", rank=650, judge=judge)
