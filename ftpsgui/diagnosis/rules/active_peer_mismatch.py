"""Somebody other than the server connected in active mode, or the server from an address that it is not reached at."""

from __future__ import annotations

from ftpsgui.diagnosis.active import active_tries
from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.model.addresses import is_private, is_public
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.topology.habits import tunnel


def judge(case: Case) -> Answer:
    """Fire when a data connection came from an address other than the control connection's peer.

    A private address that comes to us while we reach the server at a public one was translated nowhere: the server, or
    its neighbour, has a way to this computer that does not cross the internet, such as a VPN into its network.
    """
    tries = active_tries(case)
    found = [seen for seen in tries if seen.fact.foreign_peers]
    if not found:
        return SILENT if tries else UNKNOWN
    stranger = found[0].fact.foreign_peers[0].host
    peer = found[0].fact.control_peer.host
    by_inside_way = is_private(stranger) and is_public(peer)
    vpn = tunnel(case.state.interfaces, case.state.local_address) if by_inside_way else None
    if vpn:
        explanation = _through_vpn(vpn, stranger, peer)
    elif by_inside_way:
        explanation = _by_inside_way(stranger, peer)
    else:
        explanation = _by_another_address(stranger, peer)
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("client", "network-admin") if by_inside_way else ("server-admin", "network-admin"),
        title=msg(
            "In active mode the data connection comes from the inside address {address}, not from {peer}",
            address=stranger,
            peer=peer,
        )
        if by_inside_way
        else msg(
            "In active mode the data connection comes from {address}, not from the server", address=stranger
        ),
        explanation=explanation,
        params={"peer": peer, "address": stranger, "vpn": vpn or ""},
        evidence=ids_of(found),
    )


def _through_vpn(interface: str, stranger: str, peer: str) -> Message:
    return msg(
        "This computer is connected to the server's network by a VPN ({interface}). It asked for {peer}, but in active mode "
        "the server connects straight through the VPN, from its inside address {address}. Such a connection was not "
        "accepted, as careful clients do not accept it either. Use passive mode; or, as long as the VPN is on, use {address} "
        "as the server's address; or disconnect the VPN. Whoever runs the VPN can also leave {peer} out of what goes through "
        "it.",
        interface=interface,
        peer=peer,
        address=stranger,
    )


def _by_inside_way(stranger: str, peer: str) -> Message:
    return msg(
        "The control connection goes to {peer}, but the data connection came from {address}, an address of a private network, "
        "and no router had translated it: the server has a way to this computer that does not cross the internet (both are "
        "in the same network, or a VPN or a route joins their networks). It was not accepted, as careful clients do not "
        "accept it either. Use passive mode; or, from this network, use {address} as the server's address if that is the "
        "server. Clients outside are not affected.",
        peer=peer,
        address=stranger,
    )


def _by_another_address(stranger: str, peer: str) -> Message:
    return msg(
        "The control connection goes to {peer}, but the data connection came from {address}. It was not accepted, as "
        "careful clients do not accept it either. The server leaves its network by another address than the one it "
        "is reached at: make its router use {peer} for outgoing connections (source NAT), or use passive mode.",
        peer=peer,
        address=stranger,
    )


RULE = Rule(id="active-peer-mismatch", rank=710, judge=judge)
