"""One question over UDP, and the datagram that answers it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable

from ftpsgui.model.addresses import HostPort, normalise
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.transport.errors import network_error

FIRST_RESEND = 0.5
"""Seconds after which the question is sent again; each further time after twice as long (RFC 8489 §6.2.1)."""


class _Ear(asyncio.DatagramProtocol):
    """Waits for the first datagram that ``accept`` takes."""

    def __init__(self, accept: Callable[[bytes], bool]) -> None:
        self._accept = accept
        self.answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:
        # The socket is connected: the system lets only the server's own datagrams through.
        if not self.answer.done() and self._accept(data):
            self.answer.set_result(data)

    def error_received(self, exc: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(network_error(exc))


async def query(
    remote: HostPort,
    question: bytes,
    *,
    accept: Callable[[bytes], bool],
    timeout: float,
    bind: str | None,
    numeric: Callable[[str, int, int], tuple[int, tuple[str | int, ...]]],
) -> tuple[HostPort, bytes]:
    """Send ``question`` until an answer comes; see :meth:`ftpsgui.model.seams.Network.query`."""
    loop = asyncio.get_running_loop()
    handle: socket.socket | None = None
    transport: asyncio.DatagramTransport | None = None
    try:
        family, address = numeric(remote.host, remote.port, socket.AF_UNSPEC)
        handle = socket.socket(family, socket.SOCK_DGRAM)
        handle.setblocking(False)
        if bind is not None:
            handle.bind(numeric(bind, 0, family)[1])
        handle.connect(address)
        found = handle.getsockname()
        local = HostPort(host=normalise(str(found[0])) or str(found[0]), port=int(found[1]))
        transport, ear = await loop.create_datagram_endpoint(lambda: _Ear(accept), sock=handle)
        handle = None
        async with asyncio.timeout(timeout):
            return local, await _ask(transport, ear, question)
    except TimeoutError as error:
        raise NetworkError("timeout", "ETIMEDOUT") from error
    except OSError as error:
        raise network_error(error) from error
    finally:
        if transport is not None:
            transport.close()
        if handle is not None:
            handle.close()


async def _ask(transport: asyncio.DatagramTransport, ear: _Ear, question: bytes) -> bytes:
    pause = FIRST_RESEND
    while True:
        transport.sendto(question)
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(ear.answer), pause)
        pause *= 2
