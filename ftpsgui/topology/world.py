"""The parts of the NAT model: what does not change (segments, hosts, routers), packets, and what routers remember."""

from __future__ import annotations

from typing import Literal, TypeVar

import msgspec

from ftpsgui.model.addresses import HostPort

Verdict = Literal["accept", "drop", "reset", "reject", "prohibit"]
"""What a filter does. ``reset``: TCP RST; ``reject``: ICMP port unreachable, which a TCP client sees as refused
(RFC 1122 §4.2.3.9); ``prohibit``: ICMP host or administratively prohibited, which it sees as unreachable."""
Fate = Literal["delivered", "dropped", "refused", "unreachable"]
"""What became of a packet: silence is ``dropped``; ``unreachable`` is ICMP or no route."""
Outcome = Literal["ok", "timeout", "refused", "unreachable"]
"""How a connection attempt ends, in the words of the facts."""


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
