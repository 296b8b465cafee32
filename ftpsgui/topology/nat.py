"""One packet-level model of hosts, NAT routers, filters and FTP helpers; no sockets, no clock.

A :class:`World` is what does not change: segments, the hosts in them, the routers between them. A :class:`State`
is what the routers remember. :func:`send` walks one packet and tells at each hop which addresses its header holds;
:func:`connect` walks a SYN and the SYN-ACK; :func:`say` walks a line of the control dialogue past the helpers.

Three uses: the prediction walks it, the demo executes it, and the kernel in the lab is its only judge. It follows
netfilter: a tracked flow keeps its two tuples, a masqueraded source keeps its port while that is free, a forward
is a DNAT to an inside host, and what is neither tracked nor forwarded meets the router itself.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Literal, TypeVar

import msgspec

from ftpsgui.model.addresses import HostPort, in_network

Verdict = Literal["accept", "drop", "reset", "reject", "prohibit"]
"""What a filter does. ``reset``: TCP RST; ``reject``: ICMP port unreachable, which a TCP client sees as refused
(RFC 1122 §4.2.3.9); ``prohibit``: ICMP host or administratively prohibited, which it sees as unreachable."""
Fate = Literal["delivered", "dropped", "refused", "unreachable"]
"""What became of a packet: silence is ``dropped``; ``unreachable`` is ICMP or no route."""
Outcome = Literal["ok", "timeout", "refused", "unreachable"]
"""How a connection attempt ends, in the words of the facts."""

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


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all parts of the model."""


class Rule(_Part, frozen=True, kw_only=True):
    """A filter on destination ports ``first`` to ``last`` (both included); the first rule that fits decides."""

    verdict: Verdict
    first: int = 0
    last: int = 65535

    def fits(self, port: int) -> bool:
        """Whether ``port`` lies in the rule's range."""
        return self.first <= port <= self.last


class Forward(_Part, frozen=True, kw_only=True):
    """A port forward (DNAT): outside ports ``first`` to ``last`` go to ``to``, port for port.

    ``to_first``: the first inside port when it is not ``first``.
    """

    first: int
    last: int
    to: str
    to_first: int | None = None

    def target(self, port: int) -> HostPort | None:
        """Where a packet to the outside port ``port`` goes, or None when the forward does not cover it."""
        if not self.first <= port <= self.last:
            return None
        offset = port - self.first
        return HostPort(host=self.to, port=(self.first if self.to_first is None else self.to_first) + offset)


class Segment(_Part, frozen=True, kw_only=True):
    """A network without a router inside. ``gateway``: the router for all other addresses; None on the internet.

    ``stray``: what happens to packets for an address that nobody has.
    """

    id: str
    network: str
    gateway: str | None = None
    stray: Literal["unreachable", "dropped"] = "unreachable"


class Host(_Part, frozen=True, kw_only=True):
    """A computer; ``firewall`` looks at what arrives unasked, and accepts where no rule fits."""

    id: str
    segment: str
    address: str
    firewall: tuple[Rule, ...] = ()


class Router(_Part, frozen=True, kw_only=True):
    """A router between two segments.

    ``masquerade``: packets going out get ``outside_address`` as their source. ``inbound``: filter before the
    forwards; ``outbound``: filter for new flows from inside. ``otherwise``: what meets a packet for the router
    itself (a plain Linux router answers RST). ``hairpin``: inside hosts reach the forwards by ``outside_address``.
    ``helper``: an FTP helper reads clear text on ``helper_ports``.
    """

    id: str
    inside: str
    outside: str
    inside_address: str
    outside_address: str
    masquerade: bool = True
    forwards: tuple[Forward, ...] = ()
    inbound: tuple[Rule, ...] = ()
    outbound: tuple[Rule, ...] = ()
    otherwise: Verdict = "reset"
    hairpin: bool = False
    helper: bool = False
    helper_ports: tuple[int, ...] = (21,)


class World(_Part, frozen=True, kw_only=True):
    """All segments, hosts and routers. Ids are unique among hosts and routers."""

    segments: tuple[Segment, ...]
    hosts: tuple[Host, ...]
    routers: tuple[Router, ...] = ()

    def segment(self, name: str) -> Segment:
        """Return a segment by id; KeyError when there is none."""
        return _find(self.segments, name)

    def host(self, name: str) -> Host:
        """Return a host by id; KeyError when there is none."""
        return _find(self.hosts, name)

    def router(self, name: str) -> Router:
        """Return a router by id; KeyError when there is none."""
        return _find(self.routers, name)

    def owner(self, segment: str, address: str) -> Host | Router | None:
        """Return who answers for ``address`` in ``segment``."""
        for host in self.hosts:
            if host.segment == segment and host.address == address:
                return host
        for router in self.routers:
            if (segment, address) in (
                (router.inside, router.inside_address),
                (router.outside, router.outside_address),
            ):
                return router
        return None


_Named = TypeVar("_Named", Segment, Host, Router)


def _find(parts: tuple[_Named, ...], name: str) -> _Named:
    for part in parts:
        if part.id == name:
            return part
    raise KeyError(name)


