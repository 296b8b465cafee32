"""The virtual network as the engine sees it: the Network seam over :mod:`ftpsgui.demo.switchboard`.

Every stream is a real one on loopback. What the NAT model drops really times out, what it refuses is refused, and each
stream tells the virtual addresses. ``latency`` makes a message take its time, so that progress can be watched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from ftpsgui.demo.switchboard import LOOPBACK, Switchboard, UnmappedAddressError
from ftpsgui.model.addresses import HostPort, Interface, is_ipv6, normalise
from ftpsgui.model.plan import Family
from ftpsgui.model.seams import Listener, NetworkError, Stream
from ftpsgui.wire.transport.tcp import SystemNetwork

_ERRORS = {"timeout": "ETIMEDOUT", "refused": "ECONNREFUSED", "unreachable": "EHOSTUNREACH"}


class VirtualStream:
    """A real loopback stream under virtual names; each message arrives ``latency`` seconds late."""

    def __init__(self, real: Stream, local: HostPort, remote: HostPort, latency: float) -> None:
        self._real, self._local, self._remote, self._latency = real, local, remote, latency
        self._held = b""
        self._due = 0.0

    @property
    def local(self) -> HostPort:
        """This end's virtual address."""
        return self._local

    @property
    def remote(self) -> HostPort:
        """The other end's virtual address, as this end sees it."""
        return self._remote

    async def read(self, limit: int = 65536) -> bytes:
        """Return what came, once its time has come; a cancelled wait loses nothing."""
        if not self._held:
            self._held = await self._real.read(limit)
            self._due = asyncio.get_running_loop().time() + self._latency
        remaining = self._due - asyncio.get_running_loop().time()
        if self._held and self._latency and remaining > 0:
            await asyncio.sleep(remaining)
        data, self._held = self._held[:limit], self._held[limit:]
        return data

    async def write(self, data: bytes) -> None:
        """Send all of ``data``."""
        await self._real.write(data)

    async def close(self) -> None:
        """Close in order."""
        await self._real.close()

    def abort(self) -> None:
        """Drop the connection at once."""
        self._real.abort()


class VirtualListener:
    """A listening socket of the virtual client; connections of strangers are dropped."""

    def __init__(self, switchboard: Switchboard, host: str, latency: float) -> None:
        self._switchboard, self._host, self._latency = switchboard, host, latency
        self._real: Listener | None = None
        self._local: HostPort | None = None

    async def start(self, ports: tuple[int, int] | None) -> None:
        """Open the real socket and put it under a virtual port."""
        self._real = await SystemNetwork().listen(LOOPBACK)
        try:
            self._local = self._switchboard.listen(self._host, ports, self._real.local.port)
        except OSError as error:
            await self._real.close()
            raise NetworkError("error", "EADDRINUSE") from error

    @property
    def local(self) -> HostPort:
        """The virtual endpoint."""
        if self._local is None:
            raise RuntimeError("the listener was not started")
        return self._local

    async def accept(self) -> Stream:
        """Wait for the next connection from inside the virtual network."""
        if self._real is None:
            raise RuntimeError("the listener was not started")
        while True:
            stream = await self._real.accept()
            try:
                # Whoever dials this way introduces himself before he connects, so there is no waiting here.
                flow = self._switchboard.meet(stream.remote.port, self._real.local.port)
            except UnmappedAddressError:
                stream.abort()
                continue
            if flow.seen is None or flow.accepted is None:
                raise AssertionError("a flow that was made has both ends")
            return VirtualStream(stream, flow.accepted, flow.seen, self._latency)

    async def close(self) -> None:
        """Stop listening."""
        if self._local is not None:
            self._switchboard.unlisten(self._host, self._local.port)
        if self._real is not None:
            await self._real.close()


class VirtualNetwork:
    """The Network seam for the host ``host`` of a switchboard; ``names`` is its whole DNS."""

    def __init__(
        self,
        switchboard: Switchboard,
        *,
        host: str = "client",
        names: Mapping[str, Sequence[str]],
        latency: float = 0.0,
    ) -> None:
        self._switchboard, self._host, self._latency = switchboard, host, latency
        self._names = {name.lower(): tuple(addresses) for name, addresses in names.items()}

    async def resolve(self, host: str, family: Family) -> Sequence[str]:
        """Look ``host`` up in the demo's own table; never asks a resolver. NetworkError ``EAI_NONAME``."""
        literal = normalise(host)
        addresses = (literal,) if literal is not None else self._names.get(host.rstrip(".").lower(), ())
        await asyncio.sleep(0.0 if literal is not None else self._latency)
        wanted = [a for a in addresses if family == "any" or is_ipv6(a) == (family == "ipv6")]
        if not wanted:
            raise NetworkError("error", "EAI_NONAME")
        return wanted

    async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> VirtualStream:
        """Connect inside the virtual network; the NAT model says how it ends.

        Raises UnmappedAddressError for an address that the scenario does not know: never tries it for real.
        """
        own = self._switchboard.address(self._host)
        if bind not in (None, own):
            raise NetworkError("error", "EADDRNOTAVAIL")
        made, real_port = self._switchboard.dial(self._host, remote)
        if made.outcome == "timeout":
            await asyncio.sleep(timeout)
        else:
            await asyncio.sleep(min(self._latency, timeout))
        if real_port is None:
            raise NetworkError(made.outcome, _ERRORS[made.outcome])
        with self._switchboard.dialling(real_port):
            real = await SystemNetwork().connect(HostPort(host=LOOPBACK, port=real_port), timeout=timeout)
            self._switchboard.introduce(real.local.port, real_port, made)
        source = made.there.hops[0].packet.source
        return VirtualStream(real, source, remote, self._latency)

    async def listen(self, address: str, ports: tuple[int, int] | None = None) -> VirtualListener:
        """Listen on the host's own address (or the wildcard) inside the virtual network."""
        if address not in (self._switchboard.address(self._host), "0.0.0.0", "::"):  # noqa: S104 (virtual)
            raise NetworkError("error", "EADDRNOTAVAIL")
        listener = VirtualListener(self._switchboard, self._host, self._latency)
        await listener.start(ports)
        return listener

    async def query(
        self,
        remote: HostPort,
        question: bytes,
        *,
        accept: Callable[[bytes], bool],
        timeout: float,
        bind: str | None = None,
    ) -> tuple[HostPort, bytes]:
        """Have no UDP: nothing is sent anywhere. NetworkError ``unreachable``."""
        raise NetworkError("unreachable", "ENETUNREACH")

    def interfaces(self) -> Sequence[Interface]:
        """The virtual host's only interface, and its loopback."""
        host = self._switchboard.world.host(self._host)
        network = self._switchboard.world.segment(host.segment).network
        prefix = 24 if network == "0.0.0.0/0" else int(network.rpartition("/")[2])
        return (
            Interface(name="lo", address=LOOPBACK, prefix=8),
            Interface(name="eth0", address=host.address, prefix=prefix),
        )
