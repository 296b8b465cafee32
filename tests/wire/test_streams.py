"""What the test servers rest on."""

from __future__ import annotations

import asyncio
import contextlib
import ssl

import trustme

from tests.streams import start_server_tls


async def test_a_client_that_begins_tls_before_the_server_does_is_not_left_waiting(
    authority: trustme.CA, ca_file: str
):
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(ours)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context(cafile=ca_file).wrap_bio(
        incoming, outgoing, server_hostname="127.0.0.1"
    )
    accepted = asyncio.get_running_loop().create_future()
    server = await asyncio.start_server(lambda *pair: accepted.set_result(pair), "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        with contextlib.suppress(ssl.SSLWantReadError):
            client.do_handshake()
        writer.write(outgoing.read())
        read, written = await accepted
        while not read._buffer:  # noqa: ASYNC110 (the stream takes the ClientHello for text)
            await asyncio.sleep(0)
        upgrade = asyncio.create_task(start_server_tls(written, ours))
        incoming.write(await asyncio.wait_for(reader.read(1 << 16), 5))
        client.do_handshake()
        writer.write(outgoing.read())
        await upgrade
        written.write(b"hello")
        while True:
            try:
                assert client.read() == b"hello"
                break
            except ssl.SSLWantReadError:
                incoming.write(await asyncio.wait_for(reader.read(1 << 16), 5))
        for end in (written, writer):
            end.transport.abort()
