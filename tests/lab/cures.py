"""The faults that a server or its router can be cured of, and what is true afterwards. Data only: one row a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from tests.lab.scenario import ELSEWHERE, SERVER_PUBLIC, Place, Scenario, ids
from tests.servers import Kind

Firewall = Literal["iptables", "nftables"]


@dataclass(frozen=True, kw_only=True)
class Cure:
    """A fault, and what its cure must lead to."""

    fault: str
    """What is wrong, for the table in docs/CURES.md."""
    before: Scenario
    goes: frozenset[str]
    """The findings that must be there before, whose remedies are followed, and that must be gone afterwards."""
    becomes: str = "WWWWW"
    """The truth afterwards, as in a scenario."""
    firewall: Firewall = "iptables"
    """What filters and forwards, and what the report is asked to speak."""
    changed: Mapping[str, Any] = field(default_factory=dict)
    """What else is true of the scenario afterwards."""
    way: int = 1
    """Which of the report's alternatives is followed."""
    dialled: str | None = None
    """The name that the report is asked for, where it must know one; else the server's address."""
    sample: bool = False
    """Whether CI proves it, too."""

    @property
    def name(self) -> str:
        return self.before.name

    @property
    def stays(self) -> frozenset[str]:
        """The findings of severity error or warning, and the causes, that are no fault of the server's side."""
        return ids("active-client-behind-nat") if self.before.client_nat else ids()

    @property
    def after(self) -> Scenario:
        """What must be true when the remedies were followed."""
        changes = {"truth": self.becomes, "causes": self.stays, "cured": True, "stops": None, **self.changed}
        return replace(self.before, **changes)


def _cure(
    name: str, server: Kind, fault: str, goes: str, place: Place = "T2", *, sample: bool = False, **more: Any
) -> Cure:
    own = {key: more.pop(key) for key in ("becomes", "firewall", "changed", "way", "dialled") if key in more}
    before = Scenario(name=name, server=server, place=place, truth="-----", causes=ids(goes), **more)
    return Cure(fault=fault, before=before, goes=ids(goes), sample=sample, **own)


_CLEAR = {"require_tls": False, "arguments": ("--compare-plaintext",)}
_NO_TLS: dict[str, Any] = {"tls": False, "stops": "tls-refused", "changed": {"tls": True}}
_NO_PROTECTION: dict[str, Any] = {
    "protection": "refused",
    "stops": "protection-refused",
    "changed": {"protection": "either"},
}
_OLD_TLS: dict[str, Any] = {
    "tls_versions": ("1.0", "1.0"),
    "stops": "tls-failed",
    "changed": {"tls_versions": None},
}

