"""What each end of the path is — public, behind NAT, in the same network — and how sure that is.

Decisions. A private source address that talks to a public target was translated on the way: NAT is *likely*; it is
*proven* when the server shows another address of ours, or refuses PORT or EPRT in words that mean "that is not your
address". A server that sees our private address, or comes to it from its own private one, is on this side of every
translation: the test ran inside. A private address in 227 makes NAT at the server *likely*; a data connection that reaches the server at the
control peer's address, or an inside address that the server reveals, makes it *proven*. (A public server with a stale
private setting looks the same as far as 227 and the dial go; :func:`ftpsgui.topology.derive.derive` keeps its class
among the possible ones until the server itself reveals its inside address.)
"""

from __future__ import annotations

import re
from typing import Literal

from ftpsgui.model.addresses import (
    classify,
    in_network,
    is_ipv6,
    is_private,
    is_public,
    normalise,
    same_address,
)
from ftpsgui.model.facts import ClientRemark, DataAttempt, PublicAddress, Reply
from ftpsgui.model.findings import Certainty, Side
from ftpsgui.session.state import Reflected, Seen, State, once
from ftpsgui.topology.attempts import advertised, judge, reached
from ftpsgui.topology.habits import tunnel

_NOT_YOURS = re.compile(
    r"Illegal (?:PORT|EPRT) command"  # vsftpd, ProFTPD
    r"|I won't open a connection to"  # Pure-FTPd
    r"|does not match control connection IP"  # FileZilla Server 0.9
    r"|Rejected data connection to foreign address"  # pyftpdlib
    r"|does not meet the configured security requirements"  # SFTPGo
    r"|IP is not same as"  # Apache FtpServer
    r"|given address is not yours"  # ftp-srv
    r"|Server cannot accept argument",  # IIS
    re.IGNORECASE,
)
"""A refused PORT or EPRT whose words mean that the address in it is not the control connection's."""

Vantage = Literal["outside", "inside", "unknown"]


def says_not_yours(reply: Reply | None) -> bool:
    """Whether a refused PORT or EPRT says that the address in it is not the one the server sees."""
    return reply is not None and reply.code >= 400 and any(_NOT_YOURS.search(line) for line in reply.lines)


@once
def vantage(state: State) -> Vantage:
    """Return from where the server is seen: through the internet, from its own network, or not known yet."""
    peer, local = state.target_address, state.local_address
    if peer is None:
        return "unknown"
    if not is_public(peer):
        return "inside"
    if local is not None and is_private(local) and (_seen_unchanged(state, local) or _met_inside(state)):
        return "inside"
    return "outside"


def client_side(state: State) -> Side:
    """Judge this computer's end of the path."""
    local = state.local_address
    if local is None:
        return Side(kind="unknown", certainty="possible")
    dial = state.main.dial if state.main else None
    own = (dial.id,) if dial else ()
    if vantage(state) == "inside":
        return _inside(state, local, own)
    seen = [one for one in state.client_addresses_seen_by_server if is_public(one.address)]
    given = state.plan.active.public_address
    other = next((one for one in seen if not same_address(one.address, local)), None)
    if is_private(local):
        kind: Literal["nat", "cgnat"] = "cgnat" if _behind_carrier(state, local) else "nat"
        refused = _refused_as_not_ours(state)
        asked = _told_by_stun(state, local)
        evidence = own + ((other.evidence,) if other else ()) + refused + ((asked[1],) if asked else ())
        certainty: Certainty = "proven" if other or refused or asked else "likely"
        outside = other.address if other else asked[0] if asked else given
        return Side(kind=kind, certainty=certainty, inside=local, outside=outside, evidence=_once(evidence))
    if other is not None:
        # A public address that the server sees as another one is translated too.
        evidence = (*own, other.evidence)
        return Side(kind="nat", certainty="proven", inside=local, outside=other.address, evidence=evidence)
    confirmed = tuple(one.evidence for one in seen) + _connected_back(state, local)
    return Side(
        kind="public",
        certainty="proven" if confirmed else "likely",
        inside=local,
        outside=local,
        evidence=_once(own + confirmed),
    )


