"""What a prediction can be asked about, and the world that the answer is walked through.

Addresses are from documentation ranges and stand for any: the client is 192.168.10.2 behind 198.51.100.1 (or has that
one itself), the server 10.20.30.2 behind 203.0.113.1 (or has that one itself), the passive range is 50000-50100.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ftpsgui.model.addresses import normalise
from ftpsgui.topology import nat

CLIENT_INSIDE, CLIENT_OUTSIDE = "192.168.10.2", "198.51.100.1"
SERVER_INSIDE, SERVER_OUTSIDE = "10.20.30.2", "203.0.113.1"
WRONG_ADDRESS = "192.0.2.99"
"""What ``masquerade="wrong"`` stands for: a public address that is not the server's."""

PASSIVE_RANGE = (50000, 50100)
FORWARDED_PART = (50000, 50049)
"""What ``server_ports="some"`` lets in."""

CONTROL_PORT = 21
LISTEN_PORT = 40000
"""Where the client listens in active mode."""


class Conditions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked about.

    ``masquerade``: what the server writes into 227: its own address (``none``), its public one (``right``), another
    (``wrong``), or an address. ``server_ports``: how much of the passive range is let in. ``client_ports``: whether the
    client's listening ports are let in; None is what is usual (yes for a public client, no behind NAT).
    ``client_address``: what the client writes into PORT. ``client_kind``: a strict client dials what 227 says; a
    forgiving one dials the control peer when 227 names a private address and the peer is public. ``helper``: which
    router has an FTP helper. ``protection``: ``ccc`` is TLS with the control channel cleared after login.
    """

    client: Literal["public", "nat"] = "nat"
    server: Literal["public", "nat"] = "nat"
    masquerade: str = "none"
    server_ports: Literal["all", "some", "none"] = "all"
    client_ports: Literal["all", "none"] | None = None
    client_address: Literal["local", "public"] = "local"
    client_kind: Literal["strict", "forgiving"] = "strict"
    helper: Literal["none", "client", "server", "both"] = "none"
    protection: Literal["tls", "plain", "ccc"] = "tls"


def build_world(conditions: Conditions) -> nat.World:
    """Return the hosts and routers that the conditions describe; the internet swallows what nobody has."""
    first, last = {"all": PASSIVE_RANGE, "some": FORWARDED_PART, "none": (0, -1)}[conditions.server_ports]
    client_open = conditions.client_ports == "all" or (
        conditions.client_ports is None and conditions.client == "public"
    )
    segments = [nat.Segment(id="internet", network="0.0.0.0/0")]
    hosts: list[nat.Host] = []
    routers: list[nat.Router] = []
    if conditions.client == "nat":
        segments.append(nat.Segment(id="client-lan", network="192.168.10.0/24", gateway="client-router"))
        hosts.append(nat.Host(id="client", segment="client-lan", address=CLIENT_INSIDE))
        forward = nat.Forward(first=LISTEN_PORT, last=LISTEN_PORT, to=CLIENT_INSIDE)
        routers.append(
            nat.Router(
                id="client-router",
                inside="client-lan",
                outside="internet",
                inside_address="192.168.10.1",
                outside_address=CLIENT_OUTSIDE,
                forwards=(forward,) if client_open else (),
                otherwise="drop",
                helper=conditions.helper in ("client", "both"),
            )
        )
    else:
        rules = () if client_open else (nat.Rule(verdict="drop"),)
        hosts.append(nat.Host(id="client", segment="internet", address=CLIENT_OUTSIDE, firewall=rules))
    if conditions.server == "nat":
        segments.append(nat.Segment(id="server-lan", network="10.20.30.0/24", gateway="server-router"))
        hosts.append(nat.Host(id="server", segment="server-lan", address=SERVER_INSIDE))
        routers.append(
            nat.Router(
                id="server-router",
                inside="server-lan",
                outside="internet",
                inside_address="10.20.30.1",
                outside_address=SERVER_OUTSIDE,
                forwards=(
                    nat.Forward(first=CONTROL_PORT, last=CONTROL_PORT, to=SERVER_INSIDE),
                    nat.Forward(first=first, last=last, to=SERVER_INSIDE),
                ),
                otherwise="drop",
                helper=conditions.helper in ("server", "both"),
            )
        )
    else:
        hosts.append(
            nat.Host(
                id="server",
                segment="internet",
                address=SERVER_OUTSIDE,
                firewall=(
                    nat.Rule(verdict="accept", first=CONTROL_PORT, last=CONTROL_PORT),
                    nat.Rule(verdict="accept", first=first, last=last),
                    nat.Rule(verdict="drop"),
                ),
            )
        )
    return nat.World(segments=tuple(segments), hosts=tuple(hosts), routers=tuple(routers))


def masquerade_address(word: str, own: str) -> str:
    """Return what the server writes into 227; ValueError when ``word`` is neither a word nor an IPv4 address."""
    if word in ("none", "right", "wrong"):
        return {"none": own, "right": SERVER_OUTSIDE, "wrong": WRONG_ADDRESS}[word]
    address = normalise(word)
    if address is None or ":" in address:
        raise ValueError(f"not an IPv4 address: {word}")
    return address
