"""This computer is behind NAT: a remark about the path."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.topology.habits import tunnel


def judge(case: Case) -> Answer:
    """Fire for NAT of any kind on this side."""
    side = case.topology.client
    if side.kind == "unknown":
        return UNKNOWN
    if side.kind not in ("nat", "cgnat"):
        return SILENT
    inside, outside = side.inside or "", side.outside or ""
    by_vpn = tunnel(case.state.interfaces, side.inside)
    return Finding(
        id=RULE.id,
        severity="info",
        certainty=side.certainty,
        audience=("client",),
        title=msg("This computer is behind NAT"),
        explanation=_through_vpn(by_vpn, inside) if by_vpn else _explanation(inside, outside),
        params={"inside": inside, "outside": outside, "vpn": by_vpn or ""},
        evidence=side.evidence,
    )


def _through_vpn(interface: str, inside: str) -> Message:
    return msg(
        "The way to the server leads through a VPN ({interface}), in which this computer has the address {inside}; the VPN's "
        "other end translates it. That is no fault. It means that the server cannot connect to this computer (active mode), "
        "while passive mode is not affected. Without the VPN the results may be others.",
        interface=interface,
        inside=inside,
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
