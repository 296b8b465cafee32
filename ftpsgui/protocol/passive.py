"""The addresses inside 227 and 229 replies, read as leniently as clients in the field do, violations recorded.

A hostile server writes what it likes: every pattern here takes time in proportion to the text, and no more of a text
than :data:`LONGEST` characters is looked at.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ftpsgui.model.facts import Reply

LONGEST = 2048
"""Characters of a reply that may hold an address; real ones have some sixty."""
NO_PARENTHESES = "no-parentheses"
SPACES = "spaces"
DELIMITER = "other-delimiter"
OVER_255 = "number-over-255"
WRONG_COUNT = "not-six-numbers"
IPV6_IN_227 = "ipv6-in-227"
PASV_IN_229 = "227-text-to-epsv"
PROTOCOL_OR_ADDRESS_IN_229 = "address-in-229"
PORT_ZERO = "port-zero"
OTHER_CODE = "unexpected-code"


class PasvAddress(NamedTuple):
    """What a PASV reply says: ``host`` dotted, ``port`` 0–65535, and what had to be forgiven."""

    host: str
    port: int
    violations: tuple[str, ...]


class EpsvPort(NamedTuple):
    """What an EPSV reply says (RFC 2428 §3), and what had to be forgiven."""

    port: int
    violations: tuple[str, ...]


_STRICT_227 = re.compile(r"\((\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})\)", re.ASCII)
_NUMBERS = re.compile(r"\d+(?:\s{0,4}[,.;:]\s{0,4}\d+)*", re.ASCII)
"""Numbers in a row, as many as there are: an address is six, and of seven nobody knows which six are meant."""
_STRICT_229 = re.compile(r"\(([!-~])\1\1(\d{1,5})\1\)", re.ASCII)
_PORT_229 = re.compile(r"([!-'*+/:-@\[-`{-~])\s{0,4}(\d{1,5})\s{0,4}\1", re.ASCII)
"""The end of what stands in a 229: a delimiter, the port, the same delimiter."""


def parse_pasv(reply: Reply) -> PasvAddress | None:
    """Return the address of a 227 (RFC 959 §4.1.2: ``h1,h2,h3,h4,p1,p2``), or None when there is none to be read.

    RFC 1123 §4.1.2.6: a client must scan for the digits and must not rely on the parentheses.
    """
    text = _text(reply)
    found: list[str] = []
    violations: list[str] = []
    if reply.code != 227:
        violations.append(OTHER_CODE)
    strict = _STRICT_227.search(text)
    if strict:
        found = list(strict.groups())
    else:
        for match in _NUMBERS.finditer(text):
            numbers = match[0]
            found = re.findall(r"\d+", numbers, re.ASCII)
            if len(found) == 6:
                break
        else:
            return None
        if f"({numbers})" not in text:
            violations.append(NO_PARENTHESES)
        if re.search(r"\s", numbers, re.ASCII):
            violations.append(SPACES)
        if re.search(r"[.;:]", numbers):
            violations.append(DELIMITER)
    values = [int(number) for number in found]
    if any(value > 255 for value in values):
        # Nothing sensible can be dialled; a codec that wraps (value & 255) would dial a stranger.
        return None
    host = ".".join(str(value) for value in values[:4])
    port = values[4] * 256 + values[5]
    if port == 0:
        violations.append(PORT_ZERO)
    return PasvAddress(host, port, tuple(violations))


def pasv_violation(reply: Reply) -> str:
    """Name why :func:`parse_pasv` could not read ``reply``."""
    text = _text(reply)
    numbers = re.findall(r"\d+", text, re.ASCII)
    # As text, as in EPSV's reply, or byte by byte: sixteen numbers and two for the port.
    if re.search(r":[0-9a-fA-F]{0,4}:", text) or "|||" in text or len(numbers) == 18:
        return IPV6_IN_227
    if len(numbers) >= 6 and any(int(number) > 255 for number in numbers):
        return OVER_255
    return WRONG_COUNT


def parse_epsv(reply: Reply) -> EpsvPort | None:
    """Return the port of a 229 (RFC 2428 §3: ``(<d><d><d>port<d>)``), or None when there is none to be read.

    A protocol number or an address inside is ignored, as the RFC demands of clients, and recorded.
    """
    text = _text(reply)
    violations: list[str] = []
    if reply.code != 229:
        violations.append(OTHER_CODE)
    strict = _STRICT_229.search(text)
    if strict:
        port = int(strict.group(2))
    else:
        lenient = _lenient_229(text)
        if lenient is None:
            pasv = parse_pasv(reply)
            if pasv is None or not pasv.port:
                return None
            return EpsvPort(pasv.port, (*violations, PASV_IN_229))
        port = lenient.port
        if lenient.protocol or lenient.address:
            violations.append(PROTOCOL_OR_ADDRESS_IN_229)
        if f"({lenient.whole})" not in text:
            violations.append(NO_PARENTHESES)
    if port > 65535:
        return None
    if port == 0:
        violations.append(PORT_ZERO)
    return EpsvPort(port, tuple(violations))


class _Found(NamedTuple):
    whole: str
    protocol: str
    address: str
    port: int


def _lenient_229(text: str) -> _Found | None:
    """Find ``<d>protocol<d>address<d>port<d>`` with whatever delimiter: the port first, then back to what precedes it."""
    for match in _PORT_229.finditer(text):
        delimiter, third = match[1], match.start()
        second = text.rfind(delimiter, 0, third)
        first = text.rfind(delimiter, 0, max(second, 0))
        if first < 0:
            continue
        protocol, address = text[first + 1 : second], text[second + 1 : third]
        if not re.search(r"[\s()]", protocol + address):
            return _Found(text[first : match.end()], protocol, address, int(match[2]))
    return None


def _text(reply: Reply) -> str:
    return " ".join(reply.lines)[:LONGEST]
