"""Addresses that a server reveals in its replies: the client as it sees it, itself as it sees itself.

Sources: greeting (ProFTPD), STAT, ESTP/ESTA (Pure-FTPd), refused PORT/EPRT. Each pattern names the servers that
word it so; a line that no pattern knows reveals nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ftpsgui.model.addresses import normalise
from ftpsgui.model.facts import Reply
from ftpsgui.protocol.numbers import LARGEST_PORT, whole

Kind = Literal["client", "server", "data-peer", "port-echo"]
"""``client``: us as the server sees us. ``server``: the server's own address as it knows it. ``data-peer``: whence
our data connection came. ``port-echo``: the address that arrived in our PORT (a helper may have rewritten it)."""


@dataclass(frozen=True, slots=True)
class Revealed:
    """One address in a reply. ``source`` names the kind of reply."""

    kind: Kind
    address: str
    port: int | None
    source: str


_ADDRESS = r"\[?(?P<address>(?=[0-9a-fA-F]{0,4}[.:])[0-9a-fA-F.:]{2,45}?)\]?"
"""An IP address, or something like one; bounded, so that a hostile line costs no time."""
_WORDINGS: tuple[tuple[Kind, str, str, str, str], ...] = (
    # ProFTPD: "ProFTPD Server (Debian) [::ffff:192.168.1.20]"; its masquerade address when it has one.
    ("server", "greeting", "", "ProFTPD", rf"ProFTPD.{{0,200}}?\[{_ADDRESS}\]"),
    # pyftpdlib, before login too; note the colon: vsftpd's line without it means the client.
    ("server", "stat", "STAT", "Connected to: ", rf"^\s*Connected to: {_ADDRESS}:(?P<port>\d+)$"),
    # SFTPGo
    ("client", "stat", "STAT", "Connected to ", rf"Connected to \S+ from {_ADDRESS}:(?P<port>\d+) for "),
    # libunftp
    ("client", "stat", "STAT", "client addr: ", rf"client addr: {_ADDRESS}:(?P<port>\d+)"),
    # z/OS
    ("client", "stat", "STAT", "talking to host ", rf"talking to host {_ADDRESS}, port (?P<port>\d+)"),
    # ProFTPD: "Connected from client.example.net (198.51.100.7)"
    ("client", "stat", "STAT", "Connected from ", rf"^\s*Connected from \S+ \({_ADDRESS}\)"),
    # Apache FtpServer: "Connected from 198.51.100.7"
    ("client", "stat", "STAT", "Connected from ", rf"^\s*Connected from /?{_ADDRESS}$"),
    # BSD: "Connected to client.example.net (198.51.100.7)"; inetutils where the client has no name: "Connected to  (…)"
    ("client", "stat", "STAT", "Connected to ", rf"^\s*Connected to \S* \({_ADDRESS}\)$"),
    # Pure-FTPd: "I won't open a connection to 10.1.2.3 (only to 198.51.100.7)"
    ("client", "port-refusal", "PORT EPRT", "(only to ", rf"\(only to {_ADDRESS}\)"),
    # Apache FtpServer: "PORT IP is not same as 198.51.100.7."
    (
        "client",
        "port-refusal",
        "PORT EPRT",
        " IP is not same as ",
        rf"^(?:PORT|EPRT) IP is not same as {_ADDRESS}\.?$",
    ),
    (
        "client",
        "refusal",
        "",
        "No server access from the IP ",
        rf"^No server access from the IP {_ADDRESS}\.$",
    ),
    # Pure-FTPd
    (
        "client",
        "estp",
        "ESTP",
        "Connected to (|",
        r"^Connected to \(\|[12]\|(?P<address>[^|]+)\|(?P<port>\d+)\|\)",
    ),
    ("server", "esta", "ESTA", "Connected from (|", r"^Connected from \(\|[12]\|(?P<address>[^|]+)\|\d+\|\)"),
    # pyftpdlib
    (
        "port-echo",
        "port-refusal",
        "PORT EPRT",
        "Rejected data connection to ",
        rf"^Rejected data connection to foreign address {_ADDRESS}:(?P<port>\d+)\.",
    ),
    (
        "data-peer",
        "data-refusal",
        "",
        "Rejected data connection from ",
        rf"^Rejected data connection from foreign address {_ADDRESS}:(?P<port>\d+)\.",
    ),
    # SFTPGo: "dial tcp 10.0.0.2:20->198.51.100.7:51201: i/o timeout"
    ("server", "active-failure", "", "dial tcp ", rf"dial tcp {_ADDRESS}:(?P<port>\d+)->"),
)
"""Kind, source, the commands it answers (empty: any), some words of it, and a pattern that finds the address.

The words are looked for first: most lines hold none, and most patterns are never needed.
"""
_CONNECTED_TO = rf"^\s*Connected to /?{_ADDRESS}$"
"""vsftpd and BSD mean the client by it; Apache FtpServer, which also says "Connected from", means itself."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def revealed(verb: str, reply: Reply) -> tuple[Revealed, ...]:
    """Return the addresses in the reply to a command (``verb`` upper case; empty for the greeting)."""
    found: list[Revealed] = []
    says_from = any("Connected from" in line for line in reply.lines)
    for line in reply.lines:
        for kind, source, verbs, words, pattern in _WORDINGS:
            if words not in line or (verbs and verb not in verbs.split()):
                continue
            match = _compiled(pattern).search(line)
            if match:
                _add(found, kind, match, source)
                break
        else:
            match = _compiled(_CONNECTED_TO).search(line) if verb == "STAT" else None
            if match:
                _add(found, "server" if says_from else "client", match, "stat")
    return tuple(found)


def _add(found: list[Revealed], kind: Kind, match: re.Match[str], source: str) -> None:
    address = normalise(match["address"])
    if address is None:
        return
    port = whole(match.groupdict().get("port") or "", LARGEST_PORT)
    found.append(Revealed(kind=kind, address=address, port=port, source=source))
