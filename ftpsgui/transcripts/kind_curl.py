"""What curl says on standard error with ``-v`` (also with ``--trace-time``).

*   Trying 203.0.113.1:21...
> PASV
< 227 Entering Passive Mode (10,20,30,2,195,80).
* Skip 10.20.30.2 for data connection, uses 203.0.113.1 instead
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
    DataConnected,
    DataDialled,
    DataFailed,
    Dial,
    Dropped,
    Event,
    Heard,
    Said,
    Silence,
    TlsEstablished,
    TlsFailed,
    TlsResumed,
    Verified,
)
from ftpsgui.transcripts.lines import error_in, is_command

NAME = "curl"
HABIT: Habit = "tells"

_PROGRESS = re.compile(r"[\r ]*(?:(?:% Total|Dload) .*|\d[\d\r .:kMGTP-]*(?P<rest>[*<>{}] .*)?)$")
"""curl's meter, which stands between the lines, and in front of one that came while it was being written."""
_LINE = re.compile(r"^(?:\* |\*$|> |< |[{}] \[\d+ bytes data\]|curl: \(\d+\))")
_TELLING = re.compile(
    r"^\* +(?:Trying |Connected to |Connection #\d+ to host|Closing connection|SSL connection using|ALPN|TLSv1|Entry path|Connect data stream)"
)
_TRYING = re.compile(r"^ *Trying \[?(?P<address>[0-9a-fA-F:.]+?)\]?:(?P<port>\d{1,5})\.\.\.$")
_TRYING_OLD = re.compile(r"^ *Trying (?P<address>[0-9a-fA-F:.]+?)\.\.\.$")
_CONNECTED = re.compile(
    r"^(?:Connected to|Established connection to) (?P<host>\S+) \((?P<address>[0-9a-fA-F:.]+)(?:\) port| port) (?P<port>\d{1,5})"
)
_CONNECTING = re.compile(r"^Connecting to \S+ \((?P<address>[0-9a-fA-F:.]+)\) port (?P<port>\d{1,5})$")
_FAILED = re.compile(
    r"^(?:connect to (?P<address>\S+) port \d+(?: from \S+ port \d+)? failed|Immediate connect fail for \S+|Failed to connect to \S+)"
)
_CONNECT_TIMEOUT = re.compile(r"ipv[46] connect timeout after \d+ ?ms")
_SKIP = re.compile(r"^Skip \S+ for data connection, (?:uses|re-use) \S+ instead")
_TLS = re.compile(r"^SSL connection using (?P<version>\S+) / (?P<cipher>\S+)")
_RESULT = re.compile(
    r"^ *SSL certificate verify result: (?P<text>.*?) \((?P<code>\d{1,9})\), continuing anyway"
)
_PROBLEM = re.compile(r"^SSL certificate problem: (?P<text>.*)$")
_CODES = (
    ("self-signed certificate in certificate chain", 19),
    ("self signed certificate in certificate chain", 19),
    ("self-signed", 18),
    ("self signed", 18),
    ("expired", 10),
    ("not yet valid", 9),
    ("unable to get local issuer", 20),
    ("hostname mismatch", 62),
)


def confidence(lines: Sequence[str]) -> float:
    """Return how surely these lines (without their time stamps) are such a log, 0 to 1."""
    shaped = sum(_LINE.match(line) is not None for line in lines) / max(1, len(lines))
    return shaped if any(_TELLING.match(line) for line in lines) else 0.0


class Reader:
    """Reads line by line; knows whether the client is at the control or at a data connection."""

    channel = ""

    def __init__(self) -> None:
        self._data = False
        self._old_address: str | None = None

    def read(self, line: str) -> Sequence[Event] | None:
        """Return what a line says; None when it was not understood."""
        if progress := _PROGRESS.match(line):
            return self.read(progress["rest"]) if progress["rest"] else NOTHING
        if line.startswith("> ") and is_command(line[2:]):
            self._data = self._data and not line.startswith(("> USER", "> PASV", "> EPSV"))
            return (Said(line[2:].rstrip()),)
        if line.startswith("< "):
            self._data = self._data or line.startswith(("< 227", "< 229"))
            return (Heard(line[2:].rstrip()),)
        if line.startswith("* "):
            return self._note(line[2:].rstrip())
        if line.startswith("curl: ("):
            return self._end(line)
        if line.startswith("curl ") and (version := re.match(r"curl [\d.]+", line)):
            return (ClientName(version[0]),)
        return NOTHING if re.match(r"[{}] \[|\*$|[<>]$", line) else None

    def _note(self, text: str) -> Sequence[Event]:
        if trying := _TRYING.match(text):
            address, port = trying["address"], int(trying["port"])
            return (DataDialled(address, port),) if self._data else (Dial(None, address, port),)
        if trying := _TRYING_OLD.match(text):
            self._old_address = trying["address"]
            return NOTHING if self._data else (Dial(None, trying["address"], None),)
        if connecting := _CONNECTING.match(text):
            return (DataDialled(connecting["address"], int(connecting["port"])),)
        if connected := _CONNECTED.match(text):
            if self._data:
                return (DataConnected(),)
            return (Connected(connected["host"], connected["address"], int(connected["port"])),)
        if _SKIP.match(text):
            return (AddressReplaced(),)
        if tls := _TLS.match(text):
            return (TlsEstablished(tls["version"], tls["cipher"]),)
        if re.match(r"SSL re-?using session ID", text):
            return (TlsResumed(),)
        if result := _RESULT.match(text):
            return (Verified(ok=False, code=int(result["code"]), text=result["text"]),)
        if "SSL certificate verify ok" in text:
            return (Verified(ok=True),)
        if problem := _PROBLEM.match(text):
            return (Verified(ok=False, code=_code(problem["text"]), text=problem["text"], fatal=True),)
        return self._trouble(text)

    def _trouble(self, text: str) -> Sequence[Event]:
        lower = text.lower()
        if _FAILED.match(text):
            found = error_in(text)
            if found is None:
                return NOTHING
            return (DataFailed(*found),) if self._data else (ConnectFailed(*found),)
        if "wrong version number" in lower:
            return (TlsFailed("WRONG_VERSION_NUMBER"),)
        if (
            re.match(r"(?:openssl|gnutls|schannel|ssl)\S*:? .*error", lower)
            or "server aborted the ssl handshake" in lower
        ):
            return (TlsFailed("TLS_ERROR"),)
        if self._data and _CONNECT_TIMEOUT.match(lower):
            return (DataFailed("timeout", "ETIMEDOUT"),)
        if self._data and lower.startswith("failed epsv attempt"):
            return (DataFailed("error"),)  # why, an earlier line says, if one does
        if lower.startswith(
            (
                "operation timed out",
                "connection timed out",
                "connection time-out",
                "accept timeout",
                "ftp response timeout",
                "server response timeout",
            )
        ):
            return (Silence(),)
        if lower.startswith(("closing connection", "shutting down connection")):
            self._data = False
            return (Dropped("aborted"),)
        if "left intact" in lower:
            self._data = False
        return NOTHING

    def _end(self, line: str) -> Sequence[Event]:
        if line.startswith(("curl: (28)", "curl: (12)")) and self._data:
            return (Silence(),)
        return NOTHING


def _code(text: str) -> int:
    lower = text.lower()
    return next((code for words, code in _CODES if words in lower), 0)
