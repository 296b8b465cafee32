"""The scenarios of the lab and the truth about each: which rows work and what the causes are. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.servers import CertificateKind, Kind

CLIENT_PUBLIC, CLIENT_PUBLIC_6 = "198.51.100.1", "2001:db8:51::1"
SERVER_PUBLIC, SERVER_PUBLIC_6 = "203.0.113.1", "2001:db8:113::1"
SECOND_PUBLIC = "203.0.113.2"
"""Another address of a public server."""
SERVER_INSIDE = "10.20.30.2"
ELSEWHERE = "100.20.30.40"
"""Somebody else's host on the internet: nothing listens there, so it refuses."""

ROWS = ("pasv/advertised", "pasv/peer", "epsv/peer", "port/local", "eprt/local")
PUBLIC_ROWS = ("port/public", "eprt/public")
Result = Literal["works", "fails", "untested", "depends"]
ServerPorts = Literal["open", "dropped", "rejected", "prohibited", "not-forwarded", "some"]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One path from a client to a server, and what is true about it."""

    name: str
    server: Kind
    place: Literal["T1", "T2", "T3", "T4", "inside", "hairpin"]
    truth: str
    """One letter for each of :data:`ROWS`, then ``/`` and :data:`PUBLIC_ROWS` where they stand.

    W works, F fails, ``-`` untested, ``?`` depends on the port that the server happens to pick.
    """
    causes: frozenset[str]
    """Finding ids that must stand at top level: every error and warning, and the causes among the remarks."""
    remarks: frozenset[str] = frozenset()
    """Finding ids that may stand there too, at severity info."""
    masquerade: str | None = None
    server_ports: ServerPorts = "open"
    """What stands before the passive range. ``not-forwarded``: the router itself answers with RST."""
    client_ports: Literal["open", "dropped"] = "open"
    """A public client's own firewall."""
    client_router: Literal["drops", "resets"] = "drops"
    """What the client's router does with a connection from outside that it does not know."""
    client_forwarded: tuple[int, int] | None = None
    """Ports that the client's router forwards to the client."""
    client_inside: str = "192.168.10.2"
    private_dies: Literal["loudly", "silently"] = "loudly"
    """What the internet does with a packet for a private address: ICMP unreachable, or nothing."""
    data_leaves_by: str | None = None
    """The public address from which the client's router sends data connections, when not the control connection's."""
    helper: Literal["none", "client", "server"] = "none"
    """Whose router has a connection-tracking helper for FTP on port 21."""
    implicit: bool = False
    ipv6: bool = False
    session_reuse: bool | None = None
    """Does the server require it; None: the product's default."""
    require_tls: bool = True
    passive_range: tuple[int, int] = (50000, 50100)
    arguments: tuple[str, ...] = ()
    """More arguments for ``ftpsgui probe``."""
    extra: tuple[str, ...] = field(default=())
    """More lines for the server's configuration."""
    bind: str | None = None
    """Where the server listens, when not on its own address."""
    certificate: CertificateKind = "good"
    control: Literal["open", "dropped", "rejected", "prohibited", "closed"] = "open"
    """What stands before the control port; ``closed``: nobody listens behind it."""
    inside_network: str = "10.20.30"
    """The network that client and server share in ``inside``."""
    awaits: str = ""
    """What ftpsgui does not have yet, and this scenario needs: until then it is expected to disagree."""
    cured: bool = False
    """The server's masquerade address is right by what ``extra`` says."""
    passive: bool = True
    active: bool = True

    @property
    def client_nat(self) -> bool:
        return self.place in ("T3", "T4")

    @property
    def server_nat(self) -> bool:
        return self.place in ("T2", "T4", "hairpin")

    @property
    def port(self) -> int:
        return 990 if self.implicit else 21

    @property
    def target(self) -> str:
        """The address that the client dials."""
        if self.place == "inside":
            return f"{self.inside_network}.2"
        return SERVER_PUBLIC_6 if self.ipv6 else SERVER_PUBLIC

    @property
    def server_address(self) -> str:
        """The address that the server itself has."""
        return SERVER_INSIDE if self.server_nat else self.target

    @property
    def client_address(self) -> str:
        """The address that the client itself has."""
        if self.place in ("inside", "hairpin"):
            return f"{self.inside_network}.3"
        if self.client_nat:
            return self.client_inside
        return CLIENT_PUBLIC_6 if self.ipv6 else CLIENT_PUBLIC

    @property
    def looks_like(self) -> tuple[str, ...]:
        """The classes that a careful observer may name.

        A public masquerade address, right or wrong, hides the server's NAT; a private one on a public server feigns it.
        """
        seen_public = {"T2": "T1", "T4": "T3"}.get(self.place)
        if seen_public is not None and (self.masquerade not in (None, "172.17.0.2") or self.cured):
            return (self.place, seen_public)
        if self.masquerade is not None and self.masquerade.startswith("10."):
            return (self.place, {"T1": "T2", "T3": "T4"}.get(self.place, self.place))
        return (self.place,)

    @property
    def public_address(self) -> str:
        """The address that PORT and EPRT name in the public rows: the given one, or the true one."""
        given = dict(zip(self.arguments, self.arguments[1:], strict=False))
        return given.get("--public-address", CLIENT_PUBLIC)

    @property
    def active_ports(self) -> tuple[int, int] | None:
        """The ports that the client may listen on for the public rows; None: any."""
        given = dict(zip(self.arguments, self.arguments[1:], strict=False)).get("--active-ports")
        if given is None:
            return None
        low, _, high = given.partition("-")
        return int(low), int(high)

    @property
    def rows(self) -> dict[str, Result]:
        """The truth, row by row."""
        words: dict[str, Result] = {"W": "works", "F": "fails", "-": "untested", "?": "depends"}
        first, _, second = self.truth.partition("/")
        pairs = [*zip(ROWS, first, strict=True), *(zip(PUBLIC_ROWS, second, strict=True) if second else [])]
        return {row: words[letter] for row, letter in pairs}