class Packet(_Part, frozen=True, kw_only=True):
    """A TCP packet: its header, whether it opens a connection, and the line it carries.

    ``sealed``: the line is inside TLS, so no router can read it.
    """

    source: HostPort
    destination: HostPort
    opening: bool = False
    text: str = ""
    sealed: bool = False


class Hop(_Part, frozen=True, kw_only=True):
    """A packet as it is seen in ``segment``; ``router`` is the one it has just passed (None for the first hop).

    ``readdressed``: that router changed the header; ``rewritten``: its helper changed the text.
    """

    segment: str
    packet: Packet
    router: str | None = None
    readdressed: bool = False
    rewritten: bool = False


class Tracked(_Part, frozen=True, kw_only=True):
    """What a router makes of the packets of one direction of a flow, and the segment they leave to."""

    source: HostPort
    destination: HostPort
    segment: str


class State(_Part, frozen=True, kw_only=True):
    """What the routers remember. Never changed in place.

    ``tracked``: (router, source, destination) of a packet -> what becomes of it; both directions stand here.
    ``expected``: (router, outside endpoint) -> the inside endpoint a helper opened it for.
    """

    tracked: dict[tuple[str, HostPort, HostPort], Tracked] = {}
    expected: dict[tuple[str, HostPort], HostPort] = {}


class Walk(_Part, frozen=True, kw_only=True):
    """What became of one packet: its hops, its fate, who decided it (a host, router or segment id)."""

    hops: tuple[Hop, ...]
    fate: Fate
    by: str
    state: State

    @property
    def packet(self) -> Packet:
        """The packet as it was last seen."""
        return self.hops[-1].packet


class Connection(_Part, frozen=True, kw_only=True):
    """A connection attempt: how it ended, who decided that, and the walks there and back.

    ``at``: the host that accepted; ``seen``: the client's endpoint as that host sees it; ``accepted``: the endpoint
    on that host (what its own ``getsockname`` says).
    """

    outcome: Outcome
    by: str
    there: Walk
    back: Walk | None
    state: State
    at: str | None = None
    seen: HostPort | None = None
    accepted: HostPort | None = None


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


class _Passed(_Part, frozen=True, kw_only=True):
    segment: str
    packet: Packet
    state: State


def _pass(router: Router, state: State, segment: str, packet: Packet) -> _Passed | Verdict:
    """Return what a router makes of a packet that came from ``segment``, or how it ended it."""
    known = state.tracked.get((router.id, packet.source, packet.destination))
    if known is not None:
        changed = msgspec.structs.replace(packet, source=known.source, destination=known.destination)
        changed, state = _help(router, state, segment, packet, changed)
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


_SIX = re.compile(r"(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})")
_EPRT = re.compile(r"\|1\|([\d.]+)\|(\d+)\|")
_EPSV = re.compile(r"\(\|\|\|(\d+)\|\)")


def _help(router: Router, state: State, segment: str, before: Packet, after: Packet) -> tuple[Packet, State]:
    """Let the router's FTP helper read a line that goes out, as nf_conntrack_ftp and nf_nat_ftp do.

    It opens and rewrites the endpoint only when that names the sender itself; a masquerade address on the server
    (or a public address in PORT) makes it look away, and so does TLS.
    """
    ports = {before.source.port, before.destination.port, after.source.port, after.destination.port}
    if (
        not router.helper
        or before.sealed
        or segment != router.inside
        or ports.isdisjoint(router.helper_ports)
    ):
        return after, state
    inside = _advertised(before)
    if inside is None:
        return after, state
    outside = inside
    if router.masquerade:
        outside = HostPort(host=router.outside_address, port=inside.port)
        while state.expected.get((router.id, outside), inside) != inside:
            outside = HostPort(host=router.outside_address, port=outside.port + 1)
    text = before.text
    high, low = divmod(outside.port, 256)
    text = _SIX.sub(f"{outside.host.replace('.', ',')},{high},{low}", text, count=1)
    text = _EPRT.sub(f"|1|{outside.host}|{outside.port}|", text, count=1)
    text = _EPSV.sub(f"(|||{outside.port}|)", text, count=1)
    expected = {**state.expected, (router.id, outside): inside}
    return (
        msgspec.structs.replace(after, text=text),
        msgspec.structs.replace(state, expected=expected),
    )


def _advertised(packet: Packet) -> HostPort | None:
    """Return the endpoint that a line opens, when it is the sender's own address."""
    endpoint: HostPort | None = None
    if packet.text.startswith(("227", "PORT ")) and (six := _SIX.search(packet.text)):
        numbers = [int(number) for number in six.groups()]
        endpoint = HostPort(host=".".join(map(str, numbers[:4])), port=numbers[4] * 256 + numbers[5])
    elif packet.text.startswith("EPRT ") and (eprt := _EPRT.search(packet.text)):
        endpoint = HostPort(host=eprt.group(1), port=int(eprt.group(2)))
    elif packet.text.startswith("229") and (epsv := _EPSV.search(packet.text)):
        endpoint = HostPort(host=packet.source.host, port=int(epsv.group(1)))
    return endpoint if endpoint is not None and endpoint.host == packet.source.host else None
