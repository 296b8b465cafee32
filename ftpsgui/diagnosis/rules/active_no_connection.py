"""PORT or EPRT was accepted, and nobody connected, though the address is right or may be."""

from __future__ import annotations

from ftpsgui.diagnosis.active import active_tries, not_reached, sent_address
from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when the server's connection never came and the address cannot be blamed."""
    tries = active_tries(case)
    if not tries:
        return UNKNOWN
    found = [
        seen
        for seen in tries
        if not_reached(seen) and not seen.fact.foreign_peers and sent_address(case, seen) != "unreachable"
    ]
    if not found:
        return SILENT
    known = [seen for seen in found if sent_address(case, seen) == "right"]
    sent = found[0].fact.advertised
    target = str(sent) if sent else ""
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven" if known else "likely",
        audience=("client", "server-admin", "network-admin"),
        title=msg("In active mode the server's connection never arrived"),
        explanation=msg(
            "The server was asked to connect to this computer at {target}, and nothing arrived. Either a firewall here "
            "(on this computer or on the way to it) blocks incoming connections, or the server's firewall forbids "
            "outgoing ones; from here both look alike. Allow this program in this computer's firewall and test again: "
            "if nothing changes, it is the server's side. Passive mode does not need such a connection.",
            target=target,
        ),
        params={"target": target},
        evidence=ids_of(found),
    )


RULE = Rule(id="active-no-connection", rank=730, judge=judge)