def server_side(state: State) -> Side:
    """Judge the server's end of the path."""
    peer = state.target_address
    if peer is None:
        return _judged_by_its_client(state)
    dial = state.main.dial if state.main else None
    own = (dial.id,) if dial else ()
    where = vantage(state)
    if where == "inside" and is_private(peer):
        by_vpn = classify(peer) == "carrier-grade" or tunnel(state.interfaces, state.local_address)
        kind: Literal["vpn", "lan"] = "vpn" if by_vpn else "lan"
        return Side(
            kind=kind,
            certainty="proven" if _shares_network(state, peer) else "likely",
            inside=peer,
            evidence=own,
        )
    return _judged_by_addresses(state, peer)


def two_nats_at_server(state: State) -> tuple[str, str] | None:
    """Return the server's own inside address and another one that its 227 names: a container, say, and its host.

    The server was told an address, and that one is translated once more. None when there is no sign of it.
    """
    revealed = inside_revealed(state, state.target_address or "")
    if revealed is None:
        return None
    for seen in private_227(state):
        said = advertised(seen.fact)
        if said is not None and classify(said.host) in ("rfc1918", "carrier-grade"):
            return None if same_address(said.host, revealed.address) else (revealed.address, said.host)
    return None


def inside_revealed(state: State, peer: str) -> Reflected | None:
    """Return the server's inside address when it told one that differs from ``peer``; loopback proves nothing."""
    for one in state.server_inside_addresses:
        if classify(one.address) in ("rfc1918", "ula", "carrier-grade") and not same_address(
            one.address, peer
        ):
            return one
    return None


@once
def private_227(state: State) -> tuple[Seen[DataAttempt], ...]:
    """Return the tries whose 227 names a private address while the control peer is public."""
    found = []
    for seen in state.attempts_of("pasv"):
        said = advertised(seen.fact)
        if (
            said is not None
            and classify(said.host) != "unspecified"
            and is_private(said.host)
            and (is_public(seen.fact.control_peer.host) or found_unroutable(seen.fact))
        ):
            found.append(seen)
    return tuple(found)


def found_unroutable(attempt: DataAttempt) -> bool:
    """Whether another client, whose log names no address of the server, dialled the server's instead of what 227 says.

    Clients do that only with an address that cannot be routed while the server's own can.
    """
    peer, dialled, said = attempt.control_peer, attempt.dialled, attempt.advertised
    return (
        normalise(peer.host) is None
        and dialled is not None
        and said is not None
        and dialled.host == peer.host
        and said.host != peer.host
    )


def _judged_by_its_client(state: State) -> Side:
    """Judge the server of a log that does not say at which address it was reached."""
    private = private_227(state)
    if not private:
        return Side(kind="unknown", certainty="possible")
    worked = tuple(seen.id for seen in private if reached(seen.fact))
    return Side(
        kind="nat",
        certainty="proven" if worked else "likely",
        inside=_inside_of(private[0]),
        evidence=_once((private[0].id, *worked[:1])),
    )


def reached_at_peer(state: State) -> tuple[Seen[DataAttempt], ...]:
    """Return the passive tries that reached a data port at the address of the control peer."""
    return tuple(
        seen
        for seen in state.passive
        if reached(seen.fact)
        and seen.fact.dialled is not None
        and same_address(seen.fact.dialled.host, seen.fact.control_peer.host)
    )


def _judged_by_addresses(state: State, peer: str) -> Side:
    revealed = inside_revealed(state, peer)
    now = private_227(state)
    # A server that names its public address now has the inside one that it named before.
    private = now or tuple(seen for seen in state.earlier_pasv if _is_own(seen, peer))
    if revealed is not None or private:
        at_peer = reached_at_peer(state) if now else ()
        evidence = tuple(seen.id for seen in private[:1]) + tuple(seen.id for seen in at_peer[:1])
        if revealed is not None:
            evidence += (revealed.evidence,)
        return Side(
            kind="nat",
            certainty="proven" if revealed is not None or at_peer else "likely",
            inside=revealed.address if revealed else _inside_of(private[0]),
            outside=peer,
            evidence=_once(evidence),
        )
    remarks = tuple(seen.id for seen in state.of(ClientRemark) if seen.fact.remark == "unroutable-reply")
    if remarks and is_public(peer):
        return Side(kind="nat", certainty="likely", outside=peer, evidence=remarks[:1])
    foreign = _other_public_227(state)
    if foreign is not None:
        # A stale setting, a second line, a balancer: what the server is cannot be told from that.
        return Side(kind="public-or-masqueraded", certainty="possible", outside=peer, evidence=(foreign.id,))
    healthy = next((seen for seen in state.passive if advertised(seen.fact) is not None), None)
    if healthy is not None:
        return Side(kind="public-or-masqueraded", certainty="likely", outside=peer, evidence=(healthy.id,))
    return Side(kind="unknown", certainty="possible", outside=peer)


