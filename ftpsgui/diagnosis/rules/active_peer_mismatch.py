"""Somebody other than the server connected in active mode."""

from __future__ import annotations

from ftpsgui.diagnosis.active import active_tries
from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when a data connection came from an address other than the control connection's peer."""
    tries = active_tries(case)
    found = [seen for seen in tries if seen.fact.foreign_peers]
    if not found:
        return SILENT if tries else UNKNOWN
    stranger = found[0].fact.foreign_peers[0].host
    peer = found[0].fact.control_peer.host
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("server-admin", "network-admin"),
        title=msg(
            "In active mode the data connection comes from {address}, not from the server", address=stranger
        ),
        explanation=msg(
            "The control connection goes to {peer}, but the data connection came from {address}. It was not accepted, as "
            "careful clients do not accept it either. The server leaves its network by another address than the one it "
            "is reached at: make its router use {peer} for outgoing connections (source NAT), or use passive mode.",
            peer=peer,
            address=stranger,
        ),
        params={"peer": peer, "address": stranger},
        evidence=ids_of(found),
    )


RULE = Rule(id="active-peer-mismatch", rank=710, judge=judge)
