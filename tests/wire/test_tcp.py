"""The real network, on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator

import pytest

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.transport.tcp import READ_AHEAD, SystemNetwork, TcpStream

network = SystemNetwork()


@contextlib.asynccontextmanager
async def pair() -> AsyncIterator[tuple[TcpStream, TcpStream]]:
    listener = await network.listen("127.0.0.1")
    near = await network.connect(listener.local, timeout=5)
    far = await listener.accept()
    try:
        yield near, far
    finally:
        near.abort()
        far.abort()
        await near.close()
        await far.close()
        await listener.close()


async def test_both_ends_know_where_they_are() -> None:
    async with pair() as (near, far):
        assert near.local == far.remote
        assert near.remote == far.local
        await near.write(b"hello")
        assert await far.read() == b"hello"


async def test_a_read_returns_no_more_than_asked_for() -> None:
    async with pair() as (near, far):
        await near.write(b"abcdef")
        assert await far.read(4) == b"abcd"
        assert await far.read(4) == b"ef"


async def test_a_close_is_an_orderly_end_after_all_data() -> None:
    async with pair() as (near, far):
        await near.write(b"last words")
        await near.close()
        assert await far.read() == b"last words"
        assert await far.read() == b""
        assert await far.read() == b""
        await near.close()


async def test_an_abort_is_a_reset() -> None:
    async with pair() as (near, far):
        near.abort()
        with pytest.raises(NetworkError) as caught:
            await far.read()
        assert (caught.value.outcome, caught.value.error) == ("reset", "ECONNRESET")
        near.abort()


async def test_writing_to_nobody() -> None:
    async with pair() as (near, _):
        await near.close()
        with pytest.raises(NetworkError) as caught:
            await near.write(b"x")
        assert caught.value.outcome == "closed"


async def test_a_reader_that_falls_behind_makes_the_writer_wait() -> None:
    async with pair() as (near, far):
        total = 64 * READ_AHEAD
        writing = asyncio.create_task(near.write(b"x" * total))
        await asyncio.sleep(0)
        assert not writing.done()
        got = 0
        while got < total:
            got += len(await far.read())
            assert far._pump.held <= 2 * READ_AHEAD
        await writing


async def test_refused_is_told() -> None:
    listener = await network.listen("127.0.0.1")
    await listener.close()
    with pytest.raises(NetworkError) as caught:
        await network.connect(listener.local, timeout=5)
    assert (caught.value.outcome, caught.value.error) == ("refused", "ECONNREFUSED")


async def test_silence_ends_at_the_timeout() -> None:
    # A listener whose queue is full does not answer on Linux: the SYN is dropped.
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = HostPort(host="127.0.0.1", port=full.getsockname()[1])
        held: list[TcpStream] = []

        async def fill() -> None:
            while len(held) < 4:
                held.append(await network.connect(address, timeout=0.1))

        with pytest.raises(NetworkError) as caught:
            await fill()
        assert (caught.value.outcome, caught.value.error) == ("timeout", "ETIMEDOUT")
        for stream in held:
            stream.abort()
            await stream.close()


async def test_the_local_address_can_be_chosen() -> None:
    listener = await network.listen("127.0.0.1")
    near = await network.connect(listener.local, timeout=5, bind="127.0.0.1")
    far = await listener.accept()
    assert far.remote.host == "127.0.0.1"
    for stream in (near, far):
        await stream.close()
    await listener.close()


async def test_a_local_address_that_is_not_ours() -> None:
    with pytest.raises(NetworkError) as caught:
        await network.listen("::1%none")
    assert caught.value.error is not None


async def test_listening_within_a_range() -> None:
    first = await network.listen("127.0.0.1")
    port = first.local.port
    with pytest.raises(NetworkError) as caught:
        await network.listen("127.0.0.1", (port, port))
    assert caught.value.error == "EADDRINUSE"
    second = await network.listen("127.0.0.1", (port, min(port + 50, 65535)))
    assert port < second.local.port <= port + 50
    await first.close()
    await second.close()


async def test_who_was_not_accepted_is_dropped_at_close() -> None:
    listener = await network.listen("127.0.0.1")
    near = await network.connect(listener.local, timeout=5)
    await asyncio.sleep(0)
    await listener.close()
    with pytest.raises(NetworkError):
        await near.read()
    await near.close()


async def test_a_cancelled_accept_loses_nobody() -> None:
    listener = await network.listen("127.0.0.1")
    waiting = asyncio.create_task(listener.accept())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    near = await network.connect(listener.local, timeout=5)
    far = await listener.accept()
    assert far.remote == near.local
    for stream in (near, far):
        await stream.close()
    await listener.close()


async def test_a_peer_that_resets_after_data_is_heard_first() -> None:
    async with pair() as (near, far):
        await near.write(b"421 bye\r\n")
        assert await far.read() == b"421 bye\r\n"
        handle = near._transport.get_extra_info("socket")
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        await near.close()
        with pytest.raises(NetworkError) as caught:
            await far.read()
        assert caught.value.outcome == "reset"


async def test_addresses_need_no_resolver() -> None:
    assert await network.resolve("127.0.0.1", "any") == ["127.0.0.1"]
    assert await network.resolve("[::1]", "any") == ["::1"]
    assert await network.resolve("::ffff:127.0.0.1", "ipv4") == ["127.0.0.1"]
    with pytest.raises(NetworkError) as caught:
        await network.resolve("127.0.0.1", "ipv6")
    assert caught.value.error == "EAI_ADDRFAMILY"


async def test_a_name_is_resolved() -> None:
    assert "127.0.0.1" in await network.resolve("localhost", "ipv4")


async def test_a_name_that_no_resolver_can_be_asked_for() -> None:
    with pytest.raises(NetworkError) as caught:
        await network.resolve("a" * 64 + ".example", "any")
    assert caught.value.error == "EAI_NONAME"


async def test_a_lookup_can_be_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    release = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        release.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    looking = asyncio.create_task(network.resolve("slow.example", "any"))
    await asyncio.sleep(0)
    looking.cancel()
    await asyncio.wait({looking})
    assert looking.cancelled()
    release.set()


def test_loopback_is_among_the_interfaces() -> None:
    assert any(interface.address == "127.0.0.1" for interface in network.interfaces())
