"""One try to open a data connection, as it grows while a log is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ftpsgui.model.addresses import HostPort, is_private, is_public, normalise, same_address
from ftpsgui.model.facts import INACTIVITY, DataAttempt, Ending, Reply, Step
from ftpsgui.model.plan import Mode, Protection, Target
from ftpsgui.protocol.active import parse_eprt, parse_port
from ftpsgui.protocol.passive import parse_epsv, parse_pasv
from ftpsgui.transcripts import events as e

MODES: dict[str, Mode] = {"PASV": "pasv", "EPSV": "epsv", "PORT": "port", "EPRT": "eprt"}
TRANSFERS = frozenset({"LIST", "NLST", "MLSD", "RETR", "STOR", "STOU", "APPE"})
_OF_FILES = frozenset({"RETR", "STOR", "STOU", "APPE"})
_OWN_REASONS = frozenset({450, 451, 452, 530, 532, 550, 551, 552, 553})


Habit = Literal["repairs", "tells", "unknown"]
"""What a client does with a private address in 227 while the server's own is public, where its log says nothing of it.

``repairs``: it uses the server's own address (and says so, but perhaps in another language). ``tells``: it would have
said so, so it dialled what it was told.
"""
_RESUMPTION = re.compile(
    r"session (?:reuse|resum)|session of data connection (?:has )?not (?:been )?resumed", re.IGNORECASE
)


@dataclass(slots=True)
class Try:
    """Filled event by event; :meth:`fact` is what the log shows of it, and no more."""

    mode: Mode
    argument: str
    begun: float
    protection: Protection
    peer: HostPort
    habit: Habit = "unknown"
    setup: Reply | None = None
    transfer: str = ""
    dialled: HostPort | None = None
    replaced: bool = False
    observed: HostPort | None = None
    tcp: Step | None = None
    tls: Step | None = None
    version: str | None = None
    resumed: bool | None = None
    preliminary: Reply | None = None
    final: Reply | None = None
    ended: Ending | None = None
    last: float = 0.0

    @property
    def passive(self) -> bool:
        """Whether the client dials."""
        return self.mode in ("pasv", "epsv")

    @property
    def under_way(self) -> bool:
        """Whether the data connection is being used: its setup was accepted and it has not ended."""
        return self.setup is not None and self.setup.positive and self.final is None

    def learn(self, event: e.Event, peer: HostPort) -> None:
        """Take what the client says of its data connection; ``peer``: the control connection's other end."""
        match event:
            case e.AddressReplaced():
                self.replaced = True
            case e.DataDialled():
                self.dialled = HostPort(host=event.address, port=event.port)
                if normalise(peer.host) is not None and same_address(event.address, peer.host):
                    self.dialled = HostPort(host=peer.host, port=event.port)
            case e.DataConnected():
                self.tcp = Step(outcome="ok", seconds=0.0)
                if event.address is not None and event.port is not None:
                    self.observed = HostPort(host=event.address, port=event.port)
            case e.DataFailed():
                self.tcp = self.tcp or Step(outcome=event.outcome, seconds=0.0, error=event.error)
            case e.TlsResumed():
                self.resumed = True
            case _:
                pass

    def give_up(self) -> None:
        """The client waited and nothing came. What it waited for is the data connection while no 1xx had come."""
        if self.final is not None:
            return
        self.ended = "timeout"
        accepted = self.replaced if self.setup is None else self.setup.positive
        if self.tcp is None and accepted and self.preliminary is None:
            self.tcp = Step(outcome="timeout", seconds=0.0, error=INACTIVITY)

    def fact(self) -> DataAttempt | None:
        """Return the fact; None when the log holds nothing of it but the command."""
        if self.setup is None and self.ended is None and self.tcp is None:
            return None
        said = self._said()
        done = self.final is not None and self.final.positive and bool(self.transfer)
        private = self.protection == "private"
        # What the server says of TLS on the data connection it can say only of one that stood.
        stood = done or (private and self._wants_resumption())
        tcp = self.tcp or (Step(outcome="ok", seconds=0.0) if stood else None)
        tls = self.tls or (Step(outcome="ok", seconds=0.0) if stood and private else None)
        address = self._address(said, done)
        dialled = self.dialled
        if (
            self.passive
            and dialled is None
            and said is not None
            and (address == "peer" or self._at_peer(said))
        ):
            dialled = HostPort(host=self.peer.host, port=said.port)
        elif self.passive and dialled is None and self.habit != "unknown":
            dialled = said
        return DataAttempt(
            mode=self.mode,
            address=address,
            protection=self.protection,
            purpose="transfer" if self.transfer in _OF_FILES and self._refused_file() else "mode",
            command=self.transfer or "LIST",
            control_peer=self.peer,
            setup=self.setup,
            setup_ending="replied" if self.setup is not None else self.ended if self.tcp is None else None,
            raw=self.argument if not self.passive else self.setup.raw if self.setup is not None else "",
            advertised=said,
            dialled=dialled if self.passive else None,
            listened=None if self.passive else said,
            observed=self.observed
            or (dialled if self.passive and tcp is not None and tcp.outcome == "ok" else None),
            tcp=tcp,
            tls=tls,
            tls_version=self.version,
            resumed=self.resumed,
            preliminary=self.preliminary,
            final=self.final,
            final_ending="replied" if self.final is not None else self.ended if self.transfer else None,
            seconds=round(max(0.0, self.last - self.begun), 3),
        )

    def _wants_resumption(self) -> bool:
        return (
            self.final is not None
            and self.final.code >= 400
            and any(map(_RESUMPTION.search, self.final.lines))
        )

    def _refused_file(self) -> bool:
        """Whether the server refused a file for reasons of its own, which says nothing of the data connection."""
        return self.final is not None and self.final.code in _OWN_REASONS

    def _said(self) -> HostPort | None:
        if self.mode == "port":
            return parse_port(self.argument)
        if self.mode == "eprt":
            return parse_eprt(self.argument)
        if self.setup is None or not self.setup.positive:
            return None
        if self.mode == "pasv":
            pasv = parse_pasv(self.setup)
            return HostPort(host=pasv.host, port=pasv.port) if pasv else None
        epsv = parse_epsv(self.setup)
        return HostPort(host=self.peer.host, port=epsv.port) if epsv else None

    def _at_peer(self, said: HostPort) -> bool:
        return said.host == self.peer.host or same_address(said.host, self.peer.host)

    def _address(self, said: HostPort | None, done: bool) -> Target:
        if not self.passive:
            return "local"
        if self.mode == "epsv":
            return "peer"
        if self.replaced:
            return "peer"
        if said is None:
            return "advertised"
        if self.dialled is not None:
            return "peer" if not same_address(self.dialled.host, said.host) else "advertised"
        unroutable = is_private(said.host) and is_public(self.peer.host)
        if unroutable and self.habit == "repairs":
            return "peer"
        # Nobody says what was dialled: from outside, a transfer that worked cannot have gone to a private address.
        return "peer" if done and unroutable and self.habit == "unknown" else "advertised"


def named_address(command: str) -> str | None:
    """Return the private address that a PORT or EPRT command names: nobody configures one, so it is the client's own."""
    verb, _, argument = command.partition(" ")
    said = (
        parse_port(argument)
        if verb.upper() == "PORT"
        else parse_eprt(argument)
        if verb.upper() == "EPRT"
        else None
    )
    return (
        said.host if said is not None and normalise(said.host) is not None and is_private(said.host) else None
    )
