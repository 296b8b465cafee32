"""The arguments of PORT (RFC 959 §4.1.2) and EPRT (RFC 2428 §2)."""

from __future__ import annotations

import re

from ftpsgui.model.addresses import HostPort, classify, is_ipv6, normalise


def format_port(endpoint: HostPort) -> str:
    """Return ``h1,h2,h3,h4,p1,p2``. Raises ValueError for anything but an IPv4 address: PORT cannot say it."""
    address = normalise(endpoint.host)
    if address is None or is_ipv6(address):
        raise ValueError(f"PORT names IPv4 addresses only, not {endpoint.host}")
    high, low = divmod(endpoint.port, 256)
    return ",".join([*address.split("."), str(high), str(low)])


def format_eprt(endpoint: HostPort) -> str:
    """Return ``|1|a.b.c.d|port|`` or ``|2|x:y::z|port|``. Raises ValueError when the host is not an address."""
    address = normalise(endpoint.host)
    if address is None:
        raise ValueError(f"EPRT names IP addresses only, not {endpoint.host}")
    return f"|{2 if is_ipv6(address) else 1}|{address}|{endpoint.port}|"


def parse_port(argument: str) -> HostPort | None:
    """Read a PORT argument, or None."""
    match = re.fullmatch(r"\s*(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})\s*", argument)
    if match is None:
        return None
    values = [int(group) for group in match.groups()]
    if any(value > 255 for value in values):
        return None
    return HostPort(host=".".join(map(str, values[:4])), port=values[4] * 256 + values[5])


def parse_eprt(argument: str) -> HostPort | None:
    """Read an EPRT argument with any delimiter (RFC 2428 §2: one printable character), or None."""
    argument = argument.strip()
    if len(argument) < 7:
        return None
    parts = argument.split(argument[0])
    if len(parts) != 5 or parts[0] or parts[4] or not parts[3].isascii() or not parts[3].isdigit():
        return None
    host, port = normalise(parts[2]), int(parts[3])
    if host is None or classify(host) == "not-an-address" or not 0 <= port <= 65535:
        return None
    if parts[1] != ("2" if is_ipv6(host) else "1"):
        return None
    return HostPort(host=host, port=port)
