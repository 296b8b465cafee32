"""A path that loses large packets and says nothing (an MTU black hole): small files pass, large ones stand still."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import Any

import pytest

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.plan import Consents, Timeouts, Trust
from ftpsgui.wire.client import files
from ftpsgui.wire.transport.tcp import SystemNetwork, TcpStream
from tests.wire.mini import Mini
from tests.wire.runs import Run, of_probe

Make = Callable[..., ssl.SSLContext]
SMALL, LARGE = 1_000, 1_000_003
FITS = 1_400
"""Bytes that still come through at once."""
SOME = Timeouts(connect=2, reply=2, data=0.4, preliminary=0.2, silence=0.2)


class BlackHole:
    """A data connection on which nothing passes any more once too much was sent, or came, at once."""

    def __init__(self, stream: TcpStream, direction: str) -> None:
        self._stream, self._direction = stream, direction
        self._lost = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    async def write(self, data: bytes) -> None:
        if self._direction == "out" and len(data) > FITS:
            self._lost = True
        if not self._lost:
            await self._stream.write(data)

    async def read(self, limit: int = 65536) -> bytes:
        data = b"" if self._lost else await self._stream.read(limit)
        if self._lost or (self._direction == "in" and len(data) > 10 * FITS):
            self._lost = True
            await asyncio.Event().wait()
        return data


class Narrow(SystemNetwork):
    """A network whose data connections lose what is large, in one direction."""

    def __init__(self, control: int, direction: str) -> None:
        self._control, self._direction = control, direction

    async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> Any:
        stream = await super().connect(remote, timeout=timeout, bind=bind)
        return stream if remote.port == self._control else BlackHole(stream, self._direction)


@pytest.mark.parametrize(("direction", "stands"), [("out", "STOR"), ("in", "RETR")])
async def test_the_small_file_passes_and_the_large_one_stands_still(
    server_context: Make, trusted: Trust, monkeypatch: pytest.MonkeyPatch, direction: str, stands: str
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 1)
    async with Mini(server_context()) as server:
        run = Run(
            server,
            trust=trusted,
            network=Narrow(server.port, direction),
            consents=Consents(write_directory="in"),
            timeouts=SOME,
        )
        tries = of_probe(await run.done(), "round-trip")
        assert server.files == {}, "deleted all the same"
    small = [each for each in tries if each.size == SMALL]
    large = [each for each in tries if each.size == LARGE]
    assert [(each.command, each.bytes, each.ending) for each in small] == [
        ("STOR", SMALL, "close_notify"),
        ("RETR", SMALL, "close_notify"),
    ]
    assert large[-1].command == stands
    assert large[-1].ending == "timeout"
    assert large[-1].bytes < LARGE or stands == "STOR"
    assert run.outcomes["round-trip"] == ("completed", None)
