"""The reply to PASV cannot be read, or only by leniency."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.malformed import answered, malformed
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when a positive reply to PASV is not written as the standard says."""
    unusable, odd = malformed(case, "pasv")
    found = unusable or odd
    if not found:
        return SILENT if answered(case, "pasv") else UNKNOWN
    raw = found[0].fact.setup.raw if found[0].fact.setup else ""
    return Finding(
        id=RULE.id,
        severity="warning",
        # Text that somebody pasted may have lost something on its way.
        certainty="proven" if case.state.log is None else "likely",
        audience=("server-admin",),
        title=msg("The server's reply to PASV cannot be read")
        if unusable
        else msg("The server's reply to PASV is not written as the standard says"),
        explanation=_explanation(bool(unusable), raw),
        params={"raw": raw[:200]},
        evidence=ids_of((*unusable, *odd)),
    )


def _explanation(unusable: bool, raw: str) -> Message:
    if unusable:
        return msg(
            "The server answered “{raw}”, in which no usable address and port can be found. A host "
            "name, a number above 255 or an IPv6 address in the place of the six numbers is the usual reason. Correct the "
            "server's external address or update the server (RFC 959: “227 Entering Passive Mode (h1,h2,h3,h4,p1,p2)”).",
            raw=quoted(raw),
        )
    return msg(
        "The server answered “{raw}”. This test could read it, stricter clients and firewalls cannot (RFC 959: “227 "
        "Entering Passive Mode (h1,h2,h3,h4,p1,p2)”). Update the server, or correct what its settings add to the reply.",
        raw=quoted(raw),
    )


RULE = Rule(id="pasv-reply-malformed", rank=470, judge=judge)
