"""The Network seam over the switchboard: outcomes, names, interfaces, strangers."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from ftpsgui.demo.network import VirtualNetwork, VirtualStream
from ftpsgui.demo.scenario import CONTROL_PORTS, build_world, client_router, server_router
from ftpsgui.demo.switchboard import LOOPBACK, Switchboard, UnmappedAddressError
from ftpsgui.model.addresses import HostPort
from ftpsgui.model.seams import NetworkError
from ftpsgui.topology import nat

SERVER = HostPort(host="203.0.113.1", port=21)
NAMES = {"ftp.example.com": ("203.0.113.1",)}


def board(otherwise: nat.Verdict = "reset") -> Switchboard:
    return Switchboard(
        build_world(client_router(), server_router(forwards=CONTROL_PORTS, otherwise=otherwise))
    )


@pytest.fixture
async def echo() -> AsyncIterator[Callable[[Switchboard], Awaitable[None]]]:
    """A server that says back what it hears, as the virtual server's port 21."""
    servers: list[asyncio.Server] = []

    async def say_back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(100):
            writer.write(data)
        writer.close()
        await writer.wait_closed()

    async def start(where: Switchboard) -> None:
        server = await asyncio.start_server(say_back, LOOPBACK, 0)
        servers.append(server)
        where.listen("server", (21, 21), server.sockets[0].getsockname()[1])

    yield start
    for server in servers:
        server.close()
        await server.wait_closed()


async def test_a_stream_tells_virtual_addresses_and_carries_real_bytes(
    echo: Callable[[Switchboard], Awaitable[None]],
) -> None:
    where = board()
    await echo(where)
    network = VirtualNetwork(where, names=NAMES)
    stream = await network.connect(SERVER, timeout=1.0)
    assert stream.local.host == "192.168.10.2"
    assert stream.remote == SERVER
    await stream.write(b"220")
    assert await stream.read(2) == b"22"
    assert await stream.read() == b"0"
    await stream.close()


async def test_a_cancelled_read_loses_nothing(echo: Callable[[Switchboard], Awaitable[None]]) -> None:
    where = board()
    await echo(where)
    plain = await VirtualNetwork(where, names=NAMES).connect(SERVER, timeout=1.0)
    late = VirtualStream(plain, plain.local, plain.remote, latency=0.05)
    await late.write(b"held")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(late.read(), 0.02)
    assert await late.read() == b"held"
    await late.close()


@pytest.mark.parametrize(
    ("otherwise", "outcome", "error"),
    [
        ("drop", "timeout", "ETIMEDOUT"),
        ("reset", "refused", "ECONNREFUSED"),
        ("prohibit", "unreachable", "EHOSTUNREACH"),
    ],
)
async def test_what_the_model_ends_ends_so(otherwise: nat.Verdict, outcome: str, error: str) -> None:
    network = VirtualNetwork(board(otherwise), names=NAMES)
    with pytest.raises(NetworkError) as failure:
        await network.connect(HostPort(host="203.0.113.1", port=50000), timeout=0.01)
    assert (failure.value.outcome, failure.value.error) == (outcome, error)


async def test_an_unmapped_address_raises_and_is_not_tried() -> None:
    with pytest.raises(UnmappedAddressError):
        await VirtualNetwork(board(), names=NAMES).connect(HostPort(host="192.0.2.5", port=21), timeout=1.0)


async def test_names_come_from_the_demo_alone() -> None:
    network = VirtualNetwork(board(), names=NAMES)
    assert await network.resolve("FTP.example.com.", "any") == ["203.0.113.1"]
    assert await network.resolve("203.0.113.9", "ipv4") == ["203.0.113.9"]
    for name, family in (("www.example.com", "any"), ("ftp.example.com", "ipv6")):
        with pytest.raises(NetworkError, match="EAI_NONAME"):
            await network.resolve(name, family)  # type: ignore[arg-type]


async def test_the_client_has_its_virtual_interface() -> None:
    found = VirtualNetwork(board(), names=NAMES).interfaces()
    assert [(i.address, i.prefix) for i in found] == [("127.0.0.1", 8), ("192.168.10.2", 24)]


async def test_a_listener_stands_on_the_own_address_only_and_drops_strangers() -> None:
    network = VirtualNetwork(board(), names=NAMES)
    with pytest.raises(NetworkError, match="EADDRNOTAVAIL"):
        await network.listen("198.51.100.1")
    listener = await network.listen("192.168.10.2", (40000, 40001))
    assert listener.local == HostPort(host="192.168.10.2", port=40000)
    assert listener._real is not None
    with socket.create_connection((LOOPBACK, listener._real.local.port), timeout=5) as stranger:
        waiting = asyncio.create_task(listener.accept())
        await asyncio.sleep(0)
        stranger.setblocking(False)
        loop = asyncio.get_running_loop()
        with contextlib.suppress(ConnectionResetError):
            assert await asyncio.wait_for(loop.sock_recv(stranger, 10), 5) == b""
        assert not waiting.done()
        waiting.cancel()
    await listener.close()


async def test_a_used_up_range_is_told() -> None:
    network = VirtualNetwork(board(), names=NAMES)
    first = await network.listen("192.168.10.2", (40000, 40000))
    with pytest.raises(NetworkError, match="EADDRINUSE"):
        await network.listen("192.168.10.2", (40000, 40000))
    await first.close()
