"""Nothing newer than TLS 1.1."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.handshakes import version_name
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.facts import TlsHandshake
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg
from ftpsgui.session.state import Seen

_OLD = frozenset({"SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"})


def judge(case: Case) -> Answer:
    """Fire when outdated versions were all that any handshake settled on, asked for one by one or not."""
    every = [seen for seen in case.state.of(TlsHandshake) if _same_target(case, seen)]
    stood = [seen for seen in every if seen.fact.step.outcome == "ok" and seen.fact.version is not None]
    refused = [seen for seen in every if seen.fact.step.outcome in ("error", "closed", "reset")]
    if any(seen.fact.version not in _OLD for seen in stood):
        return SILENT
    # An old version that was asked for alone says nothing until a new one was refused.
    modern = [seen for seen in refused if seen.fact.offered not in _OLD and seen.fact.verified is None]
    if not stood or (all(seen.fact.offered for seen in stood) and not modern):
        return UNKNOWN
    version = stood[0].fact.version or ""
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server speaks only {version}, which is outdated", version=version_name(version)),
        explanation=msg(
            "{version} has been withdrawn (RFC 8996) and current clients refuse it. Update the server or its TLS library "
            "and allow TLS 1.2 and TLS 1.3.",
            version=version_name(version),
        ),
        params={"version": version},
        evidence=evidence_of(*stood, *modern),
        explains=explained("tls-handshake-failed"),
        remedies=cure(case, "tls-versions"),
    )


def _same_target(case: Case, seen: Seen[TlsHandshake]) -> bool:
    connection = case.state.connections.get(seen.connection or "")
    remote = connection.remote if connection else None
    return remote is None or case.peer is None or remote.host == case.peer.host


RULE = Rule(id="tls-outdated", rank=240, judge=judge)
