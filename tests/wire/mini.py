"""A small FTPS server on loopback whose every answer a test can bend; it says what it heard."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.streams import abort, start_server_tls

LISTING = b"-rw-r--r-- 1 ftp ftp 3 Jan  1 2026 readme.txt\r\n"
PASSWORD = "hunter2"
HANG = object()
"""As an answer: say nothing, for ever."""
DROP = object()
"""As an answer: close the connection."""


@dataclass
class Visit:
    """One control connection."""

    number: int
    address: str
    commands: list[str] = field(default_factory=list)
    protected: bool = False
    private: bool = False
    data: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] | None = None
    target: tuple[str, int] | None = None

    def forget_data(self) -> None:
        """Drop the data connection that was made and, perhaps, never used."""
        if self.data is None:
            return
        if self.data.done() and not self.data.cancelled():
            abort(self.data.result()[1])
        self.data.cancel()


Answer = str | object


class Mini:
    """``answers``: by the whole line, by verb, or by "verb#n" for the n-th connection; ``contexts``: the certificate of the n-th, the last for all others; ``elsewhere``: on the other address, ``also``."""

    def __init__(
        self,
        *contexts: ssl.SSLContext,
        implicit: bool = False,
        greeting: Answer = "220 mini",
        answers: Mapping[str, Answer] | None = None,
        after_auth: bytes = b"",
        data_context: ssl.SSLContext | None = None,
        names: str | None = None,
        most: int | None = None,
        listing: bytes = LISTING,
        patience: float | None = None,
        on_command: Callable[[int, str], None] | None = None,
        also: str | None = None,
        elsewhere: ssl.SSLContext | None = None,
    ) -> None:
        self._contexts = contexts
        self._implicit = implicit
        self._greeting = greeting
        self._answers = dict(answers or {})
        self._after_auth = after_auth
        self._data_context = data_context
        self._names = names
        self._most = most
        self._listing = listing
        self._on_command = on_command
        self._patience = patience
        self._also = also
        self._elsewhere = elsewhere
        self.visits: list[Visit] = []
        self.files: dict[str, bytes] = {}
        self.keep: int | None = None
        """How much of an upload is stored."""
        self.stored = asyncio.Event()
        self.release = asyncio.Event()
        """Until this is set, an upload that was read is not answered."""
        self.release.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []
        self._open = 0
        self.port = 0

    async def __aenter__(self) -> Mini:
        server = await asyncio.start_server(self._visit, "127.0.0.1", 0)
        self._servers.append(server)
        self.port = server.sockets[0].getsockname()[1]
        if self._also is not None:
            self._servers.append(await asyncio.start_server(self._visit, self._also, self.port))
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def said(self, verb: str) -> list[int]:
        """Return the numbers of the connections that said ``verb``."""
        return [
            visit.number for visit in self.visits for line in visit.commands if line.split(" ")[0] == verb
        ]

    def context(self, visit: Visit) -> ssl.SSLContext:
        if self._elsewhere is not None and visit.address != "127.0.0.1":
            return self._elsewhere
        return self._contexts[min(visit.number, len(self._contexts)) - 1]

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        visit = Visit(len(self.visits) + 1, address=writer.get_extra_info("sockname")[0])
        self.visits.append(visit)
        self._open += 1
        try:
            await self._talk(visit, reader, writer)
        except (OSError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            self._open -= 1
            visit.forget_data()
            abort(writer)
            self._tasks.discard(task)

    async def _talk(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(answer: Answer) -> bool:
            if answer is HANG:
                await asyncio.Event().wait()
            if answer is DROP:
                return False
            assert isinstance(answer, str)
            writer.write(answer.encode("latin-1") + b"\r\n")
            await writer.drain()
            return True

        if self._implicit:
            await start_server_tls(writer, self.context(visit))
            visit.protected = True
        if self._most is not None and self._open > self._most:
            await say("421 There are too many connected users, please try later.")
            return
        if not await say(self._greeting):
            return
        while True:
            try:
                async with asyncio.timeout(self._patience):
                    line = (await reader.readline()).decode("latin-1").rstrip("\r\n")
            except TimeoutError:
                await say("421 Timeout.")
                return
            if not line:
                return
            visit.commands.append(line)
            if self._on_command is not None:
                self._on_command(visit.number, line)
            verb, _, argument = line.partition(" ")
            bent = self._answers.get(f"{verb}#{visit.number}", self._answers.get(verb))
            bent = self._answers.get(line, bent)
            if bent is not None:
                if not await say(bent):
                    return
                if (isinstance(bent, str) and bent[0] in "45") or verb in ("FEAT", "SYST", "STAT", "USER"):
                    continue
            if verb == "AUTH":
                if bent is None:
                    writer.write(b"234 go ahead\r\n" + self._after_auth)
                await writer.drain()
                await start_server_tls(writer, self.context(visit))
                visit.protected = True
            elif verb == "USER":
                await say("331 password?")
            elif verb == "PASS":
                await say("230 in" if argument == PASSWORD else "530 no")
            elif verb in ("PBSZ", "PROT"):
                visit.private = argument == "P"
                await say("200 ok")
            elif verb in ("PASV", "EPSV") and bent is None:
                await say(await self._listen(visit, verb))
            elif verb in ("PORT", "EPRT"):
                visit.target = _target(verb, argument)
                await say("200 ok")
            elif verb in ("LIST", "MLSD", "NLST") and bent is None:
                await say("150 here")
                await say(await self._transfer(visit))
            elif verb == "STOR" and bent is None:
                await say("150 here")
                await say(await self._store(visit, argument))
            elif verb == "RETR" and bent is None and argument in self.files:
                await say("150 here")
                await say(await self._transfer(visit, self.files[argument]))
            elif verb in ("SIZE", "DELE") and bent is None:
                known = argument in self.files
                size = len(self.files.get(argument, b""))
                if verb == "DELE" and known:
                    del self.files[argument]
                await say(
                    "550 no such file" if not known else f"213 {size}" if verb == "SIZE" else "250 gone"
                )
            elif verb == "QUIT":
                await say("221 bye")
                return
            elif bent is None:
                await say("211 mini")

    async def _listen(self, visit: Visit, verb: str) -> str:
        visit.target = None
        visit.forget_data()
        visit.data = asyncio.get_running_loop().create_future()
        arrived = visit.data

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            if arrived.done():
                abort(writer)
                return
            arrived.set_result((reader, writer))

        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        self._servers.append(server)
        port = server.sockets[0].getsockname()[1]
        if verb == "EPSV":
            return f"229 ok (|||{port}|)"
        host = (self._names or "127.0.0.1").replace(".", ",")
        return f"227 ok ({host},{port // 256},{port % 256})"

    async def _store(self, visit: Visit, path: str) -> str:
        self.files[path] = b""
        assert visit.data is not None
        try:
            reader, writer = await visit.data
            if visit.private:
                await start_server_tls(writer, self.context(visit))
            content = await reader.read(-1)
            self.files[path] = content[: self.keep]
            self.stored.set()
            await self.release.wait()
            writer.close()
            await writer.wait_closed()
        except (OSError, ssl.SSLError) as error:
            return f"426 {type(error).__name__}"
        return "226 stored"

    async def _transfer(self, visit: Visit, content: bytes | None = None) -> str:
        context = (self._data_context or self.context(visit)) if visit.private else None
        try:
            if visit.target is not None:
                transport = await _connect_as_server(visit.target, context)
                transport.write(content or self._listing)
                transport.close()
            else:
                assert visit.data is not None
                _, writer = await visit.data
                if context is not None:
                    await start_server_tls(writer, context)
                writer.write(content or self._listing)
                writer.close()
                await writer.wait_closed()
        except (OSError, ssl.SSLError) as error:
            return f"426 {type(error).__name__}"
        return "226 done"


async def _connect_as_server(target: tuple[str, int], context: ssl.SSLContext | None) -> asyncio.Transport:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_connection(asyncio.Protocol, *target)
    if context is None:
        return transport
    secured = await loop.start_tls(transport, protocol, context, server_side=True)
    assert secured is not None
    return secured


def _target(verb: str, argument: str) -> tuple[str, int]:
    if verb == "EPRT":
        _, _, host, port, _ = argument.split(argument[0])
        return host, int(port)
    numbers = re.findall(r"\d+", argument)
    return ".".join(numbers[:4]), int(numbers[4]) * 256 + int(numbers[5])
