"""A server that follows a healthy dialogue and goes wrong at random; the same seed goes wrong in the same way."""

from __future__ import annotations

import asyncio
import random

import trustme

from tests.hostile.villain import LISTING, Gone, Villain, Visit, end_below_tls, reset

WORDS = (
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b"\xff\xfb\x01",
    b"227 (1,2,3,4,5,6)\r\n",
    b"421 bye\r\n",
    b"150 ",
    b"\xe2\x80\xae",
    b"\x1b[2J",
    b"-" * 300,
)
CODES = (
    0,
    100,
    120,
    150,
    200,
    220,
    226,
    227,
    229,
    230,
    234,
    331,
    332,
    350,
    421,
    425,
    426,
    430,
    450,
    500,
    522,
    530,
    550,
    600,
    999,
)


class Mutant(Villain):
    """``rate``: how often a reply goes wrong."""

    def __init__(self, authority: trustme.CA, seed: int, *, rate: float = 0.12) -> None:
        super().__init__(authority)
        self.random = random.Random(seed)
        self.rate = rate

    async def _mutate(self, visit: Visit, data: bytes) -> bytes:
        chance = self.random
        match chance.randrange(16):
            case 0:
                return b""
            case 1:
                return data + data
            case 2:
                return data[: chance.randrange(len(data) + 1)]
            case 3:
                at = chance.randrange(len(data))
                return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 4:
                at = chance.randrange(len(data))
                return data[:at] + chance.choice(WORDS) + data[at:]
            case 5 | 6 | 7:
                return b"%03d" % chance.choice(CODES) + data[3:]
            case 8:
                return data[:3] + b"-" + data[4:]
            case 9:
                return chance.randbytes(chance.randrange(1, 200))
            case 10:
                await asyncio.sleep(chance.random() / 2)
                return data
            case 11:
                raise Gone
            case 12:
                reset(visit.writer)
                raise Gone
            case 13:
                end_below_tls(visit.writer)
                raise Gone
            case 14:
                await visit.raw(data[:4])
                await asyncio.sleep(0.02)
                return data[4:]
            case _:
                return data + b"200 and one more\r\n" * chance.randrange(1, 100)

    async def command(self, visit: Visit, verb: str, argument: str) -> None:
        if visit.__class__ is Visit:
            visit.__class__ = type("MutantVisit", (_MutantVisit,), {"mutant": self})
        await super().command(visit, verb, argument)

    async def greet(self, visit: Visit) -> None:
        data = b"220 mutant\r\n"
        await visit.raw(await self._mutate(visit, data) if self.random.random() < self.rate else data)

    async def secure(self, visit: Visit) -> None:
        if self.random.random() < self.rate / 4:
            await visit.raw(self.random.randbytes(self.random.randrange(1, 50)))
        await super().secure(visit)

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        if self.random.random() < self.rate:
            match self.random.randrange(4):
                case 0:
                    reset(writer)
                case 1:
                    writer.write(self.random.randbytes(60))
                case 2:
                    writer.close()
                case _:
                    await asyncio.sleep(self.random.random())
        await super().secure_data(visit, writer)

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.random.random() < self.rate:
            writer.write(LISTING[: self.random.randrange(len(LISTING))])
            await writer.drain()
            match self.random.randrange(4):
                case 0:
                    end_below_tls(writer)
                case 1:
                    reset(writer)
                case 2:
                    await asyncio.sleep(1)
                case _:
                    return  # and leave it open
        await super().send(visit, reader, writer)

    async def listen(self, visit: Visit, host: str = "127.0.0.1") -> int:
        port = await super().listen(visit, host)
        return (
            self.random.choice((0, 1, port + 1, self.port)) if self.random.random() < self.rate / 2 else port
        )


class _MutantVisit(Visit):
    mutant: Mutant

    async def raw(self, data: bytes) -> None:
        mutant = self.mutant
        if data and mutant.random.random() < mutant.rate:
            self.__class__ = Visit  # no mutation of a mutation
            try:
                data = await mutant._mutate(self, data)
            finally:
                self.__class__ = type("MutantVisit", (_MutantVisit,), {"mutant": mutant})
        await super().raw(data)
