"""What a run has shown so far: the observations, indexed. A view of facts; nothing in here judges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from itertools import takewhile
from types import MappingProxyType
from typing import Any, Literal, Protocol, TypeVar, cast

from ftpsgui.model.addresses import HostPort, Interface
from ftpsgui.model.facts import (
    ConnectionEnded,
    DataAttempt,
    Exchange,
    LogRead,
    NameLookup,
    Observation,
    ProbeOutcome,
    Reply,
    RunEnded,
    Step,
    StrayBytes,
    TcpConnect,
    TlsHandshake,
    TrustDecision,
)
from ftpsgui.model.plan import Mode, Plan

F_co = TypeVar("F_co", covariant=True)
F = TypeVar("F")
T = TypeVar("T")
K = TypeVar("K", bound="Keeper")


class Seen(Protocol[F_co]):
    """An :class:`Observation` whose kind of fact is known to the type checker."""

    @property
    def id(self) -> str:
        """The observation's id, ``o12``."""

    @property
    def sequence(self) -> int:
        """Its number in the session."""

    @property
    def time(self) -> float:
        """Seconds since the start of the run."""

    @property
    def probe(self) -> str:
        """Who asked."""

    @property
    def connection(self) -> str | None:
        """The control connection it belongs to."""

    @property
    def earlier(self) -> bool:
        """Whether it is known from an earlier run, see :mod:`ftpsgui.session.carry`."""

    @property
    def fact(self) -> F_co:
        """What was seen."""


LoginStatus = Literal["not-tried", "pending", "accepted", "refused"]
"""``pending``: USER or PASS was sent and no final answer has come (yet, or ever). ``refused``: any other than 2xx."""


@dataclass(frozen=True, slots=True)
class Login:
    """How far the login on a connection came. ``exchange`` is the one that decided (or the last one so far)."""

    status: LoginStatus = "not-tried"
    exchange: Seen[Exchange] | None = None


@dataclass(frozen=True, slots=True)
class ControlConnection:
    """One control connection, from the dial to its end. ``dial`` None: it was seen only from the middle on."""

    id: str
    dial: Seen[TcpConnect] | None = None
    greeting: Seen[Exchange] | None = None
    handshakes: tuple[Seen[TlsHandshake], ...] = ()
    exchanges: tuple[Seen[Exchange], ...] = ()
    stray: tuple[Seen[StrayBytes], ...] = ()
    login: Login = Login()
    ended: Seen[ConnectionEnded] | None = None

    @property
    def remote(self) -> HostPort | None:
        """The address that was dialled."""
        return self.dial.fact.remote if self.dial else None

    @property
    def local(self) -> HostPort | None:
        """This computer's end of it."""
        return self.dial.fact.local if self.dial else None

    @property
    def tcp(self) -> Step | None:
        """How the dial ended."""
        return self.dial.fact.step if self.dial else None

    @property
    def handshake(self) -> Seen[TlsHandshake] | None:
        """The last TLS handshake on it."""
        return self.handshakes[-1] if self.handshakes else None

    @property
    def protected(self) -> bool:
        """Whether TLS is established on it."""
        return any(seen.fact.step.outcome == "ok" for seen in self.handshakes)

    @property
    def established(self) -> bool:
        """Whether TCP was established."""
        return self.dial is None or self.dial.fact.step.outcome == "ok"

    def last(self, *verbs: str) -> Seen[Exchange] | None:
        """Return the last exchange whose command starts with one of ``verbs`` (upper case), or None."""
        for seen in reversed(self.exchanges):
            if verb_of(seen.fact.command) in verbs:
                return seen
        return None


@dataclass(frozen=True, slots=True)
class Reflected:
    """An address (and port, when told) that the server revealed, and the observation that holds it."""

    address: str
    port: int | None
    evidence: str
    source: str
    """Where it stood: ``greeting``, ``stat``, ``port-refusal``, ``estp`` …"""


