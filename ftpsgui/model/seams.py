"""The seams to the world: network, clock, recorder, and the question about trust.

The live program, the demo, the tests and a replay differ only in what stands behind these protocols.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Literal, Protocol

import msgspec

from ftpsgui.model.addresses import HostPort, Interface
from ftpsgui.model.facts import Certificate, Fact, Observation, Outcome, VerifyProblem
from ftpsgui.model.plan import Family


class NetworkError(Exception):
    """A step on the network failed: how (``outcome``) and the symbolic error (``ECONNREFUSED``, ``EAI_NONAME``)."""

    def __init__(self, outcome: Outcome, error: str | None = None) -> None:
        super().__init__(f"{outcome}: {error}" if error else outcome)
        self.outcome = outcome
        self.error = error


class Stream(Protocol):
    """A connected TCP stream. All errors are :class:`NetworkError`; deadlines are the caller's."""

    @property
    def local(self) -> HostPort:
        """This end, as this computer sees it."""

    @property
    def remote(self) -> HostPort:
        """The other end, as this computer sees it."""

    async def read(self, limit: int = 65536) -> bytes:
        """Return at least one byte, or ``b""`` at an orderly end of stream (FIN)."""

    async def write(self, data: bytes) -> None:
        """Send all of ``data``."""

    async def close(self) -> None:
        """Close in order (FIN) and wait until the transport is gone; never raises, safe to call twice."""

    def abort(self) -> None:
        """Drop the connection at once (RST); safe to call at any time."""


class Listener(Protocol):
    """A socket that waits for the server's data connection in active mode."""

    @property
    def local(self) -> HostPort:
        """Where it listens."""

    async def accept(self) -> Stream:
        """Wait for the next connection."""

    async def close(self) -> None:
        """Stop listening; connections that were not accepted are dropped."""


class Network(Protocol):
    """All that a run may do on the network."""

    async def resolve(self, host: str, family: Family) -> Sequence[str]:
        """Return the addresses of ``host`` in the system's order; NetworkError with ``EAI_…`` when there are none."""

    async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> Stream:
        """Connect to an IP address. NetworkError: timeout, refused, unreachable, …."""

    async def listen(self, address: str, ports: tuple[int, int] | None = None) -> Listener:
        """Listen on a local address, in an inclusive port range or on any free port."""

    async def query(
        self,
        remote: HostPort,
        question: bytes,
        *,
        accept: Callable[[bytes], bool],
        timeout: float,
        bind: str | None = None,
    ) -> tuple[HostPort, bytes]:
        """Send ``question`` to a UDP port, again while nothing comes, and wait for a datagram that is an answer.

        Only datagrams from ``remote`` count, and of them the first that ``accept`` takes. Returns this end's address
        and the answer. NetworkError: timeout, refused (ICMP port unreachable), unreachable, ….
        """

    def interfaces(self) -> Sequence[Interface]:
        """The addresses of this computer."""


class Pause(Protocol):
    """Time that does not count."""

    @property
    def seconds(self) -> float:
        """How long it has lasted."""


class Clock(Protocol):
    """Time as the run sees it: what a person takes to answer is none of the run's."""

    def now(self) -> float:
        """Seconds since the start of the run, without pauses; never goes back."""

    def ticks(self) -> float:
        """Seconds that go on in pauses, too: for how long something takes that may be under way meanwhile."""

    def paused(self) -> AbstractContextManager[Pause]:
        """Let no time pass as long as the context lasts. Not to be nested."""

    def wall(self) -> str:
        """The date and time now, ISO 8601 in UTC with ``Z``."""


class Recorder(Protocol):
    """Where facts go. It numbers them, stamps them and blanks secrets."""

    def record(
        self, fact: Fact, *, probe: str, connection: str | None = None, caused_by: str | None = None
    ) -> Observation:
        """Store a fact and return it as observed."""


class TrustQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Put before the user when a certificate does not verify; nothing secret has been sent yet.

    ``expected``: the fingerprint that was agreed to in an earlier run, when this is another one.
    """

    host: str
    port: int
    chain: tuple[Certificate, ...]
    problems: tuple[VerifyProblem, ...]
    trust_store: str
    expected: str | None = None


TrustAnswer = Literal["accept", "refuse"]


class AskTrust(Protocol):
    """Answers a :class:`TrustQuestion`: a person, a policy, or a test."""

    async def __call__(self, question: TrustQuestion) -> TrustAnswer:
        """Return the answer; cancelled when the run is stopped."""


class AddressQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Put before the user when the public address that was given is not the one that the server sees.

    ``commands`` would name ``given``, with a port of ``ports`` (None: any free one), and the server would connect there.
    """

    given: str
    seen: str
    commands: tuple[str, ...]
    ports: tuple[int, int] | None


class AskAddress(Protocol):
    """Answers an :class:`AddressQuestion`; anything but a clear yes is a no."""

    async def __call__(self, question: AddressQuestion) -> bool:
        """Return whether the address is to be named all the same."""
