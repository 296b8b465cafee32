"""This computer is behind NAT: a remark about the path."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire for NAT of any kind on this side."""
    side = case.topology.client
    if side.kind == "unknown":
        return UNKNOWN
    if side.kind not in ("nat", "cgnat"):
        return SILENT
    inside, outside = side.inside or "", side.outside or ""
    return Finding(
        id=RULE.id,
        severity="info",
        certainty=side.certainty,
        audience=("client",),
        title=msg("This computer is behind NAT"),
        explanation=_explanation(inside, outside),
        params={"inside": inside, "outside": outside},
        evidence=side.evidence,
    )


def _explanation(inside: str, outside: str) -> Message:
    if outside:
        return msg(
            "This computer's own address is {inside}; the server sees {outside}. That is usual and no fault. It means "
            "that the server cannot connect to this computer (active mode), while passive mode is not affected.",
            inside=inside,
            outside=outside,
        )
    return msg(
        "This computer's own address is {inside}, which cannot be reached from the internet; a router translates it. "
        "That is usual and no fault. It means that the server cannot connect to this computer (active mode), while "
        "passive mode is not affected.",
        inside=inside,
    )


RULE = Rule(id="client-behind-nat", rank=830, judge=judge)
