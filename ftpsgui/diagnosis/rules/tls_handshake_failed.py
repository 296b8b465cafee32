"""The TLS handshake on the control connection fails, for a reason other than trust."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.handshakes import blind, handshakes
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.facts import TlsHandshake
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when a handshake failed and none stood; proven once the run is over."""
    found = handshakes(case)
    if found.stood or found.untrusted:
        return SILENT
    if not found.failed:
        return UNKNOWN
    if all(blind(case, seen) for seen in found.failed):
        return SILENT
    fact = found.failed[0].fact
    error = fact.alert or fact.step.error or fact.step.outcome
    if fact.step.error in _OWN_FILES:
        return Finding(
            id=RULE.id,
            severity="error",
            certainty="proven",
            audience=("client",),
            title=msg("TLS was not begun: a certificate file of yours cannot be used"),
            explanation=_OWN_FILES[fact.step.error],
            params={"error": error, "first_bytes": ""},
            evidence=evidence_of(*found.failed),
            explains=explained("control-dropped", "greeting-missing"),
        )
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if case.ended else "likely",
        audience=("server-admin",),
        title=msg("TLS cannot be established on the control connection"),
        explanation=_explanation(fact, error),
        params={"error": error, "first_bytes": fact.first_bytes},
        evidence=evidence_of(*found.failed),
        explains=explained("control-dropped", "greeting-missing"),
        remedies=cure(case, "tls-enable"),
    )


_OWN_FILES = {
    "CLIENT_CERTIFICATE_UNREADABLE": msg(
        "The file that was given as client certificate cannot be used: it must hold the certificate and its private key "
        "in PEM format, and the key must not be protected by a password. No name and no password was sent."
    ),
    "CA_FILE_UNREADABLE": msg(
        "The certificates in the file that was given as the trusted authority cannot be read: it must be in PEM format. "
        "No name and no password was sent."
    ),
}
"""Failures of this side, before the first byte of TLS."""


def _explanation(fact: TlsHandshake, error: str) -> Message:
    if fact.first_bytes:
        return msg(
            "The server answered “{bytes}” where its part of the TLS handshake was due, so it did not start TLS. Its "
            "certificate or key may be missing or unreadable; its log at this moment tells why.",
            bytes=quoted(fact.first_bytes),
        )
    if fact.step.outcome == "timeout" and fact.mode == "implicit":
        return msg(
            "The server accepts the connection and does not answer the TLS handshake. It may hang, the router may "
            "forward this port to a computer that does not answer, or the port does not expect TLS at once (try "
            "“explicit TLS”)."
        )
    if fact.step.outcome == "timeout":
        return msg(
            "The server agreed to TLS and then stayed silent. It may hang, or a firewall or router on the way that "
            "inspects FTP holds the encrypted data back; switch such inspection (FTP ALG) off for this port."
        )
    if fact.step.outcome in ("reset", "closed"):
        return msg(
            "The connection was cut in the middle of the TLS handshake ({error}). Either the server and this computer "
            "have no TLS version or cipher in common, or the server's certificate or key cannot be used, or a firewall "
            "on the way cuts encrypted FTP. The server's log tells which.",
            error=error,
        )
    return msg(
        "The TLS handshake ended with the error {error}. Usually the server and this computer have no TLS version "
        "or cipher in common, or the server's certificate or key cannot be used. The server's log at this moment "
        "tells more; where the server is old, update it.",
        error=error,
    )


RULE = Rule(id="tls-handshake-failed", rank=220, judge=judge)
