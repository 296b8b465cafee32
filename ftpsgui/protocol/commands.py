"""Commands to bytes (RFC 959 §4.1, RFC 2640 §3.1 for UTF-8), and commands as they may be shown."""

from __future__ import annotations

HIDDEN = "••••"
"""What stands in place of a password."""


def encode_command(command: str) -> bytes:
    """Return the bytes of one command line with CR LF.

    Raises ValueError for CR, LF or NUL inside: a second command could be smuggled in. A Telnet IAC byte is
    doubled (RFC 959 §4.1 refers to RFC 854); in UTF-8 it cannot occur, so this matters for escaped raw bytes only.
    """
    if any(char in command for char in "\r\n\0"):
        raise ValueError("a command line must not hold CR, LF or NUL")
    return command.encode("utf-8", "surrogateescape").replace(b"\xff", b"\xff\xff") + b"\r\n"


def shown(command: str) -> str:
    """Return ``command`` as it may be recorded: the arguments of PASS and ACCT are blanked."""
    verb, space, _ = command.partition(" ")
    if verb.upper() in ("PASS", "ACCT") and space:
        return f"{verb} {HIDDEN}"
    return command
