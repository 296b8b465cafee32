"""What one line of a log says, in words that all clients share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ftpsgui.model.facts import Outcome


@dataclass(frozen=True, slots=True)
class Dial:
    """A control connection is being made. What the line does not say is None."""

    host: str | None = None
    address: str | None = None
    port: int | None = None
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Another:
    """What follows is about another connection, whose beginning may be missing."""


@dataclass(frozen=True, slots=True)
class Connected:
    """TCP of the control connection is established."""

    host: str | None = None
    address: str | None = None
    port: int | None = None


@dataclass(frozen=True, slots=True)
class ConnectFailed:
    """The control connection could not be made."""

    outcome: Outcome
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A command was sent."""

    command: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A line of a reply came, with its code (or without, in the middle of a reply of several lines)."""

    line: str


@dataclass(frozen=True, slots=True)
class TlsEstablished:
    """TLS stands: on the data connection while one is being used, else on the control connection."""

    version: str | None = None
    cipher: str | None = None


@dataclass(frozen=True, slots=True)
class TlsFailed:
    """A TLS handshake failed; ``error`` is symbolic (``WRONG_VERSION_NUMBER``)."""

    error: str


@dataclass(frozen=True, slots=True)
class TlsResumed:
    """The client offers the control connection's TLS session on the data connection."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The certificate was accepted, or it was not and ``code`` (OpenSSL's number, 0 unknown) and ``text`` say why."""

    ok: bool
    code: int = 0
    text: str = ""
    fatal: bool = False
    """Whether the client ended the connection for it."""


@dataclass(frozen=True, slots=True)
class DataDialled:
    """The client connects to this address for the data connection."""

    address: str
    port: int


@dataclass(frozen=True, slots=True)
class DataConnected:
    """The data connection stands; ``address`` is its peer where the server connected to the client."""

    address: str | None = None
    port: int | None = None


@dataclass(frozen=True, slots=True)
class DataFailed:
    """The data connection could not be made."""

    outcome: Outcome
    error: str | None = None


@dataclass(frozen=True, slots=True)
class AddressReplaced:
    """The client found the address in 227 unroutable and dials the control connection's peer instead."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The client says that it is logged in (some show neither USER nor PASS)."""


@dataclass(frozen=True, slots=True)
class Transferred:
    """The client says that a listing or a file came through (some show nothing else of it)."""


@dataclass(frozen=True, slots=True)
class Silence:
    """The client gave up because nothing came any more."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """The control connection is gone."""

    how: Literal["quit", "closed-by-peer", "reset", "aborted", "timeout"]


@dataclass(frozen=True, slots=True)
class ClientName:
    """The name and version of the client, as the log says it."""

    name: str


@dataclass(frozen=True, slots=True)
class User:
    """The user's name, where the log says it beside the command."""

    name: str


Event = (
    Dial
    | Another
    | Connected
    | ConnectFailed
    | Said
    | Heard
    | TlsEstablished
    | TlsFailed
    | TlsResumed
    | Verified
    | DataDialled
    | DataConnected
    | DataFailed
    | AddressReplaced
    | LoggedIn
    | Transferred
    | Silence
    | Dropped
    | ClientName
    | User
)

NOTHING: tuple[Event, ...] = ()
"""The line was understood and holds nothing of use. (None stands for a line that was not understood.)"""
