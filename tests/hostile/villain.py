"""An FTPS server on loopback that behaves, and whose subclasses do not.

Every step is a method that a subclass bends. It runs in the loop of whoever enters it, or in a thread of its own
(:func:`in_thread`) while the command runs in the test's.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import trustme

from tests.streams import abort, start_server_tls

PASSWORD = "Tr0ub4dor&3 <zoë>"
"""Holds what encoders change: an ampersand, a space, angle brackets, a letter beyond ASCII."""
USER = "tester"
LISTING = b"".join(b"-rw-r--r-- 1 ftp ftp 3 Jan  1 2026 file%d.txt\r\n" % number for number in range(20))


Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]
"""Both directions of a connection."""


class Gone(Exception):  # noqa: N818
    """The villain has done what it came for: close this connection."""


@dataclass
class Visit:
    """One control connection, seen by the server."""

    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    heard: list[str] = field(default_factory=list)
    protected: bool = False
    private: bool = False
    password: str = ""
    arrived: asyncio.Future[Pair] | None = None
    target: tuple[str, int] | None = None

    async def say(self, *lines: str | bytes) -> None:
        """Send ``lines``, each with CR LF."""
        await self.raw(
            b"".join((line.encode() if isinstance(line, str) else line) + b"\r\n" for line in lines)
        )

    async def raw(self, data: bytes) -> None:
        """Send ``data`` as it is; raises Gone once the client has left."""
        if self.writer.transport.is_closing():
            raise Gone
        self.writer.write(data)
        await self.writer.drain()
        await asyncio.sleep(0)  # under TLS, drain alone lets nobody else have a turn

    def tcp(self) -> socket.socket:
        """Return the socket under everything."""
        found: socket.socket = self.writer.get_extra_info("socket")
        return found

    def fin_without_close_notify(self) -> None:
        """End the TCP connection as a dying process would under TLS."""
        end_below_tls(self.writer)


def end_below_tls(writer: asyncio.StreamWriter) -> None:
    """Send FIN below TLS: no close_notify."""
    handle = socket.socket(fileno=socket.dup(writer.get_extra_info("socket").fileno()))
    with handle, contextlib.suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


def reset(writer: asyncio.StreamWriter) -> None:
    """Send RST."""
    handle = writer.get_extra_info("socket")
    if handle is not None:
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    abort(writer)


async def forever() -> None:
    """Wait until somebody cancels."""
    await asyncio.Event().wait()


class Villain:
    """A server that behaves. ``certs``: the authority that issues its certificates."""

    implicit: ClassVar[bool] = False
    names: ClassVar[tuple[str, ...]] = ("127.0.0.1", "localhost")
    stranger: ClassVar[bool] = False
    """Whether the certificate is issued by somebody whom the client does not know."""

    def __init__(self, authority: trustme.CA) -> None:
        self.authority = authority
        self.visits: list[Visit] = []
        self.dials: list[tuple[str, int]] = []
        self.port = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._servers: list[asyncio.Server] = []
        self._writers: list[asyncio.StreamWriter] = []

    # Life

    async def __aenter__(self) -> Villain:
        self.prepare()
        server = await self.serve(self._visit)
        self.port = server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        for writer in self._writers:
            abort(writer)
        await asyncio.sleep(0)  # an aborted connection is closed in the loop's next turn

    def prepare(self) -> None:
        """Make the certificates."""
        self.context = self.make_context()

    def make_context(self, **changes: Any) -> ssl.SSLContext:
        """Return a server context with a certificate of its own."""
        issuer = trustme.CA() if changes.pop("stranger", self.stranger) else self.authority
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issuer.issue_cert(*changes.pop("names", self.names), **changes).configure_cert(context)
        return context

    async def serve(self, callback: Any, host: str = "127.0.0.1", port: int = 0) -> asyncio.Server:
        """Listen; whatever a callback does ends with the villain."""

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            self._writers.append(writer)
            try:
                await callback(reader, writer)
            except (OSError, ssl.SSLError, Gone, asyncio.CancelledError, EOFError, ValueError):
                pass
            finally:
                self._tasks.discard(task)

        server = await asyncio.start_server(accept, host, port)
        self._servers.append(server)
        return server

    def beside(self, action: Any) -> None:
        """Do something else at the same time."""

        async def quietly() -> None:
            with contextlib.suppress(OSError, ssl.SSLError, Gone, asyncio.CancelledError, EOFError):
                await action

        task = asyncio.get_running_loop().create_task(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def said(self, verb: str) -> int:
        """Return how often clients said ``verb``."""
        return sum(line.split(" ")[0] == verb for visit in self.visits for line in visit.heard)

    # The dialogue

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = Visit(len(self.visits) + 1, reader, writer)
        self.visits.append(visit)
        try:
            await self.talk(visit)
        finally:
            if visit.arrived is not None:
                visit.arrived.cancel()
            await self.goodbye(visit)

    async def goodbye(self, visit: Visit) -> None:
        """End the connection."""
        visit.writer.close()

    async def talk(self, visit: Visit) -> None:
        """Hold the whole dialogue."""
        if self.implicit:
            await self.secure(visit)
        await self.greet(visit)
        while (line := await visit.reader.readline()).endswith(b"\n"):
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            visit.heard.append(text)
            verb, _, argument = text.partition(" ")
            await self.command(visit, verb, argument)

    async def command(self, visit: Visit, verb: str, argument: str) -> None:
        """Answer one command."""
        await getattr(self, f"on_{verb.lower()}", self.on_other)(visit, argument)

    async def greet(self, visit: Visit) -> None:
        await visit.say("220 villain")

    async def on_other(self, visit: Visit, argument: str) -> None:
        await visit.say("211 as you like")

    async def on_auth(self, visit: Visit, argument: str) -> None:
        await visit.say("234 go ahead")
        await self.secure(visit)

    async def secure(self, visit: Visit) -> None:
        """Put TLS on the control connection."""
        await start_server_tls(visit.writer, self.context)
        visit.protected = True

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.say("331 password?")

    async def on_pass(self, visit: Visit, argument: str) -> None:
        visit.password = argument
        await visit.say("230 in" if argument == PASSWORD else "530 no")

    async def on_pbsz(self, visit: Visit, argument: str) -> None:
        await visit.say("200 PBSZ=0")

    async def on_prot(self, visit: Visit, argument: str) -> None:
        visit.private = argument == "P"
        await visit.say("200 ok")

    async def on_pasv(self, visit: Visit, argument: str) -> None:
        await visit.say(self.reply_227("127.0.0.1", await self.listen(visit)))

    async def on_epsv(self, visit: Visit, argument: str) -> None:
        await visit.say(f"229 ok (|||{await self.listen(visit)}|)")

    async def on_port(self, visit: Visit, argument: str) -> None:
        numbers = re.findall(r"\d+", argument)
        visit.target = ".".join(numbers[:4]), int(numbers[4]) * 256 + int(numbers[5])
        await visit.say("200 ok")

    async def on_eprt(self, visit: Visit, argument: str) -> None:
        _, _, host, port, _ = argument.split(argument[0])
        visit.target = host, int(port)
        await visit.say("200 ok")

    async def on_list(self, visit: Visit, argument: str) -> None:
        await visit.say("150 here it comes")
        try:
            reader, writer = await self.data(visit)
            await self.send(visit, reader, writer)
        except (OSError, ssl.SSLError) as error:
            await visit.say(f"426 {type(error).__name__}")
        else:
            await visit.say("226 done")

    async def on_quit(self, visit: Visit, argument: str) -> None:
        await visit.say("221 bye")
        raise Gone

    # Data

    @staticmethod
    def reply_227(host: str, port: int) -> str:
        return f"227 ok ({host.replace('.', ',')},{port // 256},{port % 256})"

    async def listen(self, visit: Visit, host: str = "127.0.0.1") -> int:
        """Listen for a data connection; return the port."""
        visit.target = None
        visit.arrived = arrived = asyncio.get_running_loop().create_future()

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.dials.append(writer.get_extra_info("peername"))
            if arrived.done():
                abort(writer)
            else:
                arrived.set_result((reader, writer))

        server = await self.serve(accept, host)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def data(self, visit: Visit) -> Pair:
        """Return the data connection, protected as agreed."""
        reader, writer = await self.data_tcp(visit)
        if visit.private:
            await self.secure_data(visit, writer)
        return reader, writer

    async def data_tcp(self, visit: Visit) -> Pair:
        """Wait for the client, or connect to it."""
        if visit.target is None:
            assert visit.arrived is not None
            return await visit.arrived
        return await self.dial(visit.target)

    async def dial(self, target: tuple[str, int], local: str | None = None) -> Pair:
        """Connect to a client, from ``local`` if given."""
        reader, writer = await asyncio.open_connection(*target, local_addr=(local, 0) if local else None)
        self._writers.append(writer)
        return reader, writer

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        """Put TLS on a data connection, as a server also where we dialled."""
        await start_server_tls(writer, self.context)

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send the listing."""
        writer.write(LISTING)
        writer.close()
        await writer.wait_closed()


@contextlib.contextmanager
def in_thread(villain: Villain) -> Iterator[Villain]:
    """Run ``villain`` in a thread of its own while the block runs."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # what goes wrong in a villain is its nature
    thread = threading.Thread(target=loop.run_forever, name="villain", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(villain.__aenter__(), loop).result(10)
        yield villain
    finally:
        asyncio.run_coroutine_threadsafe(villain.__aexit__(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
