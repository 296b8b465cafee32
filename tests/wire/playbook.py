"""A scripted network: each stream is a dialogue, and its list *is* the chunking.

    Talk(["<220 hi\r\n", ">AUTH TLS\r\n", "<5", "<00 no\r\n", EOF])

``<`` is what the server sends (one chunk each), ``>`` what the client must send next; EOF is the server's FIN, RESET
its RST; SILENCE never ends. A client that says something else fails the test with both texts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from ftpsgui.model.addresses import HostPort, Interface
from ftpsgui.model.facts import DataAttempt, Exchange, Fact, Observation
from ftpsgui.model.plan import Endpoint, Family, Plan, Timeouts
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.transport.clock import Waited

T = TypeVar("T")
EOF, RESET, SILENCE = object(), object(), object()
SERVER = HostPort(host="203.0.113.1", port=21)
CLIENT = HostPort(host="192.168.1.10", port=50001)
QUICK = Timeouts(connect=5, reply=0.05, data=0.2, preliminary=0.02, silence=0.05)
"""Deadlines for what must run into them."""


class Talk:
    """A stream that follows a script (the Stream seam)."""

    def __init__(
        self, script: Sequence[object], *, local: HostPort = CLIENT, remote: HostPort = SERVER
    ) -> None:
        self.script = [item.encode("latin-1") if isinstance(item, str) else item for item in script]
        self._local, self._remote = local, remote
        self._moved = asyncio.Event()
        self._changed = asyncio.Event()
        self._said = b""
        self.closed = self.aborted = False

    @property
    def local(self) -> HostPort:
        return self._local

    @property
    def remote(self) -> HostPort:
        return self._remote

    async def read(self, limit: int = 65536) -> bytes:
        while True:
            item = self.script[0] if self.script else SILENCE
            if isinstance(item, bytes) and item.startswith(b"<"):
                self._move()
                return item[1:]
            if item is EOF:
                return b""
            if item is RESET:
                raise NetworkError("reset", "ECONNRESET")
            if isinstance(item, NetworkError):
                raise item
            self._moved.clear()
            await self._moved.wait()

    async def write(self, data: bytes) -> None:
        if self.aborted:
            raise NetworkError("closed", "EPIPE")
        self._said += data
        while self._said:
            item = self.script[0] if self.script else None
            if item is RESET:
                raise NetworkError("reset", "EPIPE")
            assert isinstance(item, bytes), f"the client said {self._said!r} where the script has {item!r}"
            assert item.startswith(b">"), f"the client said {self._said!r} where the script has {item!r}"
            wanted = item[1:]
            assert self._said.startswith(wanted), (
                f"the client said {self._said!r}, the script wants {wanted!r}"
            )
            self._said = self._said[len(wanted) :]
            self._move()

    def _move(self) -> None:
        self.script.pop(0)
        self._moved.set()
        self._changed.set()

    async def until_silent(self) -> None:
        """Wait until only the silence at the end of the script is left."""
        while self.script != [SILENCE]:
            self._changed.clear()
            await self._changed.wait()

    def go_on(self, *script: object) -> None:
        """Replace what is left of the script."""
        self.script = [item.encode("latin-1") if isinstance(item, str) else item for item in script]
        self._moved.set()

    async def close(self) -> None:
        self.closed = True
        self._moved.set()

    def abort(self) -> None:
        self.closed = self.aborted = True

    @property
    def done(self) -> bool:
        """Whether the dialogue went to its end."""
        return all(item in (EOF, RESET, SILENCE) for item in self.script)


class Door:
    """A listener whose visitors are scripted (the Listener seam)."""

    def __init__(self, visitors: Sequence[Talk], port: int) -> None:
        self.visitors = list(visitors)
        self.closed = False
        self._local = HostPort(host=CLIENT.host, port=port)

    @property
    def local(self) -> HostPort:
        return self._local

    async def accept(self) -> Talk:
        if not self.visitors:
            await asyncio.Event().wait()
        return self.visitors.pop(0)

    async def close(self) -> None:
        self.closed = True


class Net:
    """The Network seam over scripts: ``dials`` are answered in order, by a Talk or a NetworkError."""

    def __init__(
        self,
        dials: Sequence[Talk | NetworkError] = (),
        *,
        visitors: Sequence[Talk] = (),
        names: dict[str, list[str]] | None = None,
    ) -> None:
        self.dials = list(dials)
        self.dialled: list[HostPort] = []
        self.dialled_once = asyncio.Event()
        self.opened: list[Talk] = []
        self.doors: list[Door] = []
        self._visitors = visitors
        self._names = names or {}

    async def resolve(self, host: str, family: Family) -> Sequence[str]:
        if host in self._names:
            return self._names[host]
        if host == SERVER.host:
            return [host]
        raise NetworkError("error", "EAI_NONAME")

    async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> Talk:
        self.dialled.append(remote)
        answer = self.dials.pop(0) if self.dials else NetworkError("timeout", "ETIMEDOUT")
        if isinstance(answer, NetworkError):
            raise answer
        self.opened.append(answer)
        self.dialled_once.set()
        return answer

    async def listen(self, address: str, ports: tuple[int, int] | None = None) -> Door:
        door = Door(self._visitors, ports[0] if ports else 50100)
        self.doors.append(door)
        return door

    async def query(
        self,
        remote: HostPort,
        question: bytes,
        *,
        accept: Callable[[bytes], bool],
        timeout: float,
        bind: str | None = None,
    ) -> tuple[HostPort, bytes]:
        raise NetworkError("timeout", "ETIMEDOUT")

    def interfaces(self) -> Sequence[Interface]:
        return [Interface(name="eth0", address=CLIENT.host, prefix=24)]


class Beat:
    """A clock that moves a millisecond each time it is looked at."""

    def __init__(self) -> None:
        self._now = 0.0

    def now(self) -> float:
        self._now += 0.001
        return self._now

    def ticks(self) -> float:
        return self.now()

    @contextmanager
    def paused(self) -> Iterator[Waited]:
        yield Waited(began=0.0, ended=7.5)

    def wall(self) -> str:
        return "2026-11-23T12:00:00.000Z"


class Notes:
    """A recorder that keeps everything (it has no secrets to blank)."""

    def __init__(self) -> None:
        self.observations: list[Observation] = []

    def record(
        self, fact: Fact, *, probe: str, connection: str | None = None, caused_by: str | None = None
    ) -> Observation:
        number = len(self.observations) + 1
        observation = Observation(
            id=f"o{number}",
            sequence=number,
            time=number / 1000,
            probe=probe,
            connection=connection,
            caused_by=caused_by,
            fact=fact,
        )
        self.observations.append(observation)
        return observation

    def of(self, kind: type[T]) -> list[T]:
        return [each.fact for each in self.observations if isinstance(each.fact, kind)]

    def lines(self) -> list[str]:
        """The exchanges as a dialogue."""
        return [
            f"{each.command} -> {each.reply.text if each.reply else each.ending}"
            for each in self.of(Exchange)
        ]

    def attempt(self, mode: str = "", purpose: str = "mode") -> DataAttempt:
        found = [each for each in self.of(DataAttempt) if mode in ("", each.mode) and each.purpose == purpose]
        assert len(found) == 1, found
        return found[0]


def plan(**changes: object) -> Plan:
    fields: dict[str, object] = {
        "input": SERVER.host,
        "endpoint": Endpoint(host=SERVER.host, port=21, tls="none"),
        "timeouts": QUICK,
    }
    return Plan(**(fields | changes))  # type: ignore[arg-type]
