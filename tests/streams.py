"""What servers made of asyncio's streams need on every Python."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress


def abort(writer: asyncio.StreamWriter) -> None:
    """Drop the connection at once, also one that is closed already.

    Until Python 3.11.3 a TLS transport that is closed has no protocol any more, and its ``abort`` stumbles over that.
    """
    with suppress(AttributeError):
        writer.transport.abort()


async def start_server_tls(writer: asyncio.StreamWriter, context: ssl.SSLContext) -> None:
    """As ``StreamWriter.start_tls``, which loses a ClientHello that has been read already, and is no server where it dialled.

    A client begins as soon as it may. What the stream has read by then is handed to TLS before anything new is read.
    """
    await writer.drain()
    loop = asyncio.get_running_loop()
    transport = writer.transport
    protocol = transport.get_protocol()
    upgrade = loop.create_task(loop.start_tls(transport, protocol, context, server_side=True))
    await asyncio.sleep(0)  # it has paused the transport, and put TLS in the stream's place
    early = bytes(writer._reader._buffer)  # type: ignore[attr-defined]
    writer._reader._buffer.clear()  # type: ignore[attr-defined]
    if early:
        loop.call_soon(_receive, transport, early)
    new = await upgrade
    assert new is not None
    writer._transport = new  # type: ignore[attr-defined]
    protocol._replace_writer(writer)  # type: ignore[attr-defined]
    writer._reader._transport = new  # type: ignore[attr-defined]
    protocol._over_ssl = True  # type: ignore[attr-defined]


def _receive(transport: asyncio.BaseTransport, early: bytes) -> None:
    tls = transport.get_protocol()
    if isinstance(tls, asyncio.BufferedProtocol):
        while early:
            room = memoryview(tls.get_buffer(len(early)))
            taken = min(len(room), len(early))
            room[:taken] = early[:taken]
            tls.buffer_updated(taken)
            early = early[taken:]
