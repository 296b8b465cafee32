"""The fold of a session's observations into a :class:`State`: all at once, or one by one as they arrive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

from ftpsgui.model.addresses import Interface, is_private, normalise
from ftpsgui.model.facts import (
    ClientRemark,
    ConnectionEnded,
    DataAttempt,
    Exchange,
    LocalAddresses,
    NameLookup,
    Observation,
    ProbeOutcome,
    Reply,
    RunEnded,
    StrayBytes,
    TcpConnect,
    TlsHandshake,
    TrustDecision,
)
from ftpsgui.model.plan import Mode, Plan
from ftpsgui.protocol.reflection import revealed
from ftpsgui.session.state import (
    ControlConnection,
    Login,
    LoginStatus,
    Reflected,
    Said,
    Seen,
    State,
    replies_of,
    verb_of,
)

F = TypeVar("F")

_OF_CONNECTIONS = (TcpConnect, Exchange, StrayBytes, TlsHandshake, ConnectionEnded, ClientRemark)
SELF_CONTAINED: Final = frozenset(
    (
        "port",
        "eprt",
        "active-revealed",
        "session-reuse",
        "tls-versions",
        "public-address",
        "passive-range",
        "repeat-transfers",
        "resumption-versions",
        "listing-methods",
        "data-reflection",
        "opened-port",
        "clear-data",
        "round-trip",
        "control-idle",
        "plaintext-comparison",
        "ccc",
    )
)
"""Probes that a shorter run may leave out, and whose facts mean something without the connection they were seen on."""
_ON_PASSIVE: Final = frozenset(
    ("passive-range", "repeat-transfers", "opened-port", "plaintext-comparison", "ccc")
)
"""Those that are asked again whenever passive mode itself may have changed: their earlier tries still tell of it."""
_MODE_VERBS: dict[Mode, str] = {"pasv": "PASV", "epsv": "EPSV", "port": "PORT", "eprt": "EPRT"}


def fold(plan: Plan, observations: Iterable[Observation], started: str = "") -> State:
    """Fold all ``observations`` of a run; ``started`` is when it began (ISO 8601 UTC)."""
    folder = Folder(plan, started)
    for observation in observations:
        folder.add(observation)
    return folder.state()


@dataclass(slots=True)
class _Connection:
    """A connection in the making: tuples that grow by one would cost the square of a long session."""

    id: str
    dial: Seen[TcpConnect] | None = None
    greeting: Seen[Exchange] | None = None
    commanded: bool = False
    handshakes: list[Seen[TlsHandshake]] = field(default_factory=list)
    exchanges: list[Seen[Exchange]] = field(default_factory=list)
    stray: list[Seen[StrayBytes]] = field(default_factory=list)
    login: Login = field(default_factory=Login)
    ended: Seen[ConnectionEnded] | None = None
    finished: ControlConnection | None = None

    def finish(self) -> ControlConnection:
        """Return it as it is now; the same object as long as nothing is added."""
        if self.finished is None:
            self.finished = ControlConnection(
                id=self.id,
                dial=self.dial,
                greeting=self.greeting,
                handshakes=tuple(self.handshakes),
                exchanges=tuple(self.exchanges),
                stray=tuple(self.stray),
                login=self.login,
                ended=self.ended,
            )
        return self.finished


class Folder:
    """The same fold for observations that arrive one by one. ``state`` is cheap when nothing was added."""

    def __init__(self, plan: Plan, started: str = "") -> None:
        self._plan = plan
        self._started = started
        self._observations: list[Observation] = []
        self._index: dict[type[Any], list[Observation]] = {}
        self._by_id: dict[str, Observation] = {}
        self._connections: dict[str, _Connection] = {}
        self._outcomes: dict[str, ProbeOutcome] = {}
        self._interfaces: tuple[Interface, ...] | None = None
        self._ended: RunEnded | None = None
        self._by_mode: dict[Mode, list[Seen[DataAttempt]]] = {}
        self._passive: list[Seen[DataAttempt]] = []
        self._active: list[Seen[DataAttempt]] = []
        self._by_verb: dict[str, list[Seen[Exchange]]] = {}
        self._earlier_pasv: list[Seen[DataAttempt]] = []
        self._said: dict[tuple[str | None, Reply], Said] = {}
        self._clients: dict[tuple[str, str], Reflected] = {}
        self._servers: dict[tuple[str, str], Reflected] = {}
        self._state: State | None = None

    def add(self, observation: Observation) -> None:
        """Take one more observation, in the order of the session."""
        self._state = None
        fact = observation.fact
        self._observations.append(observation)
        self._by_id[observation.id] = observation
        if observation.earlier and self._asked_again(observation.probe):
            self._remember(observation)
            return
        self._index.setdefault(type(fact), []).append(observation)
        match fact:
            case LocalAddresses():
                self._interfaces = fact.interfaces
            case ProbeOutcome():
                self._outcomes[observation.probe] = fact
            case RunEnded():
                self._ended = fact
            case Exchange():
                self._by_verb.setdefault(verb_of(fact.command), []).append(_typed(observation, Exchange))
                self._hear(observation.id, fact.command, verb_of(fact.command), replies_of(fact))
            case DataAttempt(mode=mode):
                seen = _typed(observation, DataAttempt)
                passive = mode in ("pasv", "epsv")
                # What other probes saw of passive mode on the way is older than what is asked again every time.
                if not (observation.earlier and passive and observation.probe not in _ON_PASSIVE):
                    (self._passive if passive else self._active).append(seen)
                    self._by_mode.setdefault(mode, []).append(seen)
                self._hear(observation.id, mode, _MODE_VERBS[mode], replies_of(fact))
            case _:
                pass
        if isinstance(fact, _OF_CONNECTIONS) and not observation.earlier:
            self._connect(observation)

    def _asked_again(self, probe: str) -> bool:
        """Whether a probe of an earlier run is asked in this one: the approach always is."""
        return probe not in SELF_CONTAINED or probe in self._plan.only

    def _remember(self, observation: Observation) -> None:
        """Take what the server once told of its own address from a fact that newer ones replace; nothing else."""
        fact = observation.fact
        if isinstance(fact, Exchange):
            self._hear(observation.id, fact.command, verb_of(fact.command), replies_of(fact), own=True)
        elif isinstance(fact, DataAttempt):
            self._earlier_pasv.append(_typed(observation, DataAttempt))
            self._hear(observation.id, fact.mode, _MODE_VERBS[fact.mode], replies_of(fact), own=True)

    def state(self) -> State:
        """Return the state after all that was added."""
        if self._state is None:
            self._state = self._snapshot()
        return self._state

    def _connect(self, observation: Observation) -> None:
        # A dial that failed may carry no connection id; it still is a connection that was tried.
        key = observation.connection or f"dial-{observation.id}"
        if observation.connection is None and not isinstance(observation.fact, TcpConnect):
            return
        connection = self._connections.get(key) or _Connection(key)
        match observation.fact:
            case TcpConnect():
                connection.dial = _typed(observation, TcpConnect)
            case Exchange() as fact:
                seen = _typed(observation, Exchange)
                connection.exchanges.append(seen)
                connection.commanded |= fact.command is not None
                if not connection.commanded and (
                    connection.greeting is None or connection.greeting.fact.reply is None
                ):
                    connection.greeting = seen
                connection.login = _login(connection.login, seen)
            case StrayBytes():
                connection.stray.append(_typed(observation, StrayBytes))
            case TlsHandshake(offered=None):
                connection.handshakes.append(_typed(observation, TlsHandshake))
            case ClientRemark(remark="logged-in"):
                if connection.login.status != "accepted":
                    connection.login = Login(status="accepted")
            case ConnectionEnded():
                connection.ended = _typed(observation, ConnectionEnded)
            case _:
                return
        connection.finished = None
        self._connections[key] = connection

    def _hear(
        self, evidence: str, command: str | None, verb: str, replies: tuple[Reply, ...], *, own: bool = False
    ) -> None:
        """Take replies to a command. The same one again says nothing new. ``own``: only what the server is itself."""
        for reply in replies:
            if not own:
                if (command, reply) in self._said:
                    continue
                self._said[command, reply] = (command, reply, evidence)
            for one in revealed(verb, reply):
                if one.kind == "server" or (one.kind == "client" and not own):
                    known = self._clients if one.kind == "client" else self._servers
                    told = Reflected(address=one.address, port=one.port, evidence=evidence, source=one.source)
                    known.setdefault((one.address, one.source), told)

    def _snapshot(self) -> State:
        connections = {key: one.finish() for key, one in self._connections.items()}
        main = _main(connections.values())
        attempts = cast("tuple[Seen[DataAttempt], ...]", tuple(self._index.get(DataAttempt, ())))
        peer = main.remote if main else None
        if peer is None and attempts:
            peer = attempts[0].fact.control_peer
        # A log of another client may know its server by name only; a name is no address to judge.
        addressed = peer is not None and normalise(peer.host) is not None
        lookups = cast("tuple[Seen[NameLookup], ...]", tuple(self._index.get(NameLookup, ())))
        return State(
            plan=self._plan,
            observations=tuple(self._observations),
            started_wall=self._started,
            interfaces=self._interfaces or (),
            interfaces_known=self._interfaces is not None,
            lookups=lookups,
            target_address=peer.host if peer and addressed else None,
            target_port=peer.port if peer and addressed else None,
            main_connection=main.id if main else None,
            connections=MappingProxyType(connections),
            exchanges=cast("tuple[Seen[Exchange], ...]", tuple(self._index.get(Exchange, ()))),
            attempts=attempts,
            passive=tuple(self._passive),
            active=tuple(self._active),
            said=tuple(self._said.values()),
            outcomes=MappingProxyType(dict(self._outcomes)),
            trust=cast("tuple[Seen[TrustDecision], ...]", tuple(self._index.get(TrustDecision, ()))),
            ended=self._ended,
            client_addresses_seen_by_server=tuple(self._clients.values()),
            server_inside_addresses=tuple(one for one in self._servers.values() if is_private(one.address)),
            server_own_addresses=tuple(self._servers.values()),
            earlier_pasv=tuple(self._earlier_pasv),
            _index=MappingProxyType({kind: tuple(seen) for kind, seen in self._index.items()}),
            _by_id=MappingProxyType(dict(self._by_id)),
            _by_mode=MappingProxyType({mode: tuple(seen) for mode, seen in self._by_mode.items()}),
            _by_verb=MappingProxyType({verb: tuple(seen) for verb, seen in self._by_verb.items()}),
        )


def _typed(observation: Observation, kind: type[F]) -> Seen[F]:
    assert isinstance(observation.fact, kind)
    return cast("Seen[F]", observation)


def _login(login: Login, seen: Seen[Exchange]) -> Login:
    """Fold one exchange into the state of the login (RFC 959 §5.4: USER, PASS, ACCT)."""
    if verb_of(seen.fact.command) not in ("USER", "PASS", "ACCT"):
        return login
    reply = seen.fact.reply
    status: LoginStatus
    if reply is None or (reply.code == 331 and verb_of(seen.fact.command) == "USER"):
        status = "pending"
    elif reply.positive:
        status = "accepted"
    else:
        status = "refused"
    return login if login.status == "accepted" else Login(status=status, exchange=seen)


def _main(connections: Iterable[ControlConnection]) -> ControlConnection | None:
    """Choose the connection that stands for the run: the first among those that came furthest."""
    best: ControlConnection | None = None
    for connection in connections:
        if best is None or _reach(connection) > _reach(best):
            best = connection
    return best


def _reach(connection: ControlConnection) -> int:
    greeted = connection.greeting is not None and connection.greeting.fact.reply is not None
    return max(
        5 * (connection.login.status == "accepted"),
        4 * connection.protected,
        3 * greeted,
        2 * (connection.tcp is not None and connection.tcp.outcome == "ok"),
        1 * (connection.dial is not None),
    )
