"""Bytes between the 234 and the handshake."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.facts import StrayBytes
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when clear text followed the reply to AUTH, where only TLS may come."""
    stray = [seen for seen in case.state.of(StrayBytes) if seen.fact.where == "before-tls"]
    if stray:
        raw = stray[0].fact.raw[:200]
        return Finding(
            id=RULE.id,
            severity="error",
            certainty="proven",
            audience=("server-admin", "network-admin"),
            title=msg("Clear text was slipped in before the encryption began"),
            explanation=msg(
                "After the server agreed to TLS, “{raw}” arrived in clear text, where only the TLS handshake may come. "
                "Either somebody between here and the server inserts commands or replies, or the server has a known "
                "fault (of the kind of CVE-2011-0411). The test stopped before sending a password. Update the server, "
                "and look for devices on the way that alter FTP.",
                raw=quoted(raw),
            ),
            params={"raw": raw},
            evidence=evidence_of(*stray),
            explains=explained("tls-handshake-failed", "control-dropped"),
        )
    asked = bool(case.exchanges_of("AUTH"))
    return SILENT if asked else UNKNOWN


RULE = Rule(id="tls-plaintext-injected", rank=190, judge=judge)
