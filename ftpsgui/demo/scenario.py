"""What a scenario is: a world, a server in it, a plan to test it. One file in ``scenarios/`` holds one."""

from __future__ import annotations

from dataclasses import dataclass, field

from ftpsgui.demo.personalities import FILEZILLA, Personality
from ftpsgui.model.message import Message
from ftpsgui.model.plan import Consents, Endpoint, Plan, Timeouts, Trust
from ftpsgui.topology import nat

HOST = "ftp.example.com"
CLIENT_INSIDE, CLIENT_OUTSIDE = "192.168.10.2", "198.51.100.1"
SERVER_INSIDE, SERVER_OUTSIDE = "10.20.30.2", "203.0.113.1"
PASSIVE_RANGE = (50000, 50100)
USER, PASSWORD = "demo", "correct horse"
LIVELY = Timeouts(connect=3.0, reply=4.0, data=3.0, preliminary=1.0, silence=2.0)
"""Shorter than a real test needs: nothing is far away in the demo."""


def client_router(**changes: object) -> nat.Router:
    """A home router: masquerades, forwards nothing, stays silent about the rest."""
    return _router(
        {
            "id": "client-router",
            "inside": "client-lan",
            "outside": "internet",
            "inside_address": "192.168.10.1",
            "outside_address": CLIENT_OUTSIDE,
            "otherwise": "drop",
        },
        changes,
    )


def server_router(*, forwards: tuple[tuple[int, int], ...], **changes: object) -> nat.Router:
    """A Linux router with iptables: forwards ``forwards`` to the server, answers RST to the rest."""
    return _router(
        {
            "id": "server-router",
            "inside": "server-lan",
            "outside": "internet",
            "inside_address": "10.20.30.1",
            "outside_address": SERVER_OUTSIDE,
            "forwards": tuple(
                nat.Forward(first=first, last=last, to=SERVER_INSIDE) for first, last in forwards
            ),
        },
        changes,
    )


def _router(usual: dict[str, object], changes: dict[str, object]) -> nat.Router:
    return nat.Router(**(usual | changes))  # type: ignore[arg-type]


def build_world(client: nat.Router | None = None, server: nat.Router | None = None) -> nat.World:
    """Put a client and a server on the internet, each behind its router or with its public address itself."""
    segments = [nat.Segment(id="internet", network="0.0.0.0/0")]
    if client is not None:
        segments.append(nat.Segment(id="client-lan", network="192.168.10.0/24", gateway=client.id))
    if server is not None:
        segments.append(nat.Segment(id="server-lan", network="10.20.30.0/24", gateway=server.id))
    hosts = (
        nat.Host(
            id="client",
            segment="internet" if client is None else "client-lan",
            address=CLIENT_OUTSIDE if client is None else CLIENT_INSIDE,
        ),
        nat.Host(
            id="server",
            segment="internet" if server is None else "server-lan",
            address=SERVER_OUTSIDE if server is None else SERVER_INSIDE,
        ),
    )
    routers = tuple(router for router in (client, server) if router is not None)
    return nat.World(segments=tuple(segments), hosts=hosts, routers=routers)


CONTROL_PORTS = ((21, 21), (990, 990))
BOTH_RANGES = (*CONTROL_PORTS, PASSIVE_RANGE)


@dataclass(frozen=True)
class Scenario:
    """One case to play. ``id`` is its name on the command line.

    ``masquerade``: the address that the server writes into 227, None for its own. ``self_signed``: the certificate is
    nobody's but its own, so the run asks. ``password``: what the user types.
    """

    id: str
    title: Message
    description: Message
    world: nat.World
    personality: Personality = FILEZILLA
    masquerade: str | None = None
    self_signed: bool = False
    password: str = PASSWORD
    endpoint: Endpoint = field(default_factory=lambda: Endpoint(host=HOST))
    consents: Consents = field(default_factory=Consents)
    order: int = 100
    """Place in a list; the first one is the default."""

    @property
    def reached_at(self) -> str:
        """The address under which the server is found in the DNS: its router's where there is one that translates."""
        routers = (one for one in self.world.routers if one.id == "server-router" and one.masquerade)
        return next((one.outside_address for one in routers), self.world.host("server").address)

    def plan(self, ca_file: str | None) -> Plan:
        """Return the plan for a run that trusts ``ca_file``."""
        return Plan(
            input=self.endpoint.host,
            endpoint=self.endpoint,
            user=USER,
            timeouts=LIVELY,
            trust=Trust(mode="ask", ca_file=ca_file),
            consents=self.consents,
        )
