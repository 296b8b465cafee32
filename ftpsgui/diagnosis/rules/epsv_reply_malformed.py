"""The reply to EPSV cannot be read, or only by leniency."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.malformed import answered, malformed
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when a positive reply to EPSV is not written as the standard says."""
    unusable, odd = malformed(case, "epsv")
    found = unusable or odd
    if not found:
        return SILENT if answered(case, "epsv") else UNKNOWN
    raw = found[0].fact.setup.raw if found[0].fact.setup else ""
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server's reply to EPSV cannot be read")
        if unusable
        else msg("The server's reply to EPSV is not written as the standard says"),
        explanation=_explanation(bool(unusable), raw),
        params={"raw": raw[:200]},
        evidence=ids_of((*unusable, *odd)),
    )


def _explanation(unusable: bool, raw: str) -> Message:
    if unusable:
        return msg(
            "The server answered “{raw}”, in which no usable port can be found. Update "
            "the server, or correct what its settings add to the reply (RFC 2428: “229 Entering Extended Passive Mode "
            "(|||port|)”).",
            raw=quoted(raw),
        )
    return msg(
        "The server answered “{raw}”. This test could read it, stricter clients and firewalls cannot (RFC 2428: “229 "
        "Entering Extended Passive Mode (|||port|)”). Update the server, or correct what its settings add to the reply.",
        raw=quoted(raw),
    )


RULE = Rule(id="epsv-reply-malformed", rank=475, judge=judge)
