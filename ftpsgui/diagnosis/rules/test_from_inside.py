"""The test ran inside the server's network (or over a VPN into it)."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.model.addresses import is_private
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when both ends have inside addresses, or the server sees our inside address unchanged."""
    peer, local = case.state.target_address, case.state.local_address
    if peer is None or local is None:
        return UNKNOWN
    if not case.inside or not (is_private(local) or is_private(peer)):
        return SILENT
    side = case.topology.client
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty=side.certainty,
        audience=("client",),
        title=msg("This test ran inside the server's own network"),
        explanation=_explanation(case.topology.server.kind, local, peer),
        params={"local": local, "peer": peer},
        evidence=side.evidence or evidence_of(case.main.dial if case.main else None),
        explains=explained("target-address-private"),
    )


def _explanation(kind: str, local: str, peer: str) -> Message:
    if kind == "vpn":
        return msg(
            "This computer ({local}) and the server ({peer}) are connected by a private network such as a VPN. What works "
            "here may fail from the internet, and the other way round. To know how clients outside fare, test again from "
            "an outside connection with the server's public address.",
            local=local,
            peer=peer,
        )
    return msg(
        "This computer ({local}) reaches the server ({peer}) without crossing the internet. What works here may fail from "
        "outside, and the other way round. To know how clients outside fare, test again from an outside connection "
        "(a mobile phone's, for example) with the server's public address or name.",
        local=local,
        peer=peer,
    )


RULE = Rule(id="test-from-inside", rank=800, judge=judge)
