"""What a scenario of the lab is: one path from a client to a server, and the truth about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.servers import PASSWORD, USER, CertificateKind, Kind

CLIENT_PUBLIC, CLIENT_PUBLIC_6 = "198.51.100.1", "2001:db8:51::1"
SERVER_PUBLIC, SERVER_PUBLIC_6 = "203.0.113.1", "2001:db8:113::1"
SECOND_PUBLIC = "203.0.113.2"
"""Another address of a public server, or of the second node behind a balancer."""
SERVER_INSIDE = "10.20.30.2"
VPN_CLIENT, VPN_GATEWAY = "10.8.0.2", "10.8.0.1"
ELSEWHERE = "100.20.30.40"
"""Somebody else's host on the internet: nothing listens there, so it refuses."""

ROWS = ("pasv/advertised", "pasv/peer", "epsv/peer", "port/local", "eprt/local")
PUBLIC_ROWS = ("port/public", "eprt/public")
NO_ROWS = "-----"
"""The truth where nothing beyond the control connection can be tried."""
Result = Literal["works", "fails", "untested", "depends"]
Place = Literal["T1", "T2", "T3", "T4", "inside", "hairpin", "vpn"]
ServerPorts = Literal["open", "dropped", "rejected", "prohibited", "reset", "not-forwarded", "some"]
Egress = Literal["open", "dropped", "rejected", "prohibited"]
Control = Literal["open", "dropped", "rejected", "prohibited", "closed"]
Impostor = Literal["ssh", "http", "smtp", "silence", "hangs-up"]
Stop = Literal[
    "refused",
    "unreachable",
    "timeout",
    "closed",
    "not-ftp",
    "tls-refused",
    "tls-failed",
    "untrusted",
    "login-refused",
    "protection-refused",
]
"""Where every careful client's way ends before a data connection can be tried."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One path from a client to a server, and what is true about it."""

    name: str
    server: Kind
    place: Place
    truth: str
    """One letter for each of :data:`ROWS`, then ``/`` and :data:`PUBLIC_ROWS` where they stand.

    W works, F fails, ``-`` untested, ``?`` depends on the port or node that the server happens to pick.
    """
    causes: frozenset[str]
    """Finding ids that must stand at top level: every error and warning, and the causes among the remarks."""
    remarks: frozenset[str] = frozenset()
    """Finding ids that may stand there too, at severity info."""
    clear: str = ""
    """The truth in clear, as :attr:`truth`, where the same rows are compared without TLS."""
    stops: Stop | None = None
    """Where the way ends, when it ends before the data modes."""

    # The server
    masquerade: str | None = None
    implicit: bool = False
    tls: bool = True
    tls_versions: tuple[str, str] | None = None
    """Lowest and highest version, of ``1.0 1.1 1.2 1.3``; None: what the product offers by itself."""
    session_reuse: bool | None = None
    """Does the server require it; None: the product's default."""
    require_tls: bool = True
    protection: Literal["either", "required", "refused"] = "either"
    """What the server makes of PROT: it takes P and C, or refuses C (``required``), or refuses P (``refused``)."""
    passive: bool = True
    active: bool = True
    passive_range: tuple[int, int] = (50000, 50100)
    extra: tuple[str, ...] = field(default=())
    """More lines for the server's configuration."""
    bind: str | None = None
    """Where the server listens, when not on its own address."""
    certificate: CertificateKind = "good"
    anonymous: bool = False
    """The server takes ``anonymous`` too."""
    control_port: int | None = None
    """Where it listens, when not on its TLS mode's port."""

    # The way to it
    ipv6: bool = False
    server_ports: ServerPorts = "open"
    """What stands before the passive range. ``not-forwarded``: the router itself answers with RST."""
    control: Control = "open"
    """What stands before the control port; ``closed``: nobody listens behind it."""
    impostor: Impostor | None = None
    """What listens on the control port instead of the FTP server."""
    client_ports: Literal["open", "dropped"] = "open"
    """A public client's own firewall."""
    client_router: Literal["drops", "resets"] = "drops"
    """What the client's router does with a connection from outside that it does not know."""
    client_forwarded: tuple[int, int] | None = None
    """Ports that the client's router forwards to the client."""
    client_inside: str = "192.168.10.2"
    client_carrier: bool = False
    """The client's router is itself behind a carrier's NAT, which forwards nothing."""
    client_egress: Egress = "open"
    """What becomes of the client's new connections to any port but the control port."""
    server_egress: Egress = "open"
    """What becomes of the server's new connections."""
    server_inside: str = SERVER_INSIDE
    server_outer: Literal["none", "forwards", "control-only"] = "none"
    """A second router before the server's: it forwards all that the inner one does, or the control port only."""
    balancer: Literal["none", "elsewhere", "alternates", "own-addresses"] = "none"
    """How the server's router spreads connections over two nodes.

    ``elsewhere``: data to the other node than control; ``alternates``: each new connection to the next node;
    ``own-addresses``: every node's passive ports are reached at its own public address only.
    """
    vpn: Literal["full", "split", "inside"] | None = None
    """At place ``vpn``: all goes through the tunnel, or only what is for private addresses; ``inside``: such a one is dialled."""
    neighbour: Literal["none", "refuses", "silent"] = "none"
    """A host in the client's LAN that has the server's inside address."""
    private_dies: Literal["loudly", "silently"] = "loudly"
    """What the internet does with a packet for a private address: ICMP unreachable, or nothing."""
    data_leaves_by: str | None = None
    """The public address from which the client's router sends data connections, when not the control connection's."""
    helper: Literal["none", "client", "server"] = "none"
    """Whose router has a connection-tracking helper for FTP on port 21."""
    inside_network: str = "10.20.30"
    """The network that client and server share in ``inside``."""

    # The client
    login: Literal["good", "wrong-password", "anonymous"] = "good"
    trust: Literal["ca", "nothing", "anything"] = "ca"
    """The client trusts the lab's authority, or none that signed this, or whatever comes (``--insecure``)."""
    arguments: tuple[str, ...] = ()
    """More arguments for ``ftpsgui probe``."""

    awaits: str = ""
    """What ftpsgui does not have yet, and this scenario needs: until then it is expected to disagree."""
    cured: bool = False
    """The server's masquerade address is right by what ``extra`` says."""

    @property
    def client_nat(self) -> bool:
        return self.place in ("T3", "T4")

    @property
    def server_nat(self) -> bool:
        return self.place in ("T2", "T4", "hairpin", "vpn")

    @property
    def port(self) -> int:
        return self.control_port or (990 if self.implicit else 21)

    @property
    def speaks_implicit(self) -> bool:
        """Whether the client begins with TLS, be it right or wrong."""
        return {"explicit": False, "implicit": True}.get(self._given("--tls"), self.implicit)

    @property
    def target(self) -> str:
        """The address that the client dials."""
        if self.place == "inside":
            return f"{self.inside_network}.2"
        if self.vpn == "inside":
            return self.server_inside
        return SERVER_PUBLIC_6 if self.ipv6 else SERVER_PUBLIC

    @property
    def server_address(self) -> str:
        """The address that the server itself has."""
        return self.server_inside if self.server_nat else self.target

    @property
    def server_gateway(self) -> str:
        """The address of the server's router in the server's LAN."""
        return f"{self.server_inside.rpartition('.')[0]}.1"

    @property
    def other_node(self) -> str:
        """The second node behind a balancer."""
        return f"{self.server_inside.rpartition('.')[0]}.3"

    @property
    def client_address(self) -> str:
        """The address that the client itself has."""
        if self.place == "inside":
            return f"{self.inside_network}.3"
        if self.place == "hairpin":
            return f"{self.server_inside.rpartition('.')[0]}.3"
        if self.vpn in ("full", "inside"):
            return VPN_CLIENT
        if self.client_nat:
            return self.client_inside
        return CLIENT_PUBLIC_6 if self.ipv6 else CLIENT_PUBLIC

    @property
    def user(self) -> str:
        return "anonymous" if self.login == "anonymous" else USER

    @property
    def password(self) -> str:
        return {"good": PASSWORD, "wrong-password": "wr0ng-Kx9!", "anonymous": "guest@example.org"}[
            self.login
        ]

    @property
    def topology(self) -> str:
        """The class that is true, in the words of the report."""
        if self.place == "vpn":
            return "T2" if self.vpn == "split" else "inside"
        return self.place

    @property
    def looks_like(self) -> tuple[str, ...]:
        """The classes that a careful observer may name.

        A public masquerade address, right or wrong, hides the server's NAT; a private one on a public server feigns it.
        """
        if self.place == "vpn":
            return (self.topology,)
        seen_public = {"T2": "T1", "T4": "T3"}.get(self.place)
        hidden = self.masquerade is not None and not self.masquerade.startswith(("10.", "172.", "192.168."))
        if seen_public is not None and (hidden or self.cured or self.ipv6 or not self.passive):
            return (self.place, seen_public)
        if self.masquerade is not None and self.masquerade.startswith("10."):
            return (self.place, {"T1": "T2", "T3": "T4"}.get(self.place, self.place))
        return (self.place,)

    @property
    def public_address(self) -> str:
        """The address that PORT and EPRT name in the public rows: the given one, or the true one."""
        return self._given("--public-address") or CLIENT_PUBLIC

    @property
    def active_ports(self) -> tuple[int, int] | None:
        """The ports that the client may listen on for the public rows; None: any."""
        given = self._given("--active-ports")
        if not given:
            return None
        low, _, high = given.partition("-")
        return int(low), int(high)

    def _given(self, option: str) -> str:
        return dict(zip(self.arguments, self.arguments[1:], strict=False)).get(option, "")

    @property
    def rows(self) -> dict[str, Result]:
        """The truth over TLS, row by row."""
        return _rows(self.truth)

    @property
    def clear_rows(self) -> dict[str, Result]:
        """The truth in clear, row by row; empty where it is not compared."""
        return _rows(self.clear) if self.clear else {}


def _rows(letters: str) -> dict[str, Result]:
    words: dict[str, Result] = {"W": "works", "F": "fails", "-": "untested", "?": "depends"}
    first, _, second = letters.partition("/")
    pairs = [*zip(ROWS, first, strict=True), *(zip(PUBLIC_ROWS, second, strict=True) if second else [])]
    return {row: words[letter] for row, letter in pairs}


def ids(text: str = "") -> frozenset[str]:
    """Return the finding ids in ``text``."""
    return frozenset(text.split())


INSIDE_227 = ids("pasv-private-address")
NAT_CLIENT = ids("active-client-behind-nat client-behind-nat")
