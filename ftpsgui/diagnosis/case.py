"""What a rule is given, and what it may answer: it fires, it is silent, or it cannot know yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeVar

import msgspec

from ftpsgui.knowledge.base import Knowledge
from ftpsgui.model.addresses import HostPort, normalise
from ftpsgui.model.facts import DataAttempt, Exchange
from ftpsgui.model.findings import Explained, Finding, ModeRow, ProductGuess, Topology
from ftpsgui.model.plan import Mode, Target
from ftpsgui.session.state import ControlConnection, Seen, State
from ftpsgui.topology.attempts import proves_mode
from ftpsgui.topology.habits import usual_owner

SILENT: Literal["silent"] = "silent"
"""The facts are there, and they do not have this fault."""
UNKNOWN: Literal["unknown"] = "unknown"
"""The facts that would decide are not there (yet)."""
_COMPARING = frozenset({"plaintext-comparison", "ccc"})
"""The probes that ask on such a connection."""
Answer = Finding | Literal["silent", "unknown"]
F = TypeVar("F")


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the user chose beside the facts. ``passive_range``: what we set on both sides, unless known.

    ``router``: what stands in front of the server; ``firewall``: the one on the server's own machine.
    """

    product: str | None = None
    router: str | None = None
    firewall: str | None = None
    passive_range: tuple[int, int] = (50000, 50100)


@dataclass(frozen=True)
class Case:
    """A state with everything that was derived from it before the rules are asked."""

    state: State
    knowledge: Knowledge
    choices: Choices
    product: ProductGuess | None
    modes: tuple[ModeRow, ...]
    topology: Topology
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def peer(self) -> HostPort | None:
        """The address and port under test."""
        return self.state.target

    @property
    def main(self) -> ControlConnection | None:
        """The control connection that stands for the run."""
        return self.state.main

    @property
    def ended(self) -> bool:
        """Whether the run is over: what did not happen until now will not happen any more."""
        return self.state.ended is not None

    @property
    def inside(self) -> bool:
        """Whether the server is seen from its own network: that proves nothing about the outside."""
        return self.topology.topology_class == "inside"

    @cached_property
    def compared(self) -> frozenset[str]:
        """The connections that only compare: what happens on them is no fault of FTPS.

        They logged in without TLS, or went back to clear text after the login (CCC).
        """
        main = self.main
        if self.state.plan.endpoint.tls == "none" or main is None or not main.protected:
            return frozenset()
        return self._compared_earlier() | frozenset(
            one.id
            for one in self.state.connections.values()
            if (not one.protected and one.login.status != "not-tried") or one.last("CCC") is not None
        )

    def _compared_earlier(self) -> frozenset[str]:
        """Those of an earlier run, of which only the answers were taken over."""
        return frozenset(
            one.connection
            for one in self.state.earlier_observations
            if one.connection is not None and one.probe in _COMPARING
        )

    @cached_property
    def connections(self) -> tuple[ControlConnection, ...]:
        """The control connections in the order of their appearance, without those that only compare."""
        return tuple(one for one in self.state.connections.values() if one.id not in self.compared)

    @cached_property
    def attempts(self) -> tuple[Seen[DataAttempt], ...]:
        """The tries of data connections, without those that only compare."""
        return self._fair(self.state.attempts)

    @cached_property
    def passive(self) -> tuple[Seen[DataAttempt], ...]:
        """Those of them in which the client dials (PASV, EPSV)."""
        return self._fair(self.state.passive)

    @cached_property
    def active(self) -> tuple[Seen[DataAttempt], ...]:
        """Those of them in which the server does (PORT, EPRT)."""
        return self._fair(self.state.active)

    def attempts_of(self, mode: Mode) -> tuple[Seen[DataAttempt], ...]:
        """Return those of them in one mode."""
        return self._fair(self.state.attempts_of(mode))

    @cached_property
    def exchanges(self) -> tuple[Seen[Exchange], ...]:
        """The exchanges, without those on connections that only compare."""
        return self._fair(self.state.exchanges)

    def exchanges_of(self, *verbs: str) -> tuple[Seen[Exchange], ...]:
        """Return those of them with one of these commands (upper case; empty: what came unasked)."""
        return self._fair(self.state.exchanges_of(*verbs))

    def _fair(self, seen: tuple[Seen[F], ...]) -> tuple[Seen[F], ...]:
        if not self.compared:
            return seen
        return tuple(one for one in seen if one.connection not in self.compared)

    def tries(self, *modes: Mode, address: Target | None = None) -> tuple[Seen[DataAttempt], ...]:
        """Return the tries of some modes that were made to prove the mode (or repeat that), not to ask about reuse."""
        key = ("tries", modes, address)
        if key not in self._kept:
            of_modes = self.attempts_of(modes[0]) if len(modes) == 1 else self.attempts
            self._kept[key] = tuple(
                seen
                for seen in of_modes
                if seen.fact.mode in modes
                and proves_mode(seen.fact)
                and (address is None or seen.fact.address == address)
            )
        found: tuple[Seen[DataAttempt], ...] = self._kept[key]
        return found

    def rows(self, *modes: Mode, address: Target | None = None) -> tuple[ModeRow, ...]:
        """Return rows of the mode table."""
        return tuple(
            row for row in self.modes if row.mode in modes and (address is None or row.address == address)
        )

    def works(self, *modes: Mode) -> bool:
        """Whether one of these modes works or works in part."""
        return any(row.result in ("works", "partial") for row in self.rows(*modes))


@dataclass(frozen=True)
class Rule:
    """One rule. ``rank``: lower is repaired first. ``judge`` answers for a case and never raises.

    A finding's ``explains`` names symptoms by id with no evidence; those that fire are folded into it.
    """

    id: str
    rank: int
    judge: Callable[[Case], Answer]


def explained(*ids: str) -> tuple[Explained, ...]:
    """Name the symptoms that a finding takes into itself when they fire."""
    return tuple(Explained(id=one, evidence=()) for one in ids)


def evidence_of(*seen: Seen[object] | None) -> tuple[str, ...]:
    """Return the ids of some observations, each once; None is left out."""
    return tuple(dict.fromkeys(one.id for one in seen if one is not None))


def ids_of(seen: Iterable[Seen[object]]) -> tuple[str, ...]:
    """Return the ids of observations, each once."""
    return tuple(dict.fromkeys(one.id for one in seen))


def values_of(case: Case) -> Mapping[str, str]:
    """Return what the remedies' templates may be filled with; what is not known is left out."""
    first, last = case.choices.passive_range
    values = {"pasv_min": str(first), "pasv_max": str(last)}
    if case.peer is not None:
        values["public_ip"] = case.peer.host
        values["control_port"] = str(case.peer.port)
    if normalise(case.state.plan.endpoint.host) is None:
        values["public_name"] = case.state.plan.endpoint.host
    inside = case.topology.server.inside
    if case.topology.server.kind == "nat" and inside and usual_owner(inside) in (None, "cloud"):
        # A container's address is not the one to which the router in front of its host forwards.
        values["server_ip"] = inside
    return values
