"""The message log of FileZilla (client): copied from its window, or its log file.

    Status:	Connecting to 203.0.113.1:21...
    Command:	PASV
    Response:	227 Entering Passive Mode (10,20,30,2,195,80)

Labels and sentences are translated in FileZilla (:mod:`ftpsgui.transcripts.filezilla_words`); commands, replies,
addresses and symbolic errors are not. FluentFTP uses the same labels. In its usual setting FileZilla shows commands only around an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ftpsgui.transcripts.attempt import Habit
from ftpsgui.transcripts.events import (
    NOTHING,
    AddressReplaced,
    ClientName,
    Connected,
    ConnectFailed,
    DataFailed,
    Dial,
    Dropped,
    Event,
    Heard,
    LoggedIn,
    Said,
    Silence,
    TlsEstablished,
    TlsFailed,
    Transferred,
    Verified,
)
from ftpsgui.transcripts.filezilla_words import Meaning, label_pattern, meaning
from ftpsgui.transcripts.lines import error_in, is_command

NAME = "FileZilla"
HABIT: Habit = "repairs"

_LINE = re.compile(
    rf"^(?:(?P<channel>\d+ +\d+) +)?(?:\((?:sync|async)\)\s*)?(?:{label_pattern()})(?:\s?[:：]|(?<=\.)|(?=\t))(?P<gap>\s*)(?P<text>.*)$"
)
_ENDPOINT = re.compile(
    r"(?<![\w.])(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<four>\d{1,3}(?:\.\d{1,3}){3})):(?P<port>\d{1,5})(?!\d)"
)
_HOST = re.compile(r"(?P<host>[A-Za-z0-9][\w.-]*[A-Za-z0-9])(?::(?P<port>\d{1,5}))?")
_VERSION = re.compile(r"^(?P<name>(?:FileZilla|FluentFTP) [\d.]+)")


def confidence(lines: Sequence[str]) -> float:
    """Return how surely these lines (without their time stamps) are such a log, 0 to 1."""
    return sum(_LINE.match(line) is not None for line in lines) / max(1, len(lines))


class Reader:
    """Reads line by line; every line has its label."""

    channel = ""

    def read(self, line: str) -> Sequence[Event] | None:
        """Return what a line says; None when it was not understood."""
        match = _LINE.match(line)
        if match is None:
            return None
        self.channel = match["channel"] or ""
        text = match["text"].strip()
        if match["command"]:
            return (Said(text),) if text else NOTHING
        if match["response"]:
            # The gap is a tab, or spaces of a paste; what is indented beyond that is the server's.
            return (Heard(match["text"].rstrip()),) if text else NOTHING
        if match["error"]:
            return self._error(text)
        return self._status(text) if match["status"] else NOTHING

    def _status(self, text: str) -> Sequence[Event]:
        if version := _VERSION.match(text):
            return (ClientName(version["name"]),)
        if endpoint := _ENDPOINT.search(text):
            address = endpoint["six"] or endpoint["four"]
            return (Dial(address=address, port=int(endpoint["port"])),)
        said = meaning(text)
        if said is not None:
            return self._understood(said, text)
        lower = text.lower()
        if "connection established" in lower and "tls" not in lower.split("connection established")[0]:
            return (Connected(),)
        if "tls connection established" in lower or "authentication successful" in lower:
            return (TlsEstablished(),)
        if "unroutable address" in lower:
            return (AddressReplaced(),) if "instead" in lower or "using server" in lower else NOTHING
        if lower.startswith("logged in"):
            return (LoggedIn(),)
        if lower.startswith("connection attempt failed"):
            return self._error(text)
        return NOTHING

    def _understood(self, said: Meaning, text: str) -> Sequence[Event]:
        match said.name:
            case "resolving" | "connecting":
                named = _HOST.fullmatch(said.filled)
                if named is None:
                    return NOTHING
                return (Dial(host=named["host"], port=int(named["port"]) if named["port"] else None),)
            case "connected":
                return (Connected(),)
            case "secured":
                return (TlsEstablished(),)
            case "logged-in":
                return (LoggedIn(),)
            case "replaced":
                return (AddressReplaced(),)
            case "listed" | "transferred":
                return (Transferred(),)
            case "closed" | "disconnected":
                return (Dropped("closed-by-peer" if said.name == "closed" else "quit"),)
            case _:
                return self._error(text)

    def _error(self, text: str) -> Sequence[Event]:
        lower = text.lower()
        found = error_in(text)
        said = meaning(text)
        name = said.name if said is not None else ""
        if (
            name == "data-failed"
            or "data connection could not be established" in lower
            or "transfer connection" in lower
        ):
            return (DataFailed(*(found or ("error", None))),)
        if name == "silence" or "inactivity" in lower:
            return (Silence(),)
        if name == "tls-failed" or any(
            words in lower for words in ("gnutls error", "tls alert", "tls handshake", "ssl error")
        ):
            return (TlsFailed(_tls_error(lower)),)
        if name == "untrusted" or "certificate" in lower:
            return (Verified(ok=False, text=text[:200], fatal=True),)
        if (
            name == "connect-failed"
            or "connection attempt failed" in lower
            or lower.startswith(("could not connect", "critical error: could not connect"))
        ):
            return (ConnectFailed(*found),) if found else NOTHING
        if name in ("closed", "disconnected"):
            return (Dropped("reset" if found and found[0] == "reset" else "closed-by-peer"),)
        if found and not is_command(text):
            return (DataFailed(*found),)
        return NOTHING


def _tls_error(lower: str) -> str:
    if "-15" in lower or "unexpected tls packet" in lower or "wrong version" in lower:
        return "WRONG_VERSION_NUMBER"
    if "-110" in lower or "non-properly terminated" in lower or "non properly terminated" in lower:
        return "UNEXPECTED_EOF"
    return "TLS_ERROR"
