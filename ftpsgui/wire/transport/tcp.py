"""TCP (and a question over UDP) through asyncio transports: the real Network.

Transports instead of raw sockets: they are the one thing that the selector loop, the proactor loop of Windows and
qasync all implement and that reports a reset, a FIN and data already received in the right order.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import cast

from ftpsgui.model.addresses import HostPort, Interface, normalise
from ftpsgui.model.plan import Family
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.transport.errors import network_error
from ftpsgui.wire.transport.udp import query

READ_AHEAD = 256 * 1024
"""How many bytes may wait unread before the peer is made to wait."""
CLOSE_PATIENCE = 1.0
"""Seconds that an orderly close may wait for unsent bytes; then the connection is dropped."""
BACKLOG = 8
"""Connections that may wait on a listener; further ones are dropped."""
ACCEPT_PAUSE = 0.2
"""Seconds until a listener tries again after the system could not give it a connection."""
_FAMILIES = {"any": socket.AF_UNSPEC, "ipv4": socket.AF_INET, "ipv6": socket.AF_INET6}


def _host_port(address: object) -> HostPort:
    """Read a socket address as the socket module returns it; scope ids of link-local addresses are kept."""
    if isinstance(address, tuple) and len(address) >= 2:
        host = str(address[0])
        return HostPort(host=host if "%" in host else normalise(host) or host, port=int(address[1]))
    return HostPort(host="", port=0)


class _Pump(asyncio.Protocol):
    """Takes bytes from the transport as they come and keeps them until they are read."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.chunks: deque[bytes] = deque()
        self.held = 0
        self.ended = False
        self.error: NetworkError | None = None
        self.lost = asyncio.Event()
        self._paused = False
        self._readable = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.chunks.append(bytes(data))
        self.held += len(data)
        self._readable.set()
        if self.held > READ_AHEAD and not self._paused and self.transport is not None:
            self.transport.pause_reading()
            self._paused = True

    def eof_received(self) -> bool:
        self.ended = True
        self._readable.set()
        return True  # keep our direction open: FTP and TLS have last words

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            self.error = network_error(exc)
        self.ended = True
        self._readable.set()
        self._writable.set()
        self.lost.set()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    async def read(self, limit: int) -> bytes:
        while not self.chunks:
            if self.ended:
                if self.error is not None:
                    raise self.error
                return b""
            self._readable.clear()
            await self._readable.wait()
        data = self.chunks.popleft()
        if len(data) > limit:
            self.chunks.appendleft(data[limit:])
            data = data[:limit]
        self.held -= len(data)
        if self._paused and self.held <= READ_AHEAD // 2 and self.transport is not None:
            self._paused = False
            if not self.transport.is_closing():
                self.transport.resume_reading()
        return data

    async def drained(self) -> None:
        await self._writable.wait()


class TcpStream:
    """A connected TCP stream (the Stream seam)."""

    def __init__(self, transport: asyncio.Transport, pump: _Pump, remote: HostPort | None = None) -> None:
        self._transport = transport
        transport.set_write_buffer_limits(
            0
        )  # what write() has waited for is with the system, so a close loses nothing
        self._pump = pump
        self._local = _host_port(transport.get_extra_info("sockname"))
        self._remote = remote or _host_port(transport.get_extra_info("peername"))

    @property
    def local(self) -> HostPort:
        """This end, as this computer sees it."""
        return self._local

    @property
    def remote(self) -> HostPort:
        """The other end, as this computer sees it."""
        return self._remote

    async def read(self, limit: int = 65536) -> bytes:
        """Return at least one byte, or ``b""`` after the peer's FIN. NetworkError ``reset`` and the like."""
        return await self._pump.read(limit)

    async def write(self, data: bytes) -> None:
        """Hand over all of ``data``; waits while the peer does not read."""
        if self._pump.lost.is_set() or self._transport.is_closing():
            raise self._pump.error or NetworkError("closed", "EPIPE")
        self._transport.write(data)
        await self._pump.drained()
        if self._pump.lost.is_set() and self._pump.error is not None:
            raise self._pump.error

    async def close(self) -> None:
        """Send what is left, then FIN; drops the connection when that takes longer than a second."""
        if not self._pump.lost.is_set():
            self._transport.close()
            try:
                async with asyncio.timeout(CLOSE_PATIENCE):
                    await self._pump.lost.wait()
            except TimeoutError:
                self.abort()
                await self._pump.lost.wait()
            except asyncio.CancelledError:
                self.abort()
                raise

    def abort(self) -> None:
        """Drop the connection at once with RST."""
        if self._pump.lost.is_set():
            return
        handle = self._transport.get_extra_info("socket")
        if handle is not None:
            _reset(handle)
        self._transport.abort()


