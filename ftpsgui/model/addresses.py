"""The one table of address classes, and endpoints.

Never ``ipaddress.is_private`` or ``is_global``: they call 203.0.113.1 private and 100.64.0.1 neither, and they
differ between Python releases. Sources: IANA special-purpose address registries (RFC 6890 and successors).
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import Literal

import msgspec

AddressClass = Literal[
    "public",
    "rfc1918",
    "ula",
    "carrier-grade",
    "loopback",
    "link-local",
    "unspecified",
    "documentation",
    "multicast",
    "broadcast",
    "not-an-address",
]
"""What kind of address this is; ``documentation`` counts as public for the topology."""

_TEXT_TABLE: tuple[tuple[str, AddressClass], ...] = (
    ("0.0.0.0/8", "unspecified"),
    ("10.0.0.0/8", "rfc1918"),
    ("172.16.0.0/12", "rfc1918"),
    ("192.168.0.0/16", "rfc1918"),
    ("100.64.0.0/10", "carrier-grade"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local"),
    ("192.0.2.0/24", "documentation"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("255.255.255.255/32", "broadcast"),
    ("::/128", "unspecified"),
    ("::1/128", "loopback"),
    ("fe80::/10", "link-local"),
    ("fc00::/7", "ula"),
    ("2001:db8::/32", "documentation"),
    ("3fff::/20", "documentation"),
    ("ff00::/8", "multicast"),
)
_TABLE = tuple((ipaddress.ip_network(network), kind) for network, kind in _TEXT_TABLE)

PRIVATE_CLASSES: frozenset[AddressClass] = frozenset(
    {"rfc1918", "ula", "carrier-grade", "loopback", "link-local", "unspecified"}
)
"""Classes that nobody on the internet can dial."""


@lru_cache(maxsize=4096)
def normalise(address: str) -> str | None:
    """Return the canonical text of an IP address, or None when it is not one.

    An IPv4 address mapped into IPv6 (``::ffff:192.0.2.1``) becomes the IPv4 address; a scope id is dropped.
    """
    try:
        parsed = ipaddress.ip_address(address.split("%", 1)[0].strip("[]"))
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(parsed)


@lru_cache(maxsize=4096)
def classify(address: str) -> AddressClass:
    """Return the class of ``address`` (IPv4 or IPv6 text)."""
    text = normalise(address)
    if text is None:
        return "not-an-address"
    parsed = ipaddress.ip_address(text)
    for network, kind in _TABLE:
        if parsed.version == network.version and parsed in network:
            return kind
    return "public"


def is_public(address: str) -> bool:
    """Whether the internet could route to ``address``; documentation addresses count as public."""
    return classify(address) in ("public", "documentation")


def is_private(address: str) -> bool:
    """Whether ``address`` has a meaning only inside some network (RFC 1918, ULA, carrier-grade, loopback, …)."""
    return classify(address) in PRIVATE_CLASSES


def is_ipv6(address: str) -> bool:
    """Whether ``address`` is an IPv6 address (an IPv4-mapped one is not)."""
    text = normalise(address)
    return text is not None and ":" in text


def same_address(first: str, second: str) -> bool:
    """Whether two texts name the same IP address, whatever their spelling."""
    a, b = normalise(first), normalise(second)
    return a is not None and a == b


@lru_cache(maxsize=4096)
def in_network(address: str, network: str) -> bool:
    """Whether ``address`` lies in ``network`` (``10.0.0.0/8``); False when either cannot be read."""
    text = normalise(address)
    try:
        return text is not None and ipaddress.ip_address(text) in ipaddress.ip_network(network, strict=False)
    except (ValueError, TypeError):
        return False


class HostPort(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A transport address: ``host`` is an IP address or a name, ``port`` 0–65535."""

    host: str
    port: int

    def __str__(self) -> str:
        """Render as ``host:port``, IPv6 in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Interface(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One address of this computer: the network it shares is ``address/prefix``."""

    name: str
    address: str
    prefix: int

    @property
    def network(self) -> str:
        """The network in CIDR notation, host bits kept (``192.168.1.20/24``)."""
        return f"{self.address}/{self.prefix}"
