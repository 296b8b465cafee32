"""The data channel shows another certificate than the control channel."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.model.findings import Finding
from ftpsgui.model.fingerprints import in_pairs
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when a data connection's certificate differs from that of its own control connection."""
    compared = False
    for seen in case.attempts:
        if seen.fact.certificate_sha256 is None:
            continue
        connection = case.state.connections.get(seen.connection or "")
        handshake = connection.handshake if connection else None
        if handshake is None or not handshake.fact.chain:
            continue
        compared = True
        if handshake.fact.chain[0].sha256 != seen.fact.certificate_sha256:
            return Finding(
                id=RULE.id,
                severity="warning",
                certainty="proven",
                audience=("server-admin",),
                title=msg("Data connections show another certificate than the control connection"),
                explanation=msg(
                    "The control connection showed the fingerprint {control}, a data connection {data}. Strict clients "
                    "stop there. Set one certificate for both in the server; if a load balancer stands in front, it "
                    "may lead the two connections to different servers.",
                    control=in_pairs(handshake.fact.chain[0].sha256),
                    data=in_pairs(seen.fact.certificate_sha256),
                ),
                params={
                    "control": handshake.fact.chain[0].sha256,
                    "data": seen.fact.certificate_sha256,
                },
                evidence=evidence_of(handshake, seen),
            )
    return SILENT if compared else UNKNOWN


RULE = Rule(id="data-certificate-differs", rank=640, judge=judge)
