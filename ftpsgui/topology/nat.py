"""One packet-level model of hosts, NAT routers, filters and FTP helpers; no sockets, no clock.

A :class:`World` is what does not change: segments, the hosts in them, the routers between them. A :class:`State`
is what the routers remember. :func:`send` walks one packet and tells at each hop which addresses its header holds;
:func:`connect` walks a SYN and the SYN-ACK; :func:`say` walks a line of the control dialogue past the helpers.

Three uses: the prediction walks it, the demo executes it, and the kernel in the lab is its only judge. It follows
netfilter: a tracked flow keeps its two tuples, a masqueraded source keeps its port while that is free, a forward
is a DNAT to an inside host, and what is neither tracked nor forwarded meets the router itself.
"""

from __future__ import annotations

from collections.abc import Container

import msgspec

from ftpsgui.model.addresses import HostPort, in_network
from ftpsgui.topology.helper import help_along
from ftpsgui.topology.world import (
    Connection,
    Fate,
    Forward,
    Hop,
    Host,
    Outcome,
    Packet,
    Router,
    Rule,
    Segment,
    State,
    Tracked,
    Verdict,
    Walk,
    World,
)

__all__ = [
    "OUTCOMES", "Connection", "Fate", "Forward", "Hop", "Host", "Outcome", "Packet", "Router", "Rule", "Segment",
    "State", "Tracked", "Verdict", "Walk", "World", "connect", "say", "send",
]  # fmt: skip

_FATES: dict[Verdict, Fate] = {
    "drop": "dropped",
    "reset": "refused",
    "reject": "refused",
    "prohibit": "unreachable",
    "accept": "delivered",
}
OUTCOMES: dict[Fate, Outcome] = {
    "delivered": "ok",
    "dropped": "timeout",
    "refused": "refused",
    "unreachable": "unreachable",
}
"""The fate of a SYN as whoever sent it sees it."""

_LONGEST_PATH = 16
_FIRST_FREE_PORT = 32768


def connect(
    world: World,
    state: State,
    origin: str,
    source: HostPort,
    destination: HostPort,
    listening: Container[tuple[str, int]],
) -> Connection:
    """Walk a SYN from host ``origin`` and the answer to it.

    ``listening`` holds (host id, port) of whoever listens. A failed attempt leaves ``state`` as it was.
    """
    there = send(world, state, origin, Packet(source=source, destination=destination, opening=True))
    if there.fate != "delivered":
        return Connection(outcome=OUTCOMES[there.fate], by=there.by, there=there, back=None, state=state)
    host, opened = there.by, there.packet
    if (host, opened.destination.port) not in listening:
        return Connection(outcome="refused", by=host, there=there, back=None, state=state)
    back = send(world, there.state, host, Packet(source=opened.destination, destination=opened.source))
    answered = back.fate == "delivered" and back.by == origin
    # Without hairpin masquerading the SYN-ACK arrives from an address that was never dialled, and is ignored.
    if not answered or back.packet.source != destination or back.packet.destination != source:
        return Connection(outcome="timeout", by=back.by, there=there, back=back, state=state)
    return Connection(
        outcome="ok",
        by=host,
        there=there,
        back=back,
        state=back.state,
        at=host,
        seen=opened.source,
        accepted=opened.destination,
    )


def say(
    world: World,
    state: State,
    origin: str,
    source: HostPort,
    destination: HostPort,
    text: str,
    *,
    sealed: bool = True,
) -> Walk:
    """Walk one line on an open control connection; the last hop's text is what arrives."""
    return send(
        world, state, origin, Packet(source=source, destination=destination, text=text, sealed=sealed)
    )


def send(world: World, state: State, origin: str, packet: Packet) -> Walk:
    """Walk ``packet`` from host ``origin`` until a host takes it or something ends it. Raises KeyError for no host."""
    segment = world.segment(world.host(origin).segment)
    hops = [Hop(segment=segment.id, packet=packet)]
    while True:
        packet = hops[-1].packet
        owner = world.owner(segment.id, packet.destination.host)
        if isinstance(owner, Host):
            return Walk(hops=tuple(hops), fate=_arrive(owner, packet), by=owner.id, state=state)
        if owner is None:
            on_link = segment.gateway is None or in_network(packet.destination.host, segment.network)
            if on_link or segment.gateway is None:
                return Walk(hops=tuple(hops), fate=segment.stray, by=segment.id, state=state)
            owner = world.router(segment.gateway)
        passed = _pass(owner, state, segment.id, packet)
        if not isinstance(passed, _Passed) or len(hops) > _LONGEST_PATH:
            fate: Fate = "dropped" if isinstance(passed, _Passed) else _FATES[passed]
            return Walk(hops=tuple(hops), fate=fate, by=owner.id, state=state)
        state = passed.state
        segment = world.segment(passed.segment)
        hops.append(
            Hop(
                segment=segment.id,
                packet=passed.packet,
                router=owner.id,
                readdressed=(passed.packet.source, passed.packet.destination)
                != (packet.source, packet.destination),
                rewritten=passed.packet.text != packet.text,
            )
        )


