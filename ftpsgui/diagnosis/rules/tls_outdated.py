"""Nothing newer than TLS 1.1."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.handshakes import handshakes
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg

_OLD = frozenset({"SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"})


def judge(case: Case) -> Answer:
    """Fire when every handshake that stood settled on an outdated version."""
    stood = [seen for seen in handshakes(case).stood if seen.fact.version is not None]
    if not stood:
        return UNKNOWN
    if any(seen.fact.version not in _OLD for seen in stood):
        return SILENT
    version = stood[0].fact.version or ""
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server speaks only {version}, which is outdated", version=version),
        explanation=msg(
            "{version} has been withdrawn (RFC 8996) and current clients refuse it. Update the server or its TLS library "
            "and allow TLS 1.2 and TLS 1.3.",
            version=version,
        ),
        params={"version": version},
        evidence=evidence_of(*stood),
    )


RULE = Rule(id="tls-outdated", rank=240, judge=judge)
