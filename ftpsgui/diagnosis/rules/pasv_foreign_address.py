"""227 names an address other than the server's, and not a private one of a public server."""

from __future__ import annotations

from typing import Literal

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.ports import get_through
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.addresses import classify, in_network, is_ipv6, is_public, normalise, same_address
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Seen, State
from ftpsgui.topology.attempts import advertised
from ftpsgui.topology.sides import private_227

Kind = Literal["public", "documentation", "another-record", "private", "unusable"]


def judge(case: Case) -> Answer:
    """Fire when a 227 names another address than the peer that no other rule is about."""
    read = [seen for seen in case.attempts_of("pasv") if advertised(seen.fact)]
    if not read:
        return UNKNOWN
    private = {seen.id for seen in private_227(case.state)}
    found = [seen for seen in read if seen.id not in private and _foreign(seen)]
    if not found:
        addressed = any(normalise(seen.fact.control_peer.host) is not None for seen in read)
        return SILENT if addressed else UNKNOWN
    said = advertised(found[0].fact)
    assert said is not None
    peer = found[0].fact.control_peer.host
    kind = _kind(case.state, said.host, peer)
    works = any(
        row.result in ("works", "partial") and row.certainty == "proven"
        for row in case.rows("pasv", address="advertised")
    )
    return Finding(
        id=RULE.id,
        severity="warning" if works else "error",
        certainty="proven",
        audience=("server-admin",),
        title=msg(
            "The server tells passive clients to connect to {address} instead of {peer}",
            address=said.host,
            peer=peer,
        ),
        explanation=_explanation(kind, said.host, peer, works),
        params={
            "kind": kind,
            "address": said.host,
            "peer": peer,
            "port": said.port,
            "ports": "open" if get_through(case) else "",
        },
        evidence=ids_of(found),
        remedies=cure(case, "masquerade", router=("forward",), by_name=kind != "another-record"),
    )


def _foreign(seen: Seen[DataAttempt]) -> bool:
    said = advertised(seen.fact)
    return (
        said is not None
        and normalise(seen.fact.control_peer.host)
        is not None  # a log may not tell it: then there is no other address
        and classify(said.host) != "unspecified"
        and not same_address(said.host, seen.fact.control_peer.host)
    )


def _kind(state: State, host: str, peer: str) -> Kind:
    if any(same_address(host, other) for seen in state.lookups for other in seen.fact.addresses):
        return "another-record"
    if classify(host) == "documentation" and classify(peer) != "documentation":
        return "documentation"
    if is_public(host):
        return "public"
    return "unusable" if classify(host) in ("multicast", "broadcast", "not-an-address") else "private"


def _neighbours(address: str, peer: str) -> bool:
    """Whether two IPv4 addresses lie in one network of 256."""
    return not is_ipv6(peer) and in_network(address, f"{peer}/24")


def _explanation(kind: Kind, address: str, peer: str, works: bool) -> Message:
    if works:
        return msg(
            "You reach the server at {peer}, but its reply to PASV names {address}. Data connections to {address} work "
            "from here. That may be on purpose (several addresses, a balancer); many clients and firewalls still refuse "
            "a data connection to another address, so name {peer} if you can.",
            address=address,
            peer=peer,
        )
    match kind:
        case "documentation":
            return msg(
                "You reach the server at {peer}, but its reply to PASV names {address}: an example address copied from a "
                "manual, which belongs to nobody. Set the server's external address to {peer}.",
                address=address,
                peer=peer,
            )
        case "another-record":
            return msg(
                "You reach the server at {peer}, but its reply to PASV names {address}, another address of the same "
                "name. If several servers share the name, a data connection may end at the wrong one. Each server has "
                "to name the address at which it is reached itself.",
                address=address,
                peer=peer,
            )
        case "private":
            return msg(
                "You reach the server at {peer}, but its reply to PASV names {address}. Both are addresses of private "
                "networks; clients in your network cannot be expected to reach the second one. Set the server's "
                "external address to the one that its clients use, or clear it if the server is used inside only.",
                address=address,
                peer=peer,
            )
        case "unusable":
            return msg(
                "You reach the server at {peer}, but its reply to PASV names {address}, to which nobody can connect. Set "
                "the server's external address to {peer}.",
                address=address,
                peer=peer,
            )
        case "public" if _neighbours(address, peer):
            return msg(
                "You reach the server at {peer}, but its reply to PASV names {address}, a neighbour of that address. Most "
                "likely it is another address of the same server (a second network card, or an address that was added), or "
                "of the server beside it. TLS hides the reply from every router, so none can correct it: set the server's "
                "external address to {peer}, or have it listen at the one address that its clients use.",
                address=address,
                peer=peer,
            )
        case "public":
            return msg(
                "You reach the server at {peer}, but its reply to PASV names {address}. Most often the external address "
                "in the server's settings is out of date, as after a change of provider; a second internet line or a "
                "balancer is another reason. TLS hides the reply from every router, so none can correct it: set the "
                "server's external address to {peer}.",
                address=address,
                peer=peer,
            )


RULE = Rule(id="pasv-foreign-address", rank=405, judge=judge)