def _is_own(seen: Seen[DataAttempt], peer: str) -> bool:
    """Whether a 227 of an earlier run named an address inside the server's network, at the same public address."""
    said = advertised(seen.fact)
    return (
        said is not None
        and classify(said.host) in ("rfc1918", "ula", "carrier-grade")
        and same_address(seen.fact.control_peer.host, peer)
    )


def _inside_of(seen: Seen[DataAttempt]) -> str | None:
    said = advertised(seen.fact)
    return said.host if said and classify(said.host) not in ("loopback", "link-local") else None


def _other_public_227(state: State) -> Seen[DataAttempt] | None:
    for seen in state.attempts_of("pasv"):
        said = advertised(seen.fact)
        if said and is_public(said.host) and not same_address(said.host, seen.fact.control_peer.host):
            return seen
    return None


def _inside(state: State, local: str, own: tuple[str, ...]) -> Side:
    peer = state.target_address or ""
    if classify(local) == classify(peer) == "carrier-grade" or tunnel(state.interfaces, local):
        return Side(kind="vpn", certainty="likely", inside=local, evidence=own)
    if is_public(peer):
        seen = tuple(
            one.evidence for one in state.client_addresses_seen_by_server if same_address(one.address, local)
        )
        return Side(
            kind="lan", certainty="proven", inside=local, evidence=_once(own + seen + _met_inside(state))
        )
    certainty: Certainty = "proven" if _shares_network(state, peer) else "likely"
    return Side(kind="lan", certainty=certainty, inside=local, evidence=own)


def _behind_carrier(state: State, local: str) -> bool:
    """Whether this computer's address is a provider's inside one, and not that of an overlay VPN's interface."""
    return classify(local) == "carrier-grade" and tunnel(state.interfaces, local) is None


def _told_by_stun(state: State, local: str) -> tuple[str, str] | None:
    """Return the public address that a STUN server saw, and the observation that says so."""
    for seen in state.of(PublicAddress):
        told = seen.fact.address
        if told is not None and is_public(told.host) and is_ipv6(told.host) == is_ipv6(local):
            return told.host, seen.id
    return None


def _shares_network(state: State, address: str) -> bool:
    return any(in_network(address, interface.network) for interface in state.interfaces)


def _seen_unchanged(state: State, local: str) -> bool:
    """Whether the server sees our private address as it is: nothing between us translates."""
    seen = [one.address for one in state.client_addresses_seen_by_server]
    return any(same_address(one, local) for one in seen) and not any(is_public(one) for one in seen)


def _met_inside(state: State) -> tuple[str, ...]:
    """Return the active tries in which the server came to our private address from its own private one.

    Nothing between us translates, then. A stranger in our own network does not count: the address must be one that the
    server tells of itself or names in 227.
    """
    met = [seen for seen in state.active if seen.fact.foreign_peers and seen.fact.address == "local"]
    if not met:
        return ()
    revealed = inside_revealed(state, state.target_address or "")
    own = {normalise(revealed.address)} if revealed else set()
    own |= {normalise(said.host) for seen in private_227(state) if (said := advertised(seen.fact))}
    return tuple(
        seen.id
        for seen in met
        if any(is_private(peer.host) and normalise(peer.host) in own for peer in seen.fact.foreign_peers)
    )


def _refused_as_not_ours(state: State) -> tuple[str, ...]:
    return tuple(
        seen.id for seen in state.active if seen.fact.address == "local" and says_not_yours(seen.fact.setup)
    )


def _connected_back(state: State, local: str) -> tuple[str, ...]:
    return tuple(
        seen.id
        for seen in state.active
        if seen.fact.address == "local"
        and reached(seen.fact)
        and judge(seen.fact).reason != "foreign-peer"
        and seen.fact.listened is not None
        and same_address(seen.fact.listened.host, local)
    )


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
