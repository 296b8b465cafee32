"""The provider translates this computer's address."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when this computer has an address of 100.64.0.0/10 towards a public server."""
    side = case.topology.client
    if side.kind == "unknown":
        return UNKNOWN
    if side.kind != "cgnat":
        return SILENT
    return Finding(
        id=RULE.id,
        severity="info",
        certainty=side.certainty,
        audience=("client",),
        title=msg("This computer is behind its provider's NAT (carrier-grade NAT)"),
        explanation=msg(
            "The address {inside} belongs to the range that providers use to share one public address among many "
            "customers. No port can be forwarded to this computer, so active mode cannot be made to work from here. Use "
            "passive mode.",
            inside=side.inside or "",
        ),
        params={"inside": side.inside or ""},
        evidence=side.evidence,
        explains=explained("client-behind-nat"),
    )


RULE = Rule(id="client-cgnat", rank=825, judge=judge)
