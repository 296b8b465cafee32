"""A packet at each hop: its two addresses before and after each NAT, what is known of them and what is inferred.

Only the hop at this computer was seen. All others are inferred from the topology; what even that does not tell
(the client's port outside, the server's inside address behind a good masquerade) is ``?``, never invented.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ftpsgui.model.addresses import is_private, same_address
from ftpsgui.model.findings import Topology
from ftpsgui.presentation.rungs import Rung, Spot
from ftpsgui.session.state import State

Segment = Literal["client-lan", "internet", "server-lan"]
Death = Literal["", "middle", "end"]
"""Where on a segment a packet got lost: nowhere, on its way, at the place where the segment ends."""


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """The places that the ladder has life lines for, and the segments between them, from left to right."""

    places: tuple[str, ...]
    segments: tuple[Segment, ...]


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """One packet on one segment. ``left`` is the client's end of it, ``right`` the server's.

    ``left_changed``, ``right_changed``: a NAT rewrote it on the way here. ``seen`` False: inferred.
    ``dies``: whether and where the packet got lost here.
    """

    segment: Segment
    left: Spot
    right: Spot
    left_changed: bool = False
    right_changed: bool = False
    seen: bool = False
    dies: Death = ""


def path_of(topology: Topology) -> Path:
    """Return the path of ``topology``: the two ends, a router where one is known or likely."""
    known = {node.id for node in topology.nodes}
    places = ["client"]
    segments: list[Segment] = []
    if "client-router" in known:
        places.append("client-router")
        segments.append("client-lan")
    segments.append("client-lan" if topology.topology_class == "inside" else "internet")
    if "server-router" in known:
        places.append("server-router")
        segments.append("server-lan")
    places.append("server")
    return Path(places=tuple(places), segments=tuple(segments))


def hops(rung: Rung, topology: Topology, state: State) -> tuple[Hop, ...]:
    """Return the hops of ``rung`` in the direction in which it went; a data connection that died has fewer.

    One that was not tried has none, unless it is clear where it would have ended.
    """
    if rung.kind not in ("message", "data") or (not rung.tried and rung.role != "bad"):
        return ()
    segments = path_of(topology).segments
    lefts = [_left(rung, segment, topology, state) for segment in segments]
    rights = [_right(rung, segment, topology) for segment in segments]
    order = range(len(segments)) if rung.rightwards else range(len(segments) - 1, -1, -1)
    last: int | None = None
    death: Death = ""
    if not rung.reached:
        last, death = _death(rung, segments, topology)
    found: list[Hop] = []
    previous: int | None = None
    for index in order:
        found.append(
            Hop(
                segment=segments[index],
                left=lefts[index],
                right=rights[index],
                left_changed=previous is not None and lefts[index].host != lefts[previous].host,
                right_changed=previous is not None and rights[index].host != rights[previous].host,
                seen=index == 0 and rung.tried and (rung.rightwards or rung.reached),
                dies=death if index == last else "",
            )
        )
        if index == last:
            break
        previous = index
    return tuple(found)


def _left(rung: Rung, segment: Segment, topology: Topology, state: State) -> Spot:
    """Return the client's end on ``segment``. The server dials what PORT named, whatever that is."""
    path = path_of(topology)
    own = segment == path.segments[0]
    if rung.kind == "data" and not rung.rightwards:
        named = Spot(rung.address.host, rung.address.port) if rung.address else Spot()
        return rung.local if own and rung.reached else named
    if own or "client-router" not in path.places:
        return rung.local
    return Spot(topology.client.outside, _outside_port(rung, state))


def _outside_port(rung: Rung, state: State) -> int | None:
    """Return the client's port as the server sees it, when the server told it on this very connection."""
    if rung.kind != "message" or rung.connection is None:
        return None
    for reflected in state.client_addresses_seen_by_server:
        observation = state.by_id(reflected.evidence)
        if reflected.port is not None and observation and observation.connection == rung.connection:
            return reflected.port
    return None


def _right(rung: Rung, segment: Segment, topology: Topology) -> Spot:
    """Return the server's end on ``segment``."""
    inside = topology.server.inside
    active_data = rung.kind == "data" and not rung.rightwards
    if segment != "server-lan":
        if active_data and rung.remote.host is None:
            return Spot(topology.server.outside)
        return rung.remote
    if rung.inside is not None and inside is not None and same_address(rung.inside.host, inside):
        return Spot(rung.inside.host, rung.inside.port)
    return Spot(inside)


def _death(rung: Rung, segments: tuple[Segment, ...], topology: Topology) -> tuple[int, Death]:
    """Return where a data connection that did not come about ends: the segment, and its middle or its end.

    A private address is lost in the internet; else the topology's link says it; without one it is the far router.
    """
    internet = segments.index("internet") if "internet" in segments else 0
    link = next((link for link in topology.links if link.what == rung.what and link.state == "fails"), None)
    place = link.to if link else ""
    if not rung.rightwards:
        return (0, "end") if place == "client" else (internet, "middle" if place == "internet" else "end")
    host = rung.remote.host
    if host is not None and is_private(host) and topology.topology_class != "inside":
        return internet, "middle"
    if place == "server":
        return len(segments) - 1, "end"
    return internet, "middle" if place == "internet" else "end"
