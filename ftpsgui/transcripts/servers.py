"""A log of several connections at once, perhaps to several servers: whose line is whose.

FileZilla's log file numbers its connections, and several write at the same time. Read in the order of the lines, the reply
to one would answer the command of another; and a server's address would be held against another server's reply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ftpsgui.transcripts.events import (
    AddressReplaced,
    Another,
    Connected,
    DataFailed,
    Dial,
    Event,
    Heard,
    Said,
    Silence,
)
from ftpsgui.transcripts.reading import LineRead

_MODES = ("PASV", "EPSV", "PORT", "EPRT")


@dataclass(slots=True)
class _Server:
    """The names and addresses by which one server was dialled; how much of a data connection its lines tell."""

    names: set[str] = field(default_factory=set)
    talked: bool = False
    weight: int = 0


def arrange(lines: Sequence[LineRead]) -> tuple[list[tuple[float, Event]], int]:
    """Return the events of one server, connection after connection, and how many lines were about other servers.

    Of several servers it is the one whose lines tell most of data connections; of equals, the last.
    """
    servers, owners = _owners(lines)
    talking = [one for one in servers if one.talked]
    chosen = max(reversed(talking), key=lambda one: one.weight, default=None)
    kept = [
        line
        for line, owner in zip(lines, owners, strict=True)
        if owner is None or chosen is None or owner is chosen
    ]
    channels: dict[str, list[LineRead]] = {line.channel: [] for line in kept if line.events}
    for line in kept:
        if line.channel in channels:
            channels[line.channel].append(line)
    timed: list[tuple[float, Event]] = []
    for own in channels.values():
        if timed:
            timed.append((own[0].at, Another()))
        timed += [(line.at, event) for line in own for event in line.events]
    return timed, len(lines) - len(kept)


def _owners(lines: Sequence[LineRead]) -> tuple[list[_Server], list[_Server | None]]:
    servers: list[_Server] = []
    current: dict[str, _Server] = {}
    dialling: dict[str, bool] = {}
    owners: list[_Server | None] = []
    for line in lines:
        for event in line.events:
            names = _names(event)
            if names:
                server = current.get(line.channel)
                if server is None or not (
                    names & server.names or _other_address(event, dialling[line.channel])
                ):
                    server = _known(servers, names)
                server.names |= names
                current[line.channel], dialling[line.channel] = server, True
            elif isinstance(event, (Said, Heard)):
                dialling[line.channel] = False
            if (owner := current.get(line.channel)) is not None:
                _weigh(owner, event)
        owners.append(current.get(line.channel))
    return servers, owners


def _names(event: Event) -> set[str]:
    if not isinstance(event, (Dial, Connected)):
        return set()
    return {name.lower() for name in (event.host, event.address) if name}


def _other_address(event: Event, dialling: bool) -> bool:
    """Whether a client that has not talked yet tries the next address of the same server."""
    return dialling and isinstance(event, (Dial, Connected)) and not event.host


def _known(servers: list[_Server], names: set[str]) -> _Server:
    for server in servers:
        if names & server.names:
            return server
    servers.append(_Server())
    return servers[-1]


def _weigh(server: _Server, event: Event) -> None:
    match event:
        case Said(command=command):
            server.talked = True
            server.weight += command.split(" ", 1)[0].upper() in _MODES
        case Heard():
            server.talked = True
        case DataFailed() | AddressReplaced() | Silence():
            server.weight += 1
        case _:
            pass


def begins_secured(timed: Sequence[tuple[float, Event]]) -> bool:
    """Whether a log lacks the beginning of a connection on which TLS stood: PROT was accepted, and nothing shows AUTH.

    A server accepts PROT after a security exchange only (RFC 4217, section 12.1).
    """
    prot = False
    for _, event in timed:
        match event:
            case Said(command=command):
                verb = command.split(" ", 1)[0].upper()
                if verb == "AUTH":
                    return False
                prot = verb == "PROT"
            case Heard(line=line) if prot:
                return line[:1] == "2"
            case Dial() | Connected() | Another():
                return False
            case _:
                pass
    return False