Said = tuple[str | None, Reply, str]
"""A command as shown (None: the greeting; a mode: its data connection), a reply to it, and the observation's id."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The fold of a session's observations. Indexes only: everything in it can be had from ``observations``."""

    plan: Plan
    observations: tuple[Observation, ...]
    started_wall: str
    """When the run began, ISO 8601 UTC; empty when that is not known."""
    interfaces: tuple[Interface, ...]
    """Addresses of this computer; see ``interfaces_known``."""
    interfaces_known: bool
    lookups: tuple[Seen[NameLookup], ...]
    target_address: str | None
    """The address that is tested: the peer of the main control connection, else the one dialled first."""
    target_port: int | None
    main_connection: str | None
    connections: Mapping[str, ControlConnection]
    exchanges: tuple[Seen[Exchange], ...]
    attempts: tuple[Seen[DataAttempt], ...]
    passive: tuple[Seen[DataAttempt], ...]
    """The attempts in which the client dials (PASV, EPSV)."""
    active: tuple[Seen[DataAttempt], ...]
    """The attempts in which the server does (PORT, EPRT)."""
    said: tuple[Said, ...]
    """Every reply to every command once, in the order of their first appearance."""
    outcomes: Mapping[str, ProbeOutcome]
    """The last outcome of each probe."""
    trust: tuple[Seen[TrustDecision], ...]
    ended: RunEnded | None
    client_addresses_seen_by_server: tuple[Reflected, ...]
    server_inside_addresses: tuple[Reflected, ...]
    """Addresses of itself that the server revealed and that nobody outside could dial."""
    server_own_addresses: tuple[Reflected, ...]
    """All addresses of itself that the server revealed, inside or masqueraded."""
    earlier_pasv: tuple[Seen[DataAttempt], ...] = ()
    """Tries of PASV in an earlier run, which newer ones replace: what they named is all that counts."""
    _index: Mapping[type[Any], tuple[Observation, ...]] = field(default_factory=lambda: MappingProxyType({}))
    _by_id: Mapping[str, Observation] = field(default_factory=lambda: MappingProxyType({}))
    _by_mode: Mapping[Mode, tuple[Seen[DataAttempt], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    _by_verb: Mapping[str, tuple[Seen[Exchange], ...]] = field(default_factory=lambda: MappingProxyType({}))
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False)

    def of(self, kind: type[F]) -> tuple[Seen[F], ...]:
        """Return the observations whose fact is a ``kind``, in order."""
        return cast("tuple[Seen[F], ...]", self._index.get(kind, ()))

    @property
    def modes(self) -> frozenset[str]:
        """The modes of which there is an attempt."""
        return frozenset(self._by_mode)

    def attempts_of(self, mode: Mode) -> tuple[Seen[DataAttempt], ...]:
        """Return the attempts of one mode."""
        return self._by_mode.get(mode, ())

    def exchanges_of(self, *verbs: str) -> tuple[Seen[Exchange], ...]:
        """Return the exchanges of these commands (upper case; empty: greetings and what came unasked), in order."""
        if len(verbs) == 1:
            return self._by_verb.get(verbs[0], ())
        found = [seen for verb in verbs for seen in self._by_verb.get(verb, ())]
        return tuple(sorted(found, key=lambda seen: seen.sequence))

    def by_id(self, observation: str) -> Observation | None:
        """Return the observation with this id, or None."""
        return self._by_id.get(observation)

    def earlier(self, observations: Iterable[str]) -> bool:
        """Whether all of these are known from an earlier run only; not, when there are none."""
        known = [seen for one in observations if (seen := self._by_id.get(one)) is not None]
        return bool(known) and all(seen.earlier for seen in known)

    @property
    def earlier_observations(self) -> tuple[Observation, ...]:
        """What is known from an earlier run; a session begins with it."""
        return tuple(takewhile(lambda one: one.earlier, self.observations))

    @property
    def main(self) -> ControlConnection | None:
        """The control connection that stands for the run: the first that logged in, else the furthest one."""
        return self.connections.get(self.main_connection) if self.main_connection else None

    @property
    def target(self) -> HostPort | None:
        """Address and port that are tested, or None before anything was dialled."""
        if self.target_address is None or self.target_port is None:
            return None
        return HostPort(host=self.target_address, port=self.target_port)

    @property
    def local_address(self) -> str | None:
        """This computer's end of the main control connection."""
        connection = self.main
        return connection.local.host if connection and connection.local else None

    @property
    def log(self) -> LogRead | None:
        """Which log of another client these facts are from; None for a run of this program."""
        found = self.of(LogRead)
        return found[0].fact if found else None

    @property
    def timed(self) -> bool:
        """Whether it is known when things happened: some logs of other clients have no times."""
        return self.log is None or any(one.time > 0 for one in self.observations[-1:])

    @property
    def cancelled(self) -> bool:
        """Whether the user stopped the run."""
        return self.ended is not None and self.ended.reason == "cancelled"

    @property
    def logged_in(self) -> bool:
        """Whether any login was accepted."""
        return any(connection.login.status == "accepted" for connection in self.connections.values())


class Keeper(Protocol):
    """What keeps the answers that were drawn from it: it never changes, so they do not."""

    @property
    def _kept(self) -> dict[Any, Any]: ...


def once(sort: Callable[[K], T]) -> Callable[[K], T]:
    """Let a way of sorting the facts, for which several ask, be gone once for each state (or case)."""

    @wraps(sort)
    def kept(keeper: K) -> T:
        found = keeper._kept
        if sort not in found:
            found[sort] = sort(keeper)
        value: T = found[sort]
        return value

    return kept


@lru_cache(maxsize=4096)
def verb_of(command: str | None) -> str:
    """Return the first word of a command in upper case (``AUTH``); empty for the greeting."""
    words = (command or "").split(maxsplit=1)
    return words[0].upper() if words else ""


def replies_of(fact: Exchange | DataAttempt) -> tuple[Reply, ...]:
    """Return the replies that a fact holds, in the order in which they came."""
    if isinstance(fact, Exchange):
        return (fact.reply,) if fact.reply else ()
    return tuple(reply for reply in (fact.setup, fact.preliminary, fact.final) if reply is not None)
