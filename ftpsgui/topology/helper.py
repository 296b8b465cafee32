"""What an FTP helper on a router does to clear text, as nf_conntrack_ftp and nf_nat_ftp do."""

from __future__ import annotations

import re

import msgspec

from ftpsgui.model.addresses import HostPort
from ftpsgui.topology.world import Packet, Router, State

_SIX = re.compile(r"(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})")
_EPRT = re.compile(r"\|1\|([\d.]+)\|(\d+)\|")
_EPSV = re.compile(r"\(\|\|\|(\d+)\|\)")


def help_along(
    router: Router, state: State, segment: str, before: Packet, after: Packet
) -> tuple[Packet, State]:
    """Let the router's FTP helper read a line that goes out; return the packet and the state after it.

    ``before`` and ``after`` are the packet as it came from ``segment`` and with its header translated.
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