CURES: tuple[Cure, ...] = (
    # The address in 227, and the way to the passive ports behind a router.
    _cure(
        "vsftpd-no-masquerade",
        "vsftpd",
        "no masquerade address, passive range dropped",
        "pasv-private-address passive-port-filtered",
        server_ports="dropped",
        sample=True,
    ),
    _cure(
        "proftpd-no-masquerade",
        "proftpd",
        "no masquerade address, passive range dropped",
        "pasv-private-address passive-port-filtered",
        server_ports="dropped",
        firewall="nftables",
        sample=True,
    ),
    _cure(
        "pureftpd-no-masquerade",
        "pureftpd",
        "no masquerade address, passive range dropped, private addresses die silently",
        "pasv-private-address passive-port-filtered",
        server_ports="dropped",
        private_dies="silently",
        sample=True,
    ),
    _cure(
        "pyftpdlib-no-masquerade",
        "pyftpdlib",
        "no masquerade address, passive range dropped",
        "pasv-private-address passive-port-filtered",
        server_ports="dropped",
        firewall="nftables",
        sample=True,
    ),
    _cure(
        "vsftpd-not-forwarded",
        "vsftpd",
        "no masquerade address, passive range not forwarded",
        "pasv-private-address passive-port-refused",
        server_ports="not-forwarded",
        firewall="nftables",
    ),
    _cure(
        "vsftpd-wrong-example",
        "vsftpd",
        "masquerade address copied from a manual",
        "pasv-foreign-address",
        masquerade="192.0.2.10",
    ),
    _cure(
        "vsftpd-stale-name",
        "vsftpd",
        "masquerade by a name that has an old address",
        "pasv-foreign-address",
        extra=("pasv_addr_resolve=YES", "pasv_address=old.example.test"),
    ),
    _cure(
        "vsftpd-listens-ipv6",
        "vsftpd",
        "right masquerade address, but listen_ipv6=YES: 227 names 0.0.0.0",
        "pasv-unspecified-address",
        bind="::",
        masquerade=SERVER_PUBLIC,
        sample=True,
    ),
    _cure(
        "vsftpd-t4",
        "vsftpd",
        "both behind NAT, no masquerade address, passive range dropped",
        "pasv-private-address passive-port-filtered",
        "T4",
        server_ports="dropped",
        becomes="WWWFF/--",
    ),
    _cure(
        "vsftpd-right-not-forwarded",
        "vsftpd",
        "right masquerade address, passive range not forwarded",
        "passive-port-refused",
        masquerade=SERVER_PUBLIC,
        server_ports="not-forwarded",
    ),
    _cure(
        "vsftpd-right-some",
        "vsftpd",
        "right masquerade address, half of the range forwarded",
        "passive-range-partial",
        masquerade=SERVER_PUBLIC,
        server_ports="some",
        arguments=("--thorough",),
        firewall="nftables",
    ),
    _cure(
        "proftpd-right-some",
        "proftpd",
        "right masquerade address, half of the range forwarded",
        "passive-range-partial",
        masquerade=SERVER_PUBLIC,
        server_ports="some",
        arguments=("--thorough",),
    ),
    *(
        _cure(
            f"{server}-by-name",
            server,
            "no masquerade address; cured by a name that the server looks up itself",
            "pasv-private-address",
            way=2,
            dialled="ftp.example.test",
            sample=server == "vsftpd",
        )
        for server in get_args(Kind)
    ),
    _cure(
        "proftpd-container",
        "proftpd",
        "masquerade address of a container",
        "pasv-private-address",
        masquerade="172.17.0.2",
        sample=True,
    ),
    _cure(
        "proftpd-stale",
        "proftpd",
        "masquerade address of an earlier line",
        "pasv-foreign-address",
        masquerade=ELSEWHERE,
    ),
    _cure(
        "proftpd-stale-name",
        "proftpd",
        "masquerade by a name that has an old address",
        "pasv-foreign-address",
        masquerade="old.example.test",
    ),
    _cure(
        "proftpd-right-dropped",
        "proftpd",
        "right masquerade address, passive range dropped",
        "passive-port-filtered",
        masquerade=SERVER_PUBLIC,
        server_ports="dropped",
        firewall="nftables",
    ),
    _cure(
        "proftpd-t4-not-forwarded",
        "proftpd",
        "both behind NAT, no masquerade address, range not forwarded",
        "pasv-private-address passive-port-refused",
        "T4",
        server_ports="not-forwarded",
        becomes="WWWFF/--",
    ),
    _cure(
        "pureftpd-stale",
        "pureftpd",
        "masquerade address of an earlier line",
        "pasv-foreign-address",
        masquerade=ELSEWHERE,
        sample=True,
    ),
    _cure(
        "pureftpd-stale-name",
        "pureftpd",
        "masquerade by a name that has an old address",
        "pasv-foreign-address",
        masquerade="old.example.test",
    ),
    _cure(
        "pureftpd-right-rejected",
        "pureftpd",
        "right masquerade address, a firewall rejects the range",
        "passive-port-refused",
        masquerade=SERVER_PUBLIC,
        server_ports="rejected",
    ),
    _cure(
        "pyftpdlib-stale",
        "pyftpdlib",
        "masquerade address of an earlier line",
        "pasv-foreign-address",
        masquerade=ELSEWHERE,
    ),
    _cure(
        "pyftpdlib-t4-implicit",
        "pyftpdlib",
        "both behind NAT, implicit TLS, no masquerade address",
        "pasv-private-address",
        "T4",
        implicit=True,
        becomes="WWWFF",
    ),
    # A public server whose own firewall is in the way.
    _cure(
        "vsftpd-public-dropped",
        "vsftpd",
        "public server, its firewall drops the range",
        "passive-port-filtered",
        "T1",
        server_ports="dropped",
    ),
    _cure(
        "proftpd-public-rejected",
        "proftpd",
        "public server, its firewall rejects the range",
        "passive-port-refused",
        "T1",
        server_ports="rejected",
    ),
    _cure(
        "vsftpd-ipv6-dropped",
        "vsftpd",
        "public server over IPv6, its firewall drops the passive range",
        "passive-port-filtered",
        "T1",
        ipv6=True,
        server_ports="dropped",
        becomes="--W-W",
    ),
    _cure(
        "pureftpd-public-prohibited",
        "pureftpd",
        "public server, its firewall prohibits the range",
        "passive-port-filtered",
        "T1",
        server_ports="prohibited",
        firewall="nftables",
        sample=True,
    ),
    _cure(
        "pyftpdlib-public-dropped",
        "pyftpdlib",
        "public server, its firewall drops the range",
        "passive-port-filtered",
        "T1",
        server_ports="dropped",
        firewall="nftables",
    ),
    _cure(
        "vsftpd-small-range",
        "vsftpd",
        "a passive range of one port",
        "passive-range-exhausted",
        "T1",
        passive_range=(50000, 50000),
        arguments=("--thorough",),
    ),
    # The control port.
    _cure(
        "vsftpd-control-not-forwarded",
        "vsftpd",
        "right masquerade address, nothing is forwarded",
        "control-refused",
        masquerade=SERVER_PUBLIC,
        control="dropped",
        server_ports="not-forwarded",
        stops="refused",
        way=2,
        changed={"control": "open"},
    ),
    _cure(
        "proftpd-control-dropped",
        "proftpd",
        "right masquerade address, the router drops everything",
        "control-unreachable",
        masquerade=SERVER_PUBLIC,
        control="dropped",
        server_ports="dropped",
        stops="unreachable",
        arguments=("--timeout", "3"),
        changed={"control": "open", "arguments": ()},
        firewall="nftables",
    ),
    _cure(
        "pyftpdlib-control-prohibited",
        "pyftpdlib",
        "public server, its firewall prohibits the control port",
        "control-unreachable",
        "T1",
        control="prohibited",
        stops="unreachable",
        changed={"control": "open"},
    ),
    # Mode commands that are switched off.
    _cure(
        "vsftpd-no-passive",
        "vsftpd",
        "passive mode switched off",
        "pasv-command-refused",
        "T1",
        passive=False,
        changed={"passive": True},
        sample=True,
    ),
    _cure(
        "vsftpd-denied-pasv",
        "vsftpd",
        "PASV among the denied commands",
        "epsv-only-works",
        "T1",
        extra=("cmds_denied=PASV",),
    ),
    _cure(
        "proftpd-no-passive",
        "proftpd",
        "PASV and EPSV limited to nobody",
        "pasv-command-refused",
        "T1",
        passive=False,
        changed={"passive": True},
    ),
    _cure(
        "pureftpd-no-passive",
        "pureftpd",
        "NATmode: passive mode switched off",
        "pasv-command-refused",
        "T1",
        passive=False,
        changed={"passive": True},
    ),
    _cure(
        "pureftpd-no-epsv",
        "pureftpd",
        "BrokenClientsCompatibility: EPSV refused over IPv4",
        "epsv-command-refused",
        "T1",
        extra=("BrokenClientsCompatibility yes",),
    ),
    _cure(
        "pyftpdlib-no-passive",
        "pyftpdlib",
        "a program that took PASV and EPSV out of its commands",
        "pasv-command-refused",
        "T1",
        passive=False,
        changed={"passive": True},
        sample=True,
    ),
    _cure(
        "pyftpdlib-no-active",
        "pyftpdlib",
        "a program that took PORT and EPRT out of its commands",
        "active-command-refused",
        "T1",
        active=False,
        changed={"active": True},
    ),
    _cure(
        "vsftpd-no-active",
        "vsftpd",
        "PORT and EPRT switched off",
        "active-command-refused",
        "T1",
        active=False,
        changed={"active": True},
    ),
    _cure(
        "proftpd-no-active",
        "proftpd",
        "PORT and EPRT limited to nobody",
        "active-command-refused",
        "T1",
        active=False,
        changed={"active": True},
        sample=True,
    ),
    # TLS
    _cure(
        "vsftpd-reuse",
        "vsftpd",
        "TLS session reuse required",
        "tls-session-reuse-required",
        "T1",
        session_reuse=True,
        changed={"session_reuse": False},
    ),
    _cure(
        "proftpd-reuse",
        "proftpd",
        "TLS session reuse required",
        "tls-session-reuse-required",
        "T1",
        session_reuse=True,
        changed={"session_reuse": False},
        sample=True,
    ),
    _cure("vsftpd-no-tls", "vsftpd", "TLS switched off", "tls-not-offered", "T1", **_NO_TLS),
    _cure("proftpd-no-tls", "proftpd", "TLS not set up", "tls-not-offered", "T1", **_NO_TLS, sample=True),
    _cure("pureftpd-no-tls", "pureftpd", "TLS switched off", "tls-not-offered", "T1", **_NO_TLS),
    _cure(
        "pyftpdlib-no-tls",
        "pyftpdlib",
        "a handler without TLS",
        "tls-not-offered",
        "T1",
        **_NO_TLS,
        sample=True,
    ),
    _cure(
        "vsftpd-clear-login", "vsftpd", "logins in clear are accepted", "clear-login-allowed", "T1", **_CLEAR
    ),
    _cure(
        "proftpd-clear-login",
        "proftpd",
        "logins in clear are accepted",
        "clear-login-allowed",
        "T1",
        **_CLEAR,
    ),
    _cure(
        "pureftpd-clear-login",
        "pureftpd",
        "logins in clear are accepted",
        "clear-login-allowed",
        "T1",
        **_CLEAR,
        sample=True,
    ),
    _cure(
        "pyftpdlib-clear-login",
        "pyftpdlib",
        "logins in clear are accepted",
        "clear-login-allowed",
        "T1",
        **_CLEAR,
    ),
    _cure(
        "vsftpd-no-protection",
        "vsftpd",
        "PROT among the denied commands",
        "data-protection-refused",
        "T1",
        **_NO_PROTECTION,
    ),
    _cure(
        "proftpd-no-protection",
        "proftpd",
        "TLS forbidden on data connections",
        "data-protection-refused",
        "T1",
        **_NO_PROTECTION,
    ),
    _cure(
        "vsftpd-expired",
        "vsftpd",
        "expired certificate",
        "certificate-expired",
        "T1",
        certificate="expired",
        stops="untrusted",
        sample=True,
    ),
    _cure(
        "proftpd-wrong-name",
        "proftpd",
        "certificate for another name",
        "certificate-name-mismatch",
        "T1",
        certificate="wrong-name",
        stops="untrusted",
    ),
    _cure(
        "pureftpd-self-signed",
        "pureftpd",
        "self-signed certificate",
        "certificate-self-signed",
        "T1",
        certificate="self-signed",
        stops="untrusted",
    ),
    _cure(
        "pyftpdlib-expired",
        "pyftpdlib",
        "expired certificate",
        "certificate-expired",
        "T1",
        certificate="expired",
        stops="untrusted",
    ),
    _cure(
        "proftpd-no-intermediate",
        "proftpd",
        "the intermediate certificate is not sent",
        "certificate-untrusted",
        "T1",
        certificate="no-intermediate",
        stops="untrusted",
    ),
    _cure(
        "vsftpd-not-yet-valid",
        "vsftpd",
        "a certificate that begins next month",
        "certificate-not-yet-valid",
        "T1",
        certificate="not-yet-valid",
        stops="untrusted",
    ),
    _cure(
        "proftpd-tls-1.0",
        "proftpd",
        "TLSProtocol allows TLS 1.0 only",
        "tls-outdated",
        "T1",
        **_OLD_TLS,
        sample=True,
    ),
    _cure(
        "pyftpdlib-tls-1.1",
        "pyftpdlib",
        "a context that ends at TLS 1.1",
        "tls-outdated",
        "T1",
        **_OLD_TLS | {"tls_versions": ("1.0", "1.1")},
    ),
    # The helper in the router
    _cure(
        "vsftpd-helper",
        "vsftpd",
        "a helper in the router rewrites what is in clear",
        "pasv-private-address alg-rewrites-plaintext clear-login-allowed",
        helper="server",
        **_CLEAR,
    ),
    _cure(
        "pyftpdlib-helper",
        "pyftpdlib",
        "a helper in the router rewrites what is in clear",
        "pasv-private-address alg-rewrites-plaintext clear-login-allowed",
        helper="server",
        **_CLEAR,
        firewall="nftables",
    ),
)
BY_NAME = {cure.name: cure for cure in CURES}

