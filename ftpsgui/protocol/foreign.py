"""What else answers on an FTP port: other protocols, by their first bytes."""

from __future__ import annotations

import re

_SIGNATURES: tuple[tuple[str, re.Pattern[bytes]], ...] = tuple(
    (name, re.compile(pattern, re.DOTALL))
    for name, pattern in (
        ("ssh", rb"SSH-\d"),  # RFC 4253 §4.2
        ("http", rb"HTTP/\d|<!DOCTYPE|<html"),
        ("smtp", rb"(220|554)[ -][^\r\n]*\bE?SMTP\b"),  # RFC 5321 §4.2: shares 220 with FTP
        ("pop3", rb"\+OK"),
        ("imap", rb"\* (OK|PREAUTH|BYE)"),
        ("nntp", rb"20[01] .*(NNTP|posting|InterNetNews)"),
        ("tls", rb"[\x14-\x17]\x03[\x00-\x04]"),  # a TLS record: alert, handshake
        ("rdp", rb"\x03\x00\x00"),
        ("vnc", rb"RFB \d"),
        ("mysql", rb".{3}\x00\x0a[\x20-\x7e]+\x00"),
        ("telnet", rb"\xff[\xfb-\xfe]."),
        ("rsync", rb"@RSYNCD:"),
        ("amqp", rb"AMQP"),
        ("redis", rb"-(ERR|NOAUTH|DENIED)"),
    )
)


def guess_protocol(data: bytes) -> str | None:
    """Name the protocol that begins with ``data``, or None when it is not known (or may be FTP)."""
    head = data[:512]
    for name, pattern in _SIGNATURES:
        if pattern.match(head):
            return name
    return None
