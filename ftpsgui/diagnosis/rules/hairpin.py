"""The target is our own public address: the way goes out to our router and back in."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule
from ftpsgui.model.addresses import same_address
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when the server, or the user, says that our public address is the target's."""
    peer = case.state.target_address
    given = case.state.plan.active.public_address
    told = [
        one for one in case.state.client_addresses_seen_by_server if peer and same_address(one.address, peer)
    ]
    if peer is None or (not case.state.client_addresses_seen_by_server and given is None):
        return UNKNOWN
    own = any(same_address(peer, interface.address) for interface in case.state.interfaces)
    if own or not (told or (given is not None and same_address(given, peer))):
        return SILENT
    dial = case.main.dial if case.main else None
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven" if told else "likely",
        audience=("client",),
        title=msg("The target is this network's own public address"),
        explanation=msg(
            "The way to {address} leads to your own router and back in (“hairpin NAT”). Routers treat such connections "
            "differently from those that come from outside, so results can be better or worse than what real clients "
            "see. Test again from an outside connection.",
            address=peer,
        ),
        params={"address": peer},
        evidence=tuple(one.evidence for one in told) or ((dial.id,) if dial else ()),
    )


RULE = Rule(id="hairpin", rank=805, judge=judge)