def _reset(handle: socket.socket) -> None:
    """Let the close of ``handle`` send RST."""
    # l_onoff, l_linger: two ints, on Windows two unsigned shorts.
    layout = "hh" if _is_windows() else "ii"
    with contextlib.suppress(OSError):
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(layout, 1, 0))


def _is_windows() -> bool:
    return hasattr(socket, "SO_EXCLUSIVEADDRUSE")


class TcpListener:
    """A listening socket (the Listener seam); accepts at once and queues, so that a cancelled wait loses nothing.

    Not an ``asyncio.Server``: one that is closed while a connection is being handed over loses that connection open
    and has the loop complain on the console.
    """

    def __init__(self, handle: socket.socket) -> None:
        """Begin to accept on a bound, listening socket."""
        self._handle = handle
        self._local = _host_port(handle.getsockname())
        self._queue: asyncio.Queue[TcpStream] = asyncio.Queue()
        self._closed = False
        self._task = asyncio.create_task(self._accept(), name=f"listening on {self._local.port}")

    @property
    def local(self) -> HostPort:
        """Where it listens."""
        return self._local

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._closed:
            try:
                handle, peer = await loop.sock_accept(self._handle)
            except ConnectionError:
                continue  # it was gone before it was here
            except OSError:
                await asyncio.sleep(ACCEPT_PAUSE)  # out of file descriptors: others will be closed
                continue
            if self._queue.qsize() >= BACKLOG:
                _reset(handle)
                handle.close()
                continue
            try:
                transport, pump = await loop.connect_accepted_socket(_Pump, handle)
            except OSError:
                handle.close()
                continue
            except asyncio.CancelledError:
                handle.close()
                raise
            self._queue.put_nowait(TcpStream(transport, pump, _host_port(peer)))

    async def accept(self) -> TcpStream:
        """Wait for the next connection."""
        return await self._queue.get()

    async def close(self) -> None:
        """Stop listening; drop connections that were not accepted."""
        self._closed = True
        try:
            # A connection that sock_accept() already has would be lost with a cancelled wait: let it be handed over.
            with contextlib.suppress(NotImplementedError):
                asyncio.get_running_loop().remove_reader(self._handle)
            await asyncio.sleep(0)
            self._task.cancel()
            await asyncio.wait({self._task})
        finally:
            self._task.cancel()
            self._handle.close()
            while not self._queue.empty():
                self._queue.get_nowait().abort()


