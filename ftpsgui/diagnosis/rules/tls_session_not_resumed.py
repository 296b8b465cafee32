"""The server never resumes the TLS session, and does not require it."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.reuse import reuse
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when the session was offered and every transfer worked with a full handshake; proven once the run is over."""
    found = reuse(case)
    offered = tuple(seen for seen in found.taken if seen.fact.session_offered)
    if found.resumed or found.required:
        return SILENT
    if not offered:
        return UNKNOWN
    return Finding(
        id=RULE.id,
        severity="info",
        certainty="proven" if case.ended and len(offered) > 1 else "likely",
        audience=("server-admin",),
        title=msg("The server never resumes the TLS session on data connections"),
        explanation=msg(
            "The session of the control connection was offered on each data connection, and the server made a full "
            "handshake every time. Transfers work; each one only takes a little longer, and nothing ties a data "
            "connection to the login. A session cache or session tickets in the server's TLS settings would change that."
        ),
        evidence=ids_of(offered),
    )


RULE = Rule(id="tls-session-not-resumed", rank=850, judge=judge)