def _ids(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INSIDE_227 = _ids("pasv-private-address")
_NAT_CLIENT = _ids("active-client-behind-nat client-behind-nat")

SCENARIOS: tuple[Scenario, ...] = (
    # T1: both public. Everything works unless a firewall or a wrong address is in the way.
    Scenario(name="t1-vsftpd", server="vsftpd", place="T1", truth="WWWWW", causes=_ids("")),
    Scenario(name="t1-proftpd", server="proftpd", place="T1", truth="WWWWW", causes=_ids("")),
    Scenario(name="t1-pureftpd", server="pureftpd", place="T1", truth="WWWWW", causes=_ids("")),
    Scenario(name="t1-pyftpdlib", server="pyftpdlib", place="T1", truth="WWWWW", causes=_ids("")),
    Scenario(
        name="t1-vsftpd-ports-dropped",
        server="vsftpd",
        place="T1",
        server_ports="dropped",
        truth="FFFWW",
        causes=_ids("passive-port-filtered"),
    ),
    Scenario(
        name="t1-proftpd-ports-rejected",
        server="proftpd",
        place="T1",
        server_ports="rejected",
        truth="FFFWW",
        causes=_ids("passive-port-refused"),
    ),
    Scenario(
        name="t1-pureftpd-ports-prohibited",
        server="pureftpd",
        place="T1",
        server_ports="prohibited",
        truth="FFFWW",
        causes=_ids("passive-port-filtered"),
    ),
    Scenario(
        name="t1-vsftpd-client-firewall",
        server="vsftpd",
        place="T1",
        client_ports="dropped",
        truth="WWWFF",
        causes=_ids("active-no-connection"),
    ),
    Scenario(
        name="t1-proftpd-second-address",
        server="proftpd",
        place="T1",
        masquerade=SECOND_PUBLIC,
        truth="WWWWW",
        causes=_ids("pasv-foreign-address"),
    ),
    Scenario(
        name="t1-vsftpd-0.0.0.0",
        server="vsftpd",
        place="T1",
        masquerade="0.0.0.0",
        truth="FWWWW",
        causes=_ids("pasv-unspecified-address"),
    ),
    Scenario(
        name="t1-pyftpdlib-stale-private",
        server="pyftpdlib",
        place="T1",
        masquerade="10.0.0.5",
        truth="FWWWW",
        causes=_INSIDE_227,
        remarks=_ids("server-behind-nat"),
    ),
    Scenario(
        name="t1-vsftpd-no-reuse",
        server="vsftpd",
        place="T1",
        session_reuse=False,
        truth="WWWWW",
        causes=_ids(""),
    ),
    Scenario(
        name="t1-vsftpd-no-passive",
        server="vsftpd",
        place="T1",
        passive=False,
        truth="FFFWW",
        causes=_ids("pasv-command-refused epsv-command-refused"),
    ),
    Scenario(
        name="t1-vsftpd-no-pasv",
        server="vsftpd",
        place="T1",
        extra=("cmds_denied=PASV",),
        truth="FFWWW",
        causes=_ids("epsv-only-works"),
    ),
    Scenario(
        name="t1-proftpd-no-active",
        server="proftpd",
        place="T1",
        active=False,
        truth="WWWFF",
        causes=_ids("active-command-refused"),
    ),
    Scenario(
        name="t1-pureftpd-self-signed",
        server="pureftpd",
        place="T1",
        certificate="self-signed",
        arguments=("--insecure",),
        truth="WWWWW",
        causes=_ids("certificate-self-signed"),
    ),
    # T2: the server behind NAT. Passive needs the masquerade address and the forwarded range; active works.
    Scenario(
        name="t2-vsftpd",
        server="vsftpd",
        place="T2",
        truth="FWWWW",
        causes=_INSIDE_227 | _ids("server-behind-nat"),
    ),
    Scenario(
        name="t2-proftpd",
        server="proftpd",
        place="T2",
        truth="FWWWW",
        causes=_INSIDE_227 | _ids("server-behind-nat"),
    ),
    Scenario(
        name="t2-pureftpd-silent",
        server="pureftpd",
        place="T2",
        private_dies="silently",
        truth="FWWWW",
        causes=_INSIDE_227 | _ids("server-behind-nat"),
    ),
    Scenario(
        name="t2-pyftpdlib",
        server="pyftpdlib",
        place="T2",
        truth="FWWWW",
        causes=_INSIDE_227 | _ids("server-behind-nat"),
    ),
    Scenario(
        name="t2-vsftpd-not-forwarded",
        server="vsftpd",
        place="T2",
        server_ports="not-forwarded",
        truth="FFFWW",
        causes=_INSIDE_227 | _ids("passive-port-refused server-behind-nat"),
    ),
    Scenario(
        name="t2-proftpd-dropped",
        server="proftpd",
        place="T2",
        server_ports="dropped",
        truth="FFFWW",
        causes=_INSIDE_227 | _ids("passive-port-filtered server-behind-nat"),
    ),
    Scenario(
        name="t2-pureftpd-right",
        server="pureftpd",
        place="T2",
        masquerade=SERVER_PUBLIC,
        truth="WWWWW",
        causes=_ids(""),
    ),
    Scenario(
        name="t2-vsftpd-right-not-forwarded",
        server="vsftpd",
        place="T2",
        masquerade=SERVER_PUBLIC,
        server_ports="not-forwarded",
        truth="FFFWW",
        causes=_ids("passive-port-refused"),
    ),
    Scenario(
        name="t2-proftpd-right-dropped",
        server="proftpd",
        place="T2",
        masquerade=SERVER_PUBLIC,
        server_ports="dropped",
        truth="FFFWW",
        causes=_ids("passive-port-filtered"),
    ),
    Scenario(
        name="t2-pyftpdlib-wrong-elsewhere",
        server="pyftpdlib",
        place="T2",
        masquerade=ELSEWHERE,
        truth="FWWWW",
        causes=_ids("pasv-foreign-address"),
    ),
    Scenario(
        name="t2-vsftpd-wrong-example",
        server="vsftpd",
        place="T2",
        masquerade="192.0.2.10",
        truth="FWWWW",
        causes=_ids("pasv-foreign-address"),
    ),
    Scenario(
        name="t2-proftpd-container",
        server="proftpd",
        place="T2",
        masquerade="172.17.0.2",
        truth="FWWWW",
        causes=_INSIDE_227 | _ids("server-behind-nat"),
    ),
    Scenario(
        name="t2-vsftpd-listen-ipv6",
        server="vsftpd",
        place="T2",
        bind="::",
        masquerade=SERVER_PUBLIC,
        truth="FWWWW",
        causes=_ids("pasv-unspecified-address"),
    ),
    Scenario(
        name="t2-vsftpd-right-some",
        server="vsftpd",
        place="T2",
        masquerade=SERVER_PUBLIC,
        server_ports="some",
        arguments=("--thorough",),
        truth="???WW",
        causes=_ids("passive-range-partial"),
    ),
    Scenario(
        name="t2-proftpd-helper-compared",
        server="proftpd",
        place="T2",
        helper="server",
        server_ports="dropped",
        require_tls=False,
        arguments=("--compare-plaintext",),
        truth="FFFWW",
        causes=_INSIDE_227
        | _ids("passive-port-filtered server-behind-nat alg-rewrites-plaintext clear-login-allowed"),
    ),
    # T3: the client behind NAT. Passive works; active needs a public address written by the client.
    Scenario(name="t3-vsftpd", server="vsftpd", place="T3", truth="WWWFF/--", causes=_NAT_CLIENT),
    Scenario(name="t3-proftpd", server="proftpd", place="T3", truth="WWWFF/--", causes=_NAT_CLIENT),
    Scenario(name="t3-pureftpd", server="pureftpd", place="T3", truth="WWWFF/--", causes=_NAT_CLIENT),
    Scenario(name="t3-pyftpdlib", server="pyftpdlib", place="T3", truth="WWWFF", causes=_NAT_CLIENT),
    Scenario(
        name="t3-vsftpd-helper-compared",
        server="vsftpd",
        place="T3",
        helper="client",
        require_tls=False,
        arguments=("--compare-plaintext",),
        truth="WWWFF/--",
        causes=_NAT_CLIENT | _ids("alg-rewrites-plaintext clear-login-allowed"),
    ),
    Scenario(
        name="t3-vsftpd-public-forwarded",
        server="vsftpd",
        place="T3",
        client_forwarded=(51000, 51020),
        arguments=("--public-address", CLIENT_PUBLIC, "--active-ports", "51000-51020"),
        truth="WWWFF/WW",
        causes=_NAT_CLIENT,
    ),
    Scenario(
        name="t3-pureftpd-cgnat",
        server="pureftpd",
        place="T3",
        client_inside="100.64.10.2",
        truth="WWWFF/--",
        causes=_ids("active-client-behind-nat client-cgnat"),
    ),
    Scenario(
        name="t3-proftpd-ports-dropped",
        server="proftpd",
        place="T3",
        server_ports="dropped",
        truth="FFFFF/--",
        causes=_NAT_CLIENT | _ids("passive-port-filtered"),
    ),
    Scenario(
        name="t3-proftpd-resets",
        server="proftpd",
        place="T3",
        client_router="resets",
        truth="WWWFF/--",
        causes=_NAT_CLIENT,
    ),
    Scenario(
        name="t3-pyftpdlib-public-not-forwarded",
        server="pyftpdlib",
        place="T3",
        arguments=("--public-address", CLIENT_PUBLIC, "--active-ports", "51000-51020"),
        truth="WWWFF/FF",
        causes=_NAT_CLIENT | _ids("active-no-connection"),
    ),
    Scenario(
        name="t3-pureftpd-public-wrong",
        server="pureftpd",
        place="T3",
        arguments=("--public-address", "198.51.100.77", "--active-ports", "51000-51020"),
        truth="WWWFF/FF",
        causes=_NAT_CLIENT | _ids("active-public-address-wrong"),
    ),
    Scenario(
        name="t3-pyftpdlib-two-exits",
        server="pyftpdlib",
        place="T3",
        data_leaves_by="198.51.100.2",
        truth="FFFFF",
        causes=_NAT_CLIENT | _ids("load-balancer-split"),
    ),
    Scenario(
        name="t3-vsftpd-two-exits",
        server="vsftpd",
        place="T3",
        data_leaves_by="198.51.100.2",
        truth="FFFFF/--",
        causes=_NAT_CLIENT | _ids("load-balancer-split"),
    ),
    # T4: both behind NAT. One side must write its public address and have its range forwarded.
    Scenario(
        name="t4-vsftpd",
        server="vsftpd",
        place="T4",
        truth="FWWFF/--",
        causes=_INSIDE_227 | _ids("active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-proftpd-not-forwarded",
        server="proftpd",
        place="T4",
        server_ports="not-forwarded",
        truth="FFFFF/--",
        causes=_INSIDE_227 | _ids("passive-port-refused active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-pureftpd-right",
        server="pureftpd",
        place="T4",
        masquerade=SERVER_PUBLIC,
        truth="WWWFF/--",
        causes=_NAT_CLIENT,
    ),
    Scenario(
        name="t4-pyftpdlib-implicit",
        server="pyftpdlib",
        place="T4",
        implicit=True,
        truth="FWWFF",
        causes=_INSIDE_227 | _ids("active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-vsftpd-client-forwarded",
        server="vsftpd",
        place="T4",
        server_ports="dropped",
        client_forwarded=(51000, 51020),
        arguments=("--public-address", CLIENT_PUBLIC, "--active-ports", "51000-51020"),
        truth="FFFFF/WW",
        causes=_INSIDE_227 | _ids("passive-port-filtered active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-proftpd-helper",
        server="proftpd",
        place="T4",
        helper="server",
        truth="FWWFF/--",
        causes=_INSIDE_227 | _ids("active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-vsftpd-wrong-elsewhere",
        server="vsftpd",
        place="T4",
        masquerade=ELSEWHERE,
        truth="FWWFF/--",
        causes=_NAT_CLIENT | _ids("pasv-foreign-address"),
    ),
    # The vantage point proves nothing about the outside.
    Scenario(
        name="inside-vsftpd", server="vsftpd", place="inside", truth="WWWWW", causes=_ids("test-from-inside")
    ),
    Scenario(
        name="inside-pureftpd-overlay",
        server="pureftpd",
        place="inside",
        inside_network="100.101.7",
        truth="WWWWW",
        causes=_ids("test-from-inside"),
    ),
    Scenario(
        name="hairpin-vsftpd",
        server="vsftpd",
        place="hairpin",
        truth="FWWFF",
        causes=_ids("hairpin pasv-private-address active-client-behind-nat"),
    ),
    Scenario(
        name="hairpin-proftpd-right",
        server="proftpd",
        place="hairpin",
        masquerade=SERVER_PUBLIC,
        truth="WWWFF",
        causes=_ids("hairpin active-client-behind-nat"),
    ),
    # Nothing can be learnt beyond the control port.
    Scenario(
        name="t2-control-not-forwarded",
        server="vsftpd",
        place="T2",
        control="dropped",
        server_ports="not-forwarded",
        truth="-----",
        causes=_ids("control-refused"),
    ),
    Scenario(
        name="t2-control-dropped",
        server="vsftpd",
        place="T2",
        control="dropped",
        truth="-----",
        arguments=("--timeout", "3"),
        causes=_ids("control-unreachable"),
    ),
    Scenario(
        name="t1-control-prohibited",
        server="pyftpdlib",
        place="T1",
        control="prohibited",
        truth="-----",
        causes=_ids("control-unreachable"),
    ),
    Scenario(
        name="t4-control-closed",
        server="pyftpdlib",
        place="T4",
        control="closed",
        truth="-----",
        causes=_ids("control-refused"),
    ),
    # IPv6: no NAT, and no PASV or PORT.
    Scenario(name="t1-proftpd-ipv6", server="proftpd", place="T1", ipv6=True, truth="--W-W", causes=_ids("")),
)
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