class SystemNetwork:
    """The Network seam on this computer's own stack."""

    async def resolve(self, host: str, family: Family) -> Sequence[str]:
        """Ask the system's resolver, in a daemon thread: a hung resolver must not hold up Stop or exit."""
        literal = normalise(host)
        if literal is not None:
            version = "ipv6" if ":" in literal else "ipv4"
            if family not in ("any", version):
                raise NetworkError("error", "EAI_ADDRFAMILY")
            # A scope id (fe80::1%eth0) is part of how to get there.
            return [host.strip("[]") if "%" in host else literal]
        loop = asyncio.get_running_loop()
        result: asyncio.Future[list[str]] = loop.create_future()

        def deliver(addresses: list[str] | None, error: NetworkError | None) -> None:
            if result.cancelled():
                return
            if error is not None:
                result.set_exception(error)
            else:
                result.set_result(addresses or [])

        def look_up() -> None:
            addresses: list[str] | None = None
            failure: NetworkError | None = None
            try:
                found = socket.getaddrinfo(host, None, family=_FAMILIES[family], type=socket.SOCK_STREAM)
                addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
            except (OSError, UnicodeError) as error:
                failure = network_error(error)
            with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
                loop.call_soon_threadsafe(deliver, addresses, failure)

        threading.Thread(target=look_up, name="resolver", daemon=True).start()
        return await result

    async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> TcpStream:
        """Connect within ``timeout`` seconds, from the local address ``bind`` when given."""
        loop = asyncio.get_running_loop()
        handle: socket.socket | None = None
        try:
            family, address = _numeric(remote.host, remote.port)
            handle = socket.socket(family, socket.SOCK_STREAM)
            handle.setblocking(False)
            handle.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if bind is not None:
                handle.bind(_numeric(bind, 0, family)[1])
            async with asyncio.timeout(timeout):
                await loop.sock_connect(handle, address)
                transport, pump = await loop.create_connection(_Pump, sock=handle)
        except TimeoutError as error:
            if handle is not None:
                handle.close()
            # ETIMEDOUT from the kernel and our own deadline are the same to the user: nothing came back.
            raise NetworkError("timeout", "ETIMEDOUT") from error
        except OSError as error:
            if handle is not None:
                handle.close()
            raise network_error(error) from error
        except BaseException:
            if handle is not None:
                handle.close()
            raise
        return TcpStream(transport, pump)

    async def listen(self, address: str, ports: tuple[int, int] | None = None) -> TcpListener:
        """Listen on ``address``: on the first free port of the inclusive range ``ports``, or on any free port."""
        handle = _bound(address, range(ports[0], ports[1] + 1) if ports else range(1))
        return TcpListener(handle)

    async def query(
        self,
        remote: HostPort,
        question: bytes,
        *,
        accept: Callable[[bytes], bool],
        timeout: float,
        bind: str | None = None,
    ) -> tuple[HostPort, bytes]:
        """Ask over UDP, from a socket that hears nobody but ``remote``."""
        return await query(remote, question, accept=accept, timeout=timeout, bind=bind, numeric=_numeric)

    def interfaces(self) -> Sequence[Interface]:
        """The addresses of this computer, loopback included."""
        import ifaddr

        found: list[Interface] = []
        for adapter in ifaddr.get_adapters():
            for ip in adapter.ips:
                text = ip.ip if isinstance(ip.ip, str) else ip.ip[0]
                found.append(Interface(name=adapter.nice_name, address=text, prefix=ip.network_prefix))
        return found


def _numeric(host: str, port: int, family: int = socket.AF_UNSPEC) -> tuple[int, tuple[str | int, ...]]:
    """Return family and socket address of an IP address; asks no resolver."""
    found = socket.getaddrinfo(
        host,
        port,
        family=family,
        type=socket.SOCK_STREAM,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )
    return found[0][0], cast(tuple[str | int, ...], found[0][4])


def _bound(address: str, ports: Sequence[int]) -> socket.socket:
    """Return a listening socket on the first port of ``ports`` that is free."""
    failure = NetworkError("error", "EADDRINUSE")
    for port in ports:
        handle: socket.socket | None = None
        try:
            family, target = _numeric(address, port)
            handle = socket.socket(family, socket.SOCK_STREAM)
            handle.setblocking(False)
            if _is_windows():
                # On Windows SO_REUSEADDR would let two listeners share a port.
                handle.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE"), 1)  # noqa: B009
            else:
                handle.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            handle.bind(target)
            handle.listen(BACKLOG)
        except OSError as error:
            if handle is not None:
                handle.close()
            failure = network_error(error)
            if failure.error not in ("EADDRINUSE", "EACCES"):
                break
            continue
        return handle
    raise failure
