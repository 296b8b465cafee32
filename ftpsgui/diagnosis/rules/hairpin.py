"""The target is our own public address: the way goes out to our router and back in."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.hairpins import back_in, near
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when the target is our public address, or the server sees us come from our own network.

    Private networks repeat: an address of our own network that the server tells may be a namesake. It counts when the
    server sees *us* at one (our router's inside), and is proven when the server's own inside address lies there, too.
    """
    peer, local = case.state.target_address, case.state.local_address
    if peer is None or local is None:
        return UNKNOWN
    back = back_in(case)
    if back is None:
        return SILENT
    if not back.there:
        return SILENT if case.state.client_addresses_seen_by_server else UNKNOWN
    server = case.topology.server
    both = bool(back.ours) and server.inside is not None and near(case, server.inside)
    dial = case.main.dial if case.main else None
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven" if back.same or both else "likely",
        audience=("client",),
        title=msg("The target is this network's own public address"),
        explanation=msg(
            "The way to {address} leads to your own router and back in (“hairpin NAT”). Routers treat such connections "
            "differently from those that come from outside, so results can be better or worse than what real clients "
            "see. Test again from an outside connection.",
            address=peer,
        ),
        params={"address": peer},
        evidence=tuple(dict.fromkeys(back.same + back.ours + (server.evidence if both else ())))
        or evidence_of(dial),
    )


RULE = Rule(id="hairpin", rank=805, judge=judge)
