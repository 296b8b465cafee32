"""What the user writes for HOST: a name, an address, ``host:port``, or a URL without a password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from ftpsgui.cli.errors import CommandError
from ftpsgui.model.addresses import HostPort, is_ipv6, normalise
from ftpsgui.model.message import msg
from ftpsgui.model.plan import TlsMode
from ftpsgui.protocol.stun import PORT as STUN_PORT

_SCHEMES: dict[str, TlsMode] = {"ftp": "auto", "ftps": "auto", "ftpes": "explicit"}
_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<rest>.*)", re.DOTALL)
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Target:
    """HOST taken apart; ``tls`` is ``auto`` unless the scheme says more. ``shown`` is what was written."""

    shown: str
    host: str
    port: int | None = None
    user: str | None = None
    tls: TlsMode = "auto"


def parse_target(text: str) -> Target:
    """Take HOST apart; CommandError when it is none, or when a password stands in it (never repeated in words)."""
    text = text.strip()
    tls: TlsMode = "auto"
    rest = text
    if url := _URL.fullmatch(text):
        scheme = url["scheme"].lower()
        if scheme not in _SCHEMES:
            raise CommandError(msg("{scheme}:// is no address of an FTPS server.", scheme=scheme))
        tls = _SCHEMES[scheme]
        # The path says what to transfer; a test transfers a listing of the start directory.
        rest = re.split(r"[/?#]", url["rest"], maxsplit=1)[0]
    user: str | None = None
    if "@" in rest:
        login, _, rest = rest.rpartition("@")
        if ":" in login:
            raise CommandError(
                msg(
                    "A password inside the address would stay in the shell's history and in the list of processes. Leave "
                    "it out: the program asks for it, or takes it with --password-stdin or --password-env."
                )
            )
        user = unquote(login) or None
    host, port = _host_and_port(rest)
    if not host or _UNPRINTABLE.search(host) or host.startswith("-"):
        raise CommandError(msg("“{text}” is no host name or address.", text=_visible(rest)))
    return Target(shown=text, host=host, port=port, user=user, tls=tls)


def _host_and_port(text: str) -> tuple[str, int | None]:
    if text.startswith("["):
        host, closed, after = text[1:].partition("]")
        if not closed or not is_ipv6(host) or (after and not after.startswith(":")):
            raise CommandError(msg("“{text}” is no host name or address.", text=_visible(text)))
        return host, parse_port(after[1:]) if after else None
    if normalise(text) is not None:
        return text, None
    host, colon, port = text.rpartition(":")
    if not colon:
        return text, None
    if ":" in host:
        raise CommandError(msg("“{text}” is no host name or address.", text=_visible(text)))
    return host, parse_port(port)


def parse_port(text: str) -> int:
    """Return a port number from 1 to 65535; CommandError for anything else."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise CommandError(msg("“{text}” is no port number (1 to 65535).", text=_visible(text)))
    return int(text)


def parse_ports(text: str) -> tuple[int, int]:
    """Return an inclusive range of ports from ``A-B`` (or ``A``); CommandError for anything else."""
    first, dash, last = text.partition("-")
    low = parse_port(first)
    high = parse_port(last) if dash else low
    if high < low:
        raise CommandError(msg("“{text}” is no range of ports: write A-B, A first.", text=_visible(text)))
    return low, high


def _visible(text: str) -> str:
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )[:80]


def parse_stun(text: str) -> HostPort:
    """Return a STUN server as host and port (3478 unless given); CommandError for anything else."""
    target = parse_target(text)
    if target.user is not None or "://" in text:
        raise CommandError(msg("“{text}” is no host name or address.", text=_visible(text)))
    return HostPort(host=target.host, port=target.port or STUN_PORT)
