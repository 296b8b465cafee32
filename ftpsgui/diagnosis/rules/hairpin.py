"""The target is our own public address: the way goes out to our router and back in."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.model.addresses import in_network, is_private, is_public, same_address
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when the target is our public address, or the server sees us come from our own network.

    Private networks repeat: an address of our own network that the server tells may be a namesake. It counts when the
    server sees *us* at one (our router's inside), and is proven when the server's own inside address lies there, too.
    """
    peer, local = case.state.target_address, case.state.local_address
    given = case.state.plan.active.public_address
    if peer is None or local is None:
        return UNKNOWN
    told = case.state.client_addresses_seen_by_server
    same = tuple(one.evidence for one in told if same_address(one.address, peer))
    ours = tuple(
        one.evidence for one in told if _near(case, one.address) and not same_address(one.address, local)
    )
    claimed = given is not None and same_address(given, peer)
    if any(same_address(peer, interface.address) for interface in case.state.interfaces) or not is_public(
        peer
    ):
        return SILENT
    if not (same or ours or claimed):
        return SILENT if told else UNKNOWN
    server = case.topology.server
    both = bool(ours) and server.inside is not None and _near(case, server.inside)
    dial = case.main.dial if case.main else None
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven" if same or both else "likely",
        audience=("client",),
        title=msg("The target is this network's own public address"),
        explanation=msg(
            "The way to {address} leads to your own router and back in (“hairpin NAT”). Routers treat such connections "
            "differently from those that come from outside, so results can be better or worse than what real clients "
            "see. Test again from an outside connection.",
            address=peer,
        ),
        params={"address": peer},
        evidence=tuple(dict.fromkeys(same + ours + (server.evidence if both else ()))) or evidence_of(dial),
    )


def _near(case: Case, address: str) -> bool:
    """Whether ``address`` is a private one of a network that this computer is in."""
    return is_private(address) and any(in_network(address, one.network) for one in case.state.interfaces)


RULE = Rule(id="hairpin", rank=805, judge=judge)
