"""Servers that are hostile when they connect to the client."""

from __future__ import annotations

import asyncio
import ssl

from tests.hostile.villain import Pair, Villain, Visit, forever


class ConnectsFromElsewhere(Villain):
    """Connects from another address than that of the control connection."""

    async def data_tcp(self, visit: Visit) -> Pair:
        if visit.target is None:
            return await super().data_tcp(visit)
        return await self.dial(visit.target, "127.0.0.2")


class FloodsListener(Villain):
    """Connects from another address again and again."""

    async def data_tcp(self, visit: Visit) -> Pair:
        if visit.target is None:
            return await super().data_tcp(visit)
        while True:
            _, writer = await self.dial(visit.target, "127.0.0.2")
            writer.close()


class ConnectsTwice(Villain):
    """Connects twice, and uses the second."""

    async def data_tcp(self, visit: Visit) -> Pair:
        if visit.target is None:
            return await super().data_tcp(visit)
        self.first = await self.dial(visit.target)
        await asyncio.sleep(0.05)
        return await self.dial(visit.target)


class ConnectsWithoutTls(Villain):
    """Connects, and never begins TLS."""

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        if visit.target is not None:
            await forever()
        await super().secure_data(visit, writer)


class ConnectsLate(Villain):
    """Takes its time to connect."""

    async def data_tcp(self, visit: Visit) -> Pair:
        if visit.target is not None:
            await asyncio.sleep(0.4)
        return await super().data_tcp(visit)


class ConnectsEarly(Villain):
    """Connects before it answers PORT, and answers LIST only after."""

    async def on_port(self, visit: Visit, argument: str) -> None:
        numbers = argument.split(",")
        target = ".".join(numbers[:4]), int(numbers[4]) * 256 + int(numbers[5])
        self.early = await self.dial(target)
        visit.target = target
        await visit.say("200 ok")

    async def data_tcp(self, visit: Visit) -> Pair:
        if visit.target is not None and getattr(self, "early", None):
            return self.early
        return await super().data_tcp(visit)


class ConnectsAndActsAsClient(Villain):
    """Connects and begins TLS as a client would."""

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        if visit.target is None:
            await super().secure_data(visit, writer)
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        await asyncio.get_running_loop().start_tls(
            writer.transport, writer.transport.get_protocol(), context, server_side=False
        )
