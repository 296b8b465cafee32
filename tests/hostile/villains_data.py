"""Servers that are hostile on the data connection, or in what they say about it."""

from __future__ import annotations

import asyncio
import socket
import ssl

from tests.hostile.villain import (
    LISTING,
    Gone,
    Pair,
    Villain,
    Visit,
    end_below_tls,
    forever,
    reset,
)
from tests.streams import abort, start_server_tls


class Names(Villain):
    """Names another address in 227, and the right port."""

    host = "127.0.0.2"

    async def on_pasv(self, visit: Visit, argument: str) -> None:
        await visit.say(self.reply_227(self.host, await self.listen(visit)))


class Says227(Villain):
    """Says one thing in 227, whatever listens."""

    text = "227 ok (127,0,0,1,0,22)"

    async def on_pasv(self, visit: Visit, argument: str) -> None:
        visit.arrived = asyncio.get_running_loop().create_future()
        await visit.say(self.text)


class Says229(Villain):
    """Says one thing in 229, whatever listens."""

    text = "229 ok (|||0|)"

    async def on_epsv(self, visit: Visit, argument: str) -> None:
        visit.arrived = asyncio.get_running_loop().create_future()
        await visit.say(self.text)


class NamesControlPort(Villain):
    """Names its own control port as the data port."""

    async def on_pasv(self, visit: Visit, argument: str) -> None:
        visit.arrived = asyncio.get_running_loop().create_future()
        await visit.say(self.reply_227("127.0.0.1", self.port))

    async def on_epsv(self, visit: Visit, argument: str) -> None:
        visit.arrived = asyncio.get_running_loop().create_future()
        await visit.say(f"229 ok (|||{self.port}|)")


class NeverAccepts(Villain):
    """Names a port on which nobody accepts: connected, and silent."""

    async def data_tcp(self, visit: Visit) -> Pair:
        await forever()
        raise AssertionError


class EndlessListing(Villain):
    """Lists for ever, as fast as it can."""

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not writer.transport.is_closing():
            writer.write(LISTING * 64)
            await writer.drain()


class DripListing(Villain):
    """Lists for ever, a byte at a time."""

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)


class OneByteRecords(Villain):
    """Lists in TLS records of one byte, thousands a second."""

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not writer.transport.is_closing():
            for _ in range(100):
                writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)


class SpeaksSsh(Villain):
    """Speaks SSH on the data port."""

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.2p1\r\n")
        await writer.drain()
        await forever()


class ClearData(Villain):
    """Sends the listing in clear although it agreed to PROT P."""

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        return


class ClosesData(Villain):
    """Closes the data connection at once, and says nothing about it."""

    async def on_list(self, visit: Visit, argument: str) -> None:
        await visit.say("150 here it comes")
        _, writer = await self.data_tcp(visit)
        writer.close()


class ClosesDataSays226(Villain):
    """Closes the data connection at once, and says it was a success."""

    async def on_list(self, visit: Visit, argument: str) -> None:
        await visit.say("150 here it comes")
        _, writer = await self.data_tcp(visit)
        writer.close()
        await visit.say("226 done")


class ResetsData(Villain):
    """Resets the data connection at once."""

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        reset(writer)
        raise ConnectionResetError


class OtherCertificate(Villain):
    """Shows another certificate on the data connection, just as untrusted."""

    stranger = True

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        await start_server_tls(writer, self.make_context())


class OtherTrustedCertificate(Villain):
    """Shows another certificate on the data connection, from the same authority."""

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        await start_server_tls(writer, self.make_context())


class OlderData(Villain):
    """Speaks TLS 1.2 on the data connection where the control connection had 1.3."""

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        context = self.make_context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        await start_server_tls(writer, context)


class DiesInListing(Villain):
    """Dies in the middle of the listing: FIN without close_notify, on both connections."""

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(LISTING)
        await writer.drain()
        end_below_tls(writer)
        end_below_tls(visit.writer)
        raise Gone


class TruncatesListing(Villain):
    """Cuts the data connection without close_notify and says it was a success."""

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(LISTING)
        await writer.drain()
        end_below_tls(writer)


class ResetsListing(Villain):
    """Resets the data connection after the listing."""

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(LISTING)
        await writer.drain()
        handle = socket.socket(fileno=socket.dup(writer.get_extra_info("socket").fileno()))
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        abort(writer)
        handle.close()


class ControlDiesInListing(Villain):
    """Closes the control connection in the middle of the listing."""

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(LISTING)
        await writer.drain()
        visit.writer.close()
        await forever()


class NoCloseNotifyEver(Villain):
    """Sends the listing and 226, and leaves the data connection open."""

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(LISTING)
        await writer.drain()


class FinalFirst(Villain):
    """Says 226 before anything else."""

    async def on_list(self, visit: Visit, argument: str) -> None:
        await visit.raw(b"150 here\r\n226 done\r\n")
        reader, writer = await self.data(visit)
        await self.send(visit, reader, writer)


class NoFinal(Villain):
    """Sends the listing and never says that it is done."""

    async def on_list(self, visit: Visit, argument: str) -> None:
        await visit.say("150 here")
        reader, writer = await self.data(visit)
        await self.send(visit, reader, writer)


class TwoFinals(Villain):
    """Says twice that it is done."""

    async def on_list(self, visit: Visit, argument: str) -> None:
        await super().on_list(visit, argument)
        await visit.say("226 done, really")


class FinalIs1xx(Villain):
    """Ends the listing with 331."""

    async def on_list(self, visit: Visit, argument: str) -> None:
        await visit.say("150 here")
        reader, writer = await self.data(visit)
        await self.send(visit, reader, writer)
        await visit.say("331 and now the password again?")


class BusyInListing(Villain):
    """Says 421 in the middle of the listing."""

    async def send(self, visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(LISTING)
        await writer.drain()
        await visit.say("421 shutting down")
        visit.writer.close()
        raise Gone
