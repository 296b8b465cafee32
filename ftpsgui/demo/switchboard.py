"""Connects virtual addresses with real sockets on loopback, and lets the NAT model decide who reaches whom.

The client's side (asyncio) and the servers' side (their own threads) meet here; every method may be called from any
thread. What is real: listening sockets and connections on 127.0.0.1. What is virtual: which of them may be made, and
what each end believes that the other's address is.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ftpsgui.model.addresses import HostPort, is_public
from ftpsgui.topology import nat

LOOPBACK = "127.0.0.1"
_EPHEMERAL = (49152, 65535)
_FIRST_SOURCE_PORT = 32768


class UnmappedAddressError(LookupError):
    """An address or a socket that the virtual network knows nothing of; nothing was sent to it."""


class Switchboard:
    """The virtual network's memory: who listens, which flows stand, which real port belongs to which flow.

    ``unused`` lists public addresses of the scenario that nobody has (a stale masquerade address); dialling any other
    public address that nobody has is a mistake of the demo and raises.
    """

    def __init__(self, world: nat.World, unused: frozenset[str] = frozenset()) -> None:
        self.world = world
        self._unused = unused
        self._state = nat.State()
        self._listeners: dict[tuple[str, int], int] = {}
        self._flows: dict[tuple[int, int], nat.Connection] = {}
        self._dialling: dict[int, int] = {}
        self._turns: dict[tuple[str, int], int] = {}
        self._next = {host.id: _FIRST_SOURCE_PORT for host in world.hosts}
        self._changed = threading.Condition()

    def address(self, host: str) -> str:
        """Return the virtual address of a host by its own account; KeyError when there is none."""
        return self.world.host(host).address

    def listen(self, host: str, ports: tuple[int, int] | None, real_port: int) -> HostPort:
        """Let the real listener on ``real_port`` stand for the next free virtual port of ``ports``.

        Returns the virtual endpoint. Raises OSError (EADDRINUSE) when the range is used up.
        """
        first, last = ports or _EPHEMERAL
        size = last - first + 1
        with self._changed:
            for _ in range(size):
                # The next port each time, as a server does whose last one is still in TIME_WAIT.
                turn = self._turns.get((host, first), 0)
                self._turns[host, first] = turn + 1
                port = first + turn % size
                if (host, port) not in self._listeners:
                    self._listeners[host, port] = real_port
                    return HostPort(host=self.address(host), port=port)
        raise OSError(errno.EADDRINUSE, "every port of the range is in use")

    def unlisten(self, host: str, port: int) -> None:
        """Forget a listener; no error when it is not known."""
        with self._changed:
            self._listeners.pop((host, port), None)

    def dial(self, host: str, destination: HostPort) -> tuple[nat.Connection, int | None]:
        """Ask the model what becomes of a connection attempt.

        Returns the attempt and, when it succeeds, the real port to connect to. Raises UnmappedAddressError for a public
        address that the scenario does not know.
        """
        with self._changed:
            source = HostPort(host=self.address(host), port=self._ephemeral(host))
            made = nat.connect(self.world, self._state, host, source, destination, self._listeners.keys())
            self._state = made.state
            if made.at is not None and made.accepted is not None:
                return made, self._listeners[made.at, made.accepted.port]
        lost = made.outcome != "ok" and made.by in {segment.id for segment in self.world.segments}
        if lost and is_public(destination.host) and destination.host not in self._unused:
            raise UnmappedAddressError(f"no such address in the demo network: {destination}")
        return made, None

    @contextmanager
    def dialling(self, real_port: int) -> Iterator[None]:
        """Hold while a real connection to the listener on ``real_port`` is made and introduced."""
        with self._changed:
            self._dialling[real_port] = self._dialling.get(real_port, 0) + 1
        try:
            yield
        finally:
            with self._changed:
                self._dialling[real_port] -= 1
                self._changed.notify_all()

    def introduce(self, real_source_port: int, real_port: int, connection: nat.Connection) -> None:
        """Tell whose real connection from ``real_source_port`` to the listener on ``real_port`` is.

        Both ports count: the kernel gives one source port to connections with different destinations.
        """
        with self._changed:
            self._flows[real_source_port, real_port] = connection
            self._changed.notify_all()

    def meet(self, real_source_port: int, real_port: int) -> nat.Connection:
        """Return the flow of a connection that the listener on ``real_port`` has accepted, and forget the meeting.

        Waits while somebody is between connecting and introducing himself (a moment). Raises
        UnmappedAddressError for a stranger: another program on this computer.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: (real_source_port, real_port) in self._flows or not self._dialling.get(real_port)
            )
            connection = self._flows.pop((real_source_port, real_port), None)
        if connection is None:
            raise UnmappedAddressError(
                f"port {real_source_port} of this computer is nobody in the demo network"
            )
        return connection

    def _ephemeral(self, host: str) -> int:
        port = self._next[host]
        self._next[host] = port + 1 if port < _EPHEMERAL[0] - 1 else _FIRST_SOURCE_PORT
        return port
