"""The data connection is made, and TLS on it fails."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.datatls import attempted, broken
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when the TLS handshake on a data connection failed for a reason other than session reuse."""
    found = broken(case)
    if not found:
        return SILENT if attempted(case) else UNKNOWN
    fact = found[0].fact
    error = (fact.tls.error or fact.tls.outcome) if fact.tls else ""
    text = fact.final.text if fact.final else ""
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin", "network-admin"),
        title=msg("Data connections are made, but TLS on them fails"),
        explanation=_explanation(fact, error, text),
        params={"error": error, "reply": text},
        evidence=ids_of(found),
        explains=explained("control-dropped", "control-timeout"),
    )


def _explanation(fact: DataAttempt, error: str, text: str) -> Message:
    if fact.tls is not None and fact.tls.outcome == "timeout":
        return msg(
            "The data connection was accepted, and then nobody answered the TLS handshake. Often something in front of "
            "the server (a router, a proxy, a firewall that inspects FTP) accepts the connection by itself and does not "
            "pass it on. Look at where the passive ports are forwarded to."
        )
    if text:
        return msg(
            "The TLS handshake on the data connection ended with {error}, and the server said “{reply}”. TLS on the "
            "control connection works, so the server's TLS settings for data connections, or a device on the way that "
            "touches data connections, are to blame. The server's log at this moment tells more.",
            error=error,
            reply=quoted(text),
        )
    return msg(
        "The TLS handshake on the data connection ended with {error}. TLS on the control connection works, so the "
        "server's TLS settings for data connections, or a device on the way that touches data connections, are to "
        "blame. The server's log at this moment tells more.",
        error=error,
    )


RULE = Rule(id="data-tls-failed", rank=620, judge=judge)
