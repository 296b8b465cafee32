"""The one STUN question that is asked: "from which address do you see me?" (RFC 8489).

A Binding request without attributes, and the success response's XOR-MAPPED-ADDRESS (§14.2), or the MAPPED-ADDRESS
(§14.1) of a server from before RFC 5389. No credentials, no state; whatever cannot be read is no answer.
"""

from __future__ import annotations

import ipaddress
from typing import Final, NamedTuple

from ftpsgui.model.addresses import HostPort, normalise

PORT: Final = 3478
"""IANA: stun."""
TRANSACTION: Final = 12
"""Bytes of a transaction id (§5), to be chosen at random: only who saw the request can answer it."""

_COOKIE: Final = bytes.fromhex("2112a442")
_HEADER: Final = 20
_REQUEST, _SUCCESS, _ERROR = 0x0001, 0x0101, 0x0111
_MAPPED, _ERROR_CODE, _XOR_MAPPED = 0x0001, 0x0009, 0x0020
_LENGTHS: Final = {1: 4, 2: 16}
"""Bytes of an address by STUN's family: IPv4, IPv6."""


class StunAnswer(NamedTuple):
    """What the server says: ``address``, whence it saw the request; or ``error``, the code of an error response."""

    address: HostPort | None
    error: int | None = None


def binding_request(transaction: bytes) -> bytes:
    """Return a Binding request (§5: type, length 0, magic cookie, transaction id)."""
    if len(transaction) != TRANSACTION:
        raise ValueError(f"a transaction id has {TRANSACTION} bytes")
    return _REQUEST.to_bytes(2, "big") + b"\0\0" + _COOKIE + transaction


def answers(data: bytes, transaction: bytes) -> bool:
    """Whether ``data`` is a response to the request with this transaction id, whatever it says."""
    return (
        len(data) >= _HEADER
        and int.from_bytes(data[:2], "big") in (_SUCCESS, _ERROR)
        and data[4:8] == _COOKIE
        and data[8:_HEADER] == transaction
    )


def parse_answer(data: bytes, transaction: bytes) -> StunAnswer | None:
    """Return what a response says; None when it is none to this request, or says nothing that can be read."""
    if not answers(data, transaction):
        return None
    failed = int.from_bytes(data[:2], "big") == _ERROR
    plain: HostPort | None = None
    for kind, value in _attributes(data):
        if failed:
            if kind == _ERROR_CODE and len(value) >= 4:
                return StunAnswer(None, (value[2] & 7) * 100 + value[3])
        elif kind == _XOR_MAPPED:
            address = _address(value, _COOKIE + transaction)
            if address is not None:
                return StunAnswer(address)
        elif kind == _MAPPED and plain is None:
            plain = _address(value, bytes(16))
    return StunAnswer(plain) if plain is not None else None


def _attributes(data: bytes) -> list[tuple[int, bytes]]:
    """Return the attributes (§14: type, length, value, padded to four bytes); one that is cut off ends the list."""
    end = min(len(data), _HEADER + int.from_bytes(data[2:4], "big"))
    found: list[tuple[int, bytes]] = []
    position = _HEADER
    while position + 4 <= end:
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        value = data[position + 4 : position + 4 + length]
        if len(value) < length or position + 4 + length > end:
            break
        found.append((int.from_bytes(data[position : position + 2], "big"), value))
        position += 4 + length + -length % 4
    return found


def _address(value: bytes, key: bytes) -> HostPort | None:
    """Read a (XOR-)MAPPED-ADDRESS: zero byte, family, port, address; port and address are XORed with ``key``."""
    if len(value) < 4 or len(value) != 4 + _LENGTHS.get(value[1], -1):
        return None
    port = int.from_bytes(value[2:4], "big") ^ int.from_bytes(key[:2], "big")
    packed = bytes(one ^ other for one, other in zip(value[4:], key, strict=False))
    text = str(ipaddress.ip_address(packed))
    return HostPort(host=normalise(text) or text, port=port)
