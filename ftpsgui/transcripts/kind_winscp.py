"""The session log of WinSCP (protocol FTP): a mark, a time, a text.

. 2026-01-02 10:11:12.123 Connecting to ftp.example.com ...
> 2026-01-02 10:11:12.345 PASV
< 2026-01-02 10:11:12.401 227 Entering Passive Mode (10,20,30,2,195,80).
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
    Said,
    Silence,
    TlsEstablished,
    TlsFailed,
    User,
    Verified,
)
from ftpsgui.transcripts.lines import error_in

NAME = "WinSCP"
HABIT: Habit = "repairs"

_LINE = re.compile(r"^(?P<mark>[.<>!*]) (?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d(?:[.,]\d+)? ?(?P<text>.*)$")
_VERSION = re.compile(r"^WinSCP Version (?P<version>[\d.]+)")
_HOST = re.compile(r"^Host name: (?P<host>\S+?) \(Port: (?P<port>\d{1,5})\)")
_LOOKUP = re.compile(r'^Looking up host "(?P<host>[^"\s]+)"')
_CONNECTED = re.compile(r"^Connected with (?P<host>[^\s,]+)")
_USER = re.compile(r"^User name: (?P<user>\S+) \(")
_TLS = re.compile(r"^Using (?P<version>TLSv[\d.]+|SSLv\d), cipher (?:TLSv[\d.]+: )?(?P<cipher>[\w-]+)")
_ADDRESS = re.compile(r"(?P<address>\d{1,3}(?:\.\d{1,3}){3}):(?P<port>\d{1,5})")
_FAILURES = re.compile(r"with fingerprint .* and (?P<code>\d{1,9}) failures")


def confidence(lines: Sequence[str]) -> float:
    """Return how surely these lines (with their time stamps) are such a log, 0 to 1."""
    return sum(_LINE.match(line) is not None for line in lines) / max(1, len(lines))


class Reader:
    """Reads line by line; keeps the host that the head of the log names."""

    channel = ""

    def __init__(self) -> None:
        self._host: str | None = None
        self._port: int | None = None
        self._implicit = False
        self._transferring = False

    def read(self, line: str) -> Sequence[Event] | None:
        """Return what a line says; None when it was not understood."""
        match = _LINE.match(line)
        if match is None:
            return None
        text = match["text"]
        if match["mark"] == ">":
            self._transferring = text.split(" ", 1)[0] in ("PASV", "EPSV", "PORT", "EPRT")
            return (Said(text),)
        if match["mark"] == "<":
            return (Heard(text),)
        if match["mark"] == "!":
            return NOTHING
        return self._note(text.strip())

    def _note(self, text: str) -> Sequence[Event]:
        if version := _VERSION.match(text):
            return (ClientName(f"WinSCP {version['version']}"),)
        if host := _HOST.match(text):
            self._host, self._port = host["host"], int(host["port"])
            return NOTHING
        if user := _USER.match(text):
            return (User(user["user"]),)
        if text.startswith("FTP: FTPS: Implicit"):
            self._implicit = True
            return NOTHING
        if tls := _TLS.match(text):
            return (TlsEstablished(tls["version"], tls["cipher"]),)
        if failures := _FAILURES.search(text):
            code = int(failures["code"])
            return (Verified(ok=code == 0, code=code),) if code else NOTHING
        lower = text.lower()
        if lower.startswith("connecting to "):
            return self._connecting(text)
        if connected := _CONNECTED.match(text):
            return (Connected(self._named(connected["host"])),)
        if lookup := _LOOKUP.match(text):
            self._host = self._host or lookup["host"]
            return NOTHING
        if lower.startswith("tls connection established"):
            return (TlsEstablished(),)
        if "unroutable address" in lower and "instead" in lower:
            return (AddressReplaced(),)
        if "timeout detected" in lower:
            return (Silence(),)
        if (
            lower.startswith(("disconnected from server", "connection closed", "connection lost"))
            or "server unexpectedly closed" in lower
        ):
            return (Dropped("closed-by-peer"),)
        return self._failure(text, lower)

    def _connecting(self, text: str) -> Sequence[Event]:
        address = _ADDRESS.search(text)
        if address is not None and self._transferring:
            return ()
        if address is not None:
            return (Dial(self._host, address["address"], int(address["port"]), self._implicit),)
        host = text.removeprefix("Connecting to ").rstrip(" .")
        return (Dial(host or self._host, None, self._port, self._implicit),)

    def _named(self, host: str) -> str | None:
        """Return the name that the client connected with; an address in its place says nothing that is not known."""
        return self._host or (None if _ADDRESS.match(host) else host)

    def _failure(self, text: str, lower: str) -> Sequence[Event]:
        found = error_in(text)
        if "tls" in lower and ("fail" in lower or "error" in lower):
            return (TlsFailed("WRONG_VERSION_NUMBER" if "wrong version" in lower else "TLS_ERROR"),)
        if "certificate" in lower and ("not trusted" in lower or "rejected" in lower):
            return (Verified(ok=False, text=text[:200], fatal=True),)
        if found is not None and ("connect" in lower or "data" in lower):
            return (DataFailed(*found),) if self._transferring else (ConnectFailed(*found),)
        return NOTHING
