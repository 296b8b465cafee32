"""A question over UDP on loopback: answered, repeated, refused, given up; and nothing of it stays open."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.transport import udp
from ftpsgui.wire.transport.tcp import SystemNetwork


class Echo(asyncio.DatagramProtocol):
    """Answers each datagram with what ``answer`` makes of it, its number and the asker."""

    def __init__(self, answer: Callable[[bytes, int], list[bytes]]) -> None:
        self._answer = answer
        self.heard: list[bytes] = []
        self.askers: list[tuple[str, int]] = []

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.heard.append(data)
        self.askers.append(addr)
        for answer in self._answer(data, len(self.heard)):
            self._transport.sendto(answer, addr)


@contextlib.asynccontextmanager
async def server(answer: Callable[[bytes, int], list[bytes]]) -> AsyncIterator[tuple[Echo, HostPort]]:
    loop = asyncio.get_running_loop()
    transport, echo = await loop.create_datagram_endpoint(lambda: Echo(answer), local_addr=("127.0.0.1", 0))
    try:
        yield echo, HostPort(host="127.0.0.1", port=transport.get_extra_info("sockname")[1])
    finally:
        transport.close()


async def ask(remote: HostPort, *, timeout: float = 5.0, bind: str | None = None) -> tuple[HostPort, bytes]:
    return await SystemNetwork().query(
        remote, b"where?", accept=lambda data: data.startswith(b"there"), timeout=timeout, bind=bind
    )


async def test_the_first_answer_that_is_one() -> None:
    async with server(lambda _data, _number: [b"noise", b"there 1", b"there 2"]) as (echo, remote):
        local, answer = await ask(remote, bind="127.0.0.1")
    assert answer == b"there 1"
    assert echo.askers == [(local.host, local.port)]


async def test_it_asks_again_when_nothing_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(udp, "FIRST_RESEND", 0.01)
    async with server(lambda _, number: [b"there"] if number == 3 else []) as (echo, remote):
        await ask(remote)
    assert echo.heard == [b"where?"] * 3
    assert len(set(echo.askers)) == 1


async def test_silence_and_a_closed_port_differ() -> None:
    async with server(lambda _data, _number: []) as (_, remote):
        with pytest.raises(NetworkError) as silent:
            await ask(remote, timeout=0.05)
    with pytest.raises(NetworkError) as closed:
        await ask(remote)
    assert (silent.value.outcome, silent.value.error) == ("timeout", "ETIMEDOUT")
    assert (closed.value.outcome, closed.value.error) == ("refused", "ECONNREFUSED")


async def test_an_address_that_is_not_ours() -> None:
    with pytest.raises(NetworkError) as failed:
        await ask(HostPort(host="127.0.0.1", port=9), bind="::1")
    assert failed.value.error is not None