def _arrive(host: Host, packet: Packet) -> Fate:
    if packet.opening:
        for rule in host.firewall:
            if rule.fits(packet.destination.port):
                return _FATES[rule.verdict]
    return "delivered"


class _Passed(msgspec.Struct, frozen=True, kw_only=True):
    segment: str
    packet: Packet
    state: State


def _pass(router: Router, state: State, segment: str, packet: Packet) -> _Passed | Verdict:
    """Return what a router makes of a packet that came from ``segment``, or how it ended it."""
    known = state.tracked.get((router.id, packet.source, packet.destination))
    if known is not None:
        changed = msgspec.structs.replace(packet, source=known.source, destination=known.destination)
        changed, state = help_along(router, state, segment, packet, changed)
        return _Passed(segment=known.segment, packet=changed, state=state)
    if not packet.opening:
        return "drop"
    if segment == router.inside:
        return _from_inside(router, state, packet)
    return _from_outside(router, state, packet)


def _from_inside(router: Router, state: State, packet: Packet) -> _Passed | Verdict:
    if packet.destination.host == router.inside_address:
        return router.otherwise
    if packet.destination.host == router.outside_address:
        target = _forwarded(router, state, packet.destination) if router.hairpin else None
        if target is None:
            return router.otherwise
        # Hairpin: the inside host must answer the router, so the source becomes the router's inside address.
        source = _free(router, state, router.inside_address, packet.source.port, target)
        return _track(router, state, packet, source, target, (router.inside, router.inside))
    for rule in router.outbound:
        if rule.fits(packet.destination.port):
            if rule.verdict != "accept":
                return rule.verdict
            break
    source = packet.source
    if router.masquerade:
        source = _free(router, state, router.outside_address, packet.source.port, packet.destination)
    return _track(router, state, packet, source, packet.destination, (router.inside, router.outside))


def _from_outside(router: Router, state: State, packet: Packet) -> _Passed | Verdict:
    if packet.destination.host != router.outside_address:
        # A routed network: without masquerading the inside addresses are reachable from outside.
        if router.masquerade:
            return "drop"
        target: HostPort | None = packet.destination
    else:
        target = _forwarded(router, state, packet.destination)
    expected = (router.id, packet.destination) in state.expected
    for rule in () if expected else router.inbound:
        if rule.fits(packet.destination.port):
            if rule.verdict != "accept":
                return rule.verdict
            break
    if target is None:
        return router.otherwise
    return _track(router, state, packet, packet.source, target, (router.outside, router.inside))


def _forwarded(router: Router, state: State, destination: HostPort) -> HostPort | None:
    """Return where a new flow to the router's outside address goes, if anywhere."""
    expected = state.expected.get((router.id, destination))
    if expected is not None:
        return expected
    for forward in router.forwards:
        target = forward.target(destination.port)
        if target is not None:
            return target
    return None


def _free(router: Router, state: State, address: str, port: int, remote: HostPort) -> HostPort:
    """Return a source for a masqueraded flow: the same port while the answers stay distinguishable."""
    candidate = HostPort(host=address, port=port)
    following = _FIRST_FREE_PORT
    while (router.id, remote, candidate) in state.tracked or (router.id, candidate) in state.expected:
        candidate = HostPort(host=address, port=following)
        following += 1
    return candidate


def _track(
    router: Router,
    state: State,
    packet: Packet,
    source: HostPort,
    destination: HostPort,
    way: tuple[str, str],
) -> _Passed:
    """Remember a new flow in both directions; ``way`` is where it comes from and where it goes."""
    came, goes = way
    there = Tracked(source=source, destination=destination, segment=goes)
    back = Tracked(source=packet.destination, destination=packet.source, segment=came)
    tracked = {
        **state.tracked,
        (router.id, packet.source, packet.destination): there,
        (router.id, destination, source): back,
    }
    return _Passed(
        segment=goes,
        packet=msgspec.structs.replace(packet, source=source, destination=destination),
        state=msgspec.structs.replace(state, tracked=tracked),
    )
