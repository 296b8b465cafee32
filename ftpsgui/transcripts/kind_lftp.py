"""What lftp says with ``debug`` (level 3 and higher).

---- Connecting to ftp.example.com (203.0.113.1) port 21
---> PASV
<--- 227 Entering Passive Mode (10,20,30,2,195,80).
---- Address returned by PASV seemed to be incorrect and has been fixed
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ftpsgui.transcripts.attempt import Habit
from ftpsgui.transcripts.events import (
    NOTHING,
    AddressReplaced,
    ConnectFailed,
    DataConnected,
    DataDialled,
    DataFailed,
    Dial,
    Dropped,
    Event,
    Heard,
    Said,
    Silence,
    TlsFailed,
    Verified,
)
from ftpsgui.transcripts.lines import error_in

NAME = "lftp"
HABIT: Habit = "tells"

_LINE = re.compile(
    r"^(?:---- |---> |<--- |\*\*\*\* |(?:WARNING|ERROR): Certificate verification|Loaded \d+ C(?:A|RL)s"
    r"|Certificate: \S| (?:Issued by|Checking against): \S| {2}Trusted$)"
)
_OUTPUT = re.compile(
    r"^(?:[-dlbcps][-rwxsStT]{9}\b|\w+: (?:Fatal error|Login failed|Access failed)|\d+ bytes transferred)"
)
"""What it lists, and how a command ended: said above in more detail."""
_DIAL = re.compile(r"^Connecting to (?P<host>\S+) \((?P<address>[0-9a-fA-F:.]+)\) port (?P<port>\d{1,5})")
_DATA = re.compile(r"^Connecting data socket to \(?(?P<address>[0-9a-fA-F:.]+?)\)? port (?P<port>\d{1,5})")
_ACCEPTED = re.compile(
    r"^Accepted data connection from \((?P<address>[0-9a-fA-F:.]+)\) port (?P<port>\d{1,5})"
)


def confidence(lines: Sequence[str]) -> float:
    """Return how surely these lines (without their time stamps) are such a log, 0 to 1."""
    marked = sum(_LINE.match(line) is not None for line in lines) / max(1, len(lines))
    # What it lists stands between the lines.
    return min(1.0, marked * 1.2) if any(line.startswith(("---> ", "<--- ")) for line in lines) else 0.0


class Reader:
    """Reads line by line; knows whether a data connection is under way."""

    channel = ""

    def __init__(self) -> None:
        self._data = False

    def read(self, line: str) -> Sequence[Event] | None:
        """Return what a line says; None when it was not understood."""
        if line.startswith("---> "):
            if line[5:9] in ("PASV", "EPSV", "PORT", "EPRT"):
                self._data = True
            return (Said(line[5:].rstrip()),)
        if line.startswith("<--- "):
            return (Heard(line[5:].rstrip()),)
        if line.startswith("---- "):
            return self._note(line[5:].rstrip())
        if line.startswith("**** "):
            return self._trouble(line[5:].rstrip())
        if line.startswith(("WARNING: Certificate verification", "ERROR: Certificate verification")):
            return () if self._data else (_verified(line, fatal=line.startswith("ERROR")),)
        return NOTHING if _LINE.match(line) or _OUTPUT.match(line) else None

    def _note(self, text: str) -> Sequence[Event]:
        if dial := _DIAL.match(text):
            self._data = False
            return (Dial(dial["host"], dial["address"], int(dial["port"])),)
        if data := _DATA.match(text):
            self._data = True
            return (DataDialled(data["address"], int(data["port"])),)
        if accepted := _ACCEPTED.match(text):
            return (DataConnected(accepted["address"], int(accepted["port"])),)
        if text.startswith("Data connection established"):
            return (DataConnected(),)
        if text.startswith("Address returned by PASV seemed to be incorrect"):
            return (AddressReplaced(),)
        if text.startswith("Closing data socket"):
            self._data = False
        if text.startswith("Closing control socket"):
            return (Dropped("quit"),)
        return NOTHING

    def _trouble(self, text: str) -> Sequence[Event]:
        lower = text.lower()
        found = error_in(text)
        if "certificate" in lower:
            return (_verified(text, fatal=True),)
        if lower.startswith("timeout"):
            return (Silence(),)
        if "ssl_connect" in lower or "gnutls_handshake" in lower or "wrong version" in lower:
            return (
                TlsFailed(
                    "WRONG_VERSION_NUMBER"
                    if "unexpected tls packet" in lower or "wrong version" in lower
                    else "TLS_ERROR"
                ),
            )
        if "peer closed connection" in lower:
            return (Dropped("closed-by-peer"),)
        if found is not None:
            return (DataFailed(*found),) if self._data else (ConnectFailed(*found),)
        return NOTHING


def _verified(text: str, *, fatal: bool) -> Verified:
    lower = text.lower()
    code = (
        10
        if "expired" in lower
        else 62
        if "not match" in lower or "hostname" in lower
        else 20
        if "issuer is unknown" in lower
        else 0
    )
    return Verified(ok=False, code=code, text=text.split("verification:", 1)[-1].strip()[:200], fatal=fatal)