NOT_CURED: Mapping[str, str] = {
    "active-no-connection, active-peer-mismatch": "the client's firewall or the way back is in question; no line on the server decides",
    "alg-interferes": "a device that alters FTP before TLS; the kernel's helper, all that stands here, does not",
    "certificate-changed, data-certificate-differs": "which of two certificates is the right one, only the administrator knows",
    "control-dropped, control-timeout, control-idle-timeout, greeting-missing, not-ftp": "something else listens, hangs or cuts the line; what it is decides what to do, and the finding says how to see",
    "data-peer-not-tls, data-tls-failed, tls-close-missing, tls-plaintext-injected": "faults of a server's own code or of an attacker; no setting makes them",
    "dns-unresolvable, dns-addresses-disagree": "names are not the server's settings",
    "epsv-reply-malformed, pasv-reply-malformed": "faults of a server's own code; none of the four has them",
    "listing-failed, transfer-stalled, transfer-truncated": "disks, permissions and paths with a small MTU; not a line of configuration",
    "load-balancer-split": "the balancer must keep both connections on one node; the server can only be made to accept strangers' connections, which is no cure",
    "server-busy": "how many clients a server takes is the administrator's choice",
    "tls-handshake-failed": "the age of the server's TLS library, or its certificate files, decide; that is an update, not a line",
    "vsftpd and Pure-FTPd with outdated TLS": "they have no setting for it: what their OpenSSL can do decides (vsftpd's packages of Red Hat have lines, which the remedy adds where they are known)",
    "tls-resumption-exhausted": "session-reuse, which has rows, is its remedy; none of the four servers runs out",
    "PORT refused by Pure-FTPd": "it has no switch that refuses PORT",
    "implicit TLS where explicit is spoken, and the reverse": "the client chooses the wrong one: implicit-on-explicit-port and explicit-on-implicit-port are for the client",
    "anonymous login refused, wrong password": "login-refused is for the client; whom a server lets in is the administrator's choice",
}
"""What has no row, and why: findings by their ids, and faults that a reader may look for."""
