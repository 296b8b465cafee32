"""A small client for the demo's servers: one line out, one reply in, over the virtual network."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ftpsgui.demo.scenario import HOST, PASSWORD, SERVER_OUTSIDE
from ftpsgui.demo.stage import Stage
from ftpsgui.model.addresses import HostPort
from ftpsgui.model.seams import NetworkError, Stream
from ftpsgui.wire.transport.tls import TlsStream

PATIENCE = 10.0


class Dialogue:
    """A control connection and the context that its data connections share."""

    def __init__(self, stage: Stage, stream: Stream, *, tls13: bool = True) -> None:
        self.stage, self.stream = stage, stream
        self.context = ssl.create_default_context(cafile=stage.plan.trust.ca_file)
        if stage.plan.trust.ca_file is None:
            self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE
        if not tls13:
            self.context.maximum_version = ssl.TLSVersion.TLSv1_2
        self._pending = b""

    async def secure(self) -> TlsStream:
        tls = TlsStream(self.stream, self.context, server_name=HOST)
        await tls.handshake()
        self.stream = tls
        return tls

    async def reply(self) -> str:
        """Return the next reply, its lines joined by newlines."""
        lines: list[str] = []
        async with asyncio.timeout(PATIENCE):
            while not lines or not re.match(rf"{lines[0][:3]} ", lines[-1]):
                while b"\r\n" not in self._pending:
                    data = await self.stream.read()
                    if not data:
                        raise EOFError
                    self._pending += data
                line, _, self._pending = self._pending.partition(b"\r\n")
                lines.append(line.decode())
        return "\n".join(lines)

    async def ask(self, command: str) -> str:
        await self.stream.write(command.encode() + b"\r\n")
        return await self.reply()

    async def login(self, password: str = PASSWORD) -> str:
        await self.ask("USER demo")
        return await self.ask(f"PASS {password}")

    async def passive(self, *, extended: bool = False) -> HostPort:
        """Ask for a passive endpoint and return what the reply names."""
        reply = await self.ask("EPSV" if extended else "PASV")
        if extended:
            return HostPort(host=SERVER_OUTSIDE, port=int(reply.split("|||")[1].split("|")[0]))
        numbers = [int(n) for n in re.findall(r"\d+", reply.split("(")[1])]
        return HostPort(host=".".join(map(str, numbers[:4])), port=numbers[4] * 256 + numbers[5])

    async def listing(self, data: Stream, *, resume: bool = True) -> tuple[bytes, bool, str]:
        """Send LIST and read it over TLS; return the bytes, whether the session was resumed, the last reply."""
        await self.stream.write(b"LIST\r\n")
        assert isinstance(self.stream, TlsStream)
        preliminary = await self.reply()
        if not preliminary.startswith("1"):
            return b"", False, preliminary
        session = self.stream.session if resume else None
        tls = TlsStream(data, self.context, server_name=HOST, session=session)
        content = b""
        try:
            async with asyncio.timeout(PATIENCE):
                await tls.handshake()
                while chunk := await tls.read():
                    content += chunk
        except NetworkError:
            pass
        resumed = tls.resumed
        await tls.close()
        return content, resumed, await self.reply()


@asynccontextmanager
async def dialogue(
    stage: Stage, *, login: bool = True, port: int = 21, tls13: bool = True
) -> AsyncIterator[Dialogue]:
    """Connect to the stage's server as its client would, in TLS and logged in."""
    stream = await stage.network.connect(HostPort(host=stage.scenario.reached_at, port=port), timeout=1.0)
    talk = Dialogue(stage, stream, tls13=tls13)
    try:
        if port == 990:
            await talk.secure()
            await talk.reply()
        else:
            await talk.reply()
            await talk.ask("AUTH TLS")
            await talk.secure()
        if login:
            await talk.login()
            await talk.ask("PBSZ 0")
            await talk.ask("PROT P")
        yield talk
    finally:
        await talk.stream.close()
