"""Active mode fails because the address that was sent is not one the server can reach."""

from __future__ import annotations

from ftpsgui.diagnosis.active import (
    active_tries,
    not_reached,
    refused,
    sent_address,
    switched_off,
    translated,
)
from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained, ids_of
from ftpsgui.model.addresses import is_public
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when PORT or EPRT with an address of the inside was refused, or nobody came."""
    tries = active_tries(case)
    if not tries:
        return UNKNOWN
    found = [
        seen
        for seen in tries
        if sent_address(case, seen) == "unreachable"
        and not switched_off(seen)
        and (refused(seen) or not_reached(seen))
    ]
    if not found:
        return SILENT
    sent = found[0].fact.advertised
    address = sent.host if sent else ""
    told = [
        one
        for one in case.state.client_addresses_seen_by_server
        if one.address != address and is_public(one.address)
    ]
    outside = told[0].address if told else case.topology.client.outside or ""
    evidence = ids_of(found) + tuple(one.evidence for one in told[:1])
    return Finding(
        id=RULE.id,
        severity="info",
        certainty="proven" if case.topology.client.certainty == "proven" else "likely",
        audience=("client",),
        title=msg("Active mode cannot work from here: IPv6 is translated to IPv4 on the way")
        if translated(found[0])
        else msg("Active mode cannot work from here: this computer is behind NAT"),
        explanation=_translated(address)
        if translated(found[0])
        else _explanation(address, outside, case.works("pasv", "epsv")),
        params={"address": address, "outside": outside},
        evidence=tuple(dict.fromkeys(evidence + evidence_of(case.main.dial if case.main else None))),
        explains=explained("client-behind-nat", "client-cgnat"),
    )


def _translated(address: str) -> Message:
    return msg(
        "This computer speaks IPv6 and the server IPv4; something on the way translates (NAT64, as mobile networks have it). "
        "In active mode the server connects to the address that this computer names, {address}, which means nothing to it. "
        "Passive mode by EPSV names no address and is made for this case; nothing needs to be repaired for active mode.",
        address=address,
    )


def _explanation(address: str, outside: str, passive_works: bool) -> Message:
    if passive_works:
        return msg(
            "In active mode the server connects to this computer, at the address that this computer names: {address}. "
            "That address means nothing outside your network, and TLS keeps your router from replacing it. Use passive "
            "mode, which works; nothing needs to be repaired.",
            address=address,
        )
    if outside:
        return msg(
            "In active mode the server connects to this computer, at the address that this computer names: {address}. "
            "That address means nothing outside your network, and TLS keeps your router from replacing it. Passive mode "
            "is the better choice once it works on this server. If active mode is needed, set {outside} as the external "
            "address in the client, choose a range of ports for active mode, and have your router forward that range to "
            "this computer. That can help only if {outside} is the address that your router itself has on its internet side: "
            "if its status page shows another one, the provider translates once more and no port can be forwarded.",
            address=address,
            outside=outside,
        )
    return msg(
        "In active mode the server connects to this computer, at the address that this computer names: {address}. That "
        "address means nothing outside your network, and TLS keeps your router from replacing it. Passive mode is the "
        "better choice once it works on this server. If active mode is needed, set your public address as the external "
        "address in the client, choose a range of ports for active mode, and have your router forward that range to this "
        "computer. That can help only if your router itself has a public address on its internet side.",
        address=address,
    )


RULE = Rule(id="active-client-behind-nat", rank=700, judge=judge)
