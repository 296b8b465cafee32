"""The demo's servers, asked line by line: their words, their data connections, their real check of resumption."""

from __future__ import annotations

import asyncio
import socket

import pytest

from ftpsgui.demo import scenarios
from ftpsgui.demo.scenario import HOST, SERVER_INSIDE, SERVER_OUTSIDE
from ftpsgui.demo.stage import Stage
from ftpsgui.demo.switchboard import LOOPBACK
from ftpsgui.model.addresses import HostPort
from ftpsgui.protocol.active import format_eprt, format_port
from ftpsgui.wire.transport.tls import TlsStream
from tests.demo.dialogue import Dialogue, dialogue


def stage(name: str) -> Stage:
    return Stage(scenarios.all()[name], latency=0)


async def data(talk: Dialogue, endpoint: HostPort) -> object:
    return await talk.stage.network.connect(HostPort(host=SERVER_OUTSIDE, port=endpoint.port), timeout=1.0)


async def test_filezilla_speaks_as_filezilla() -> None:
    async with stage("t4-filezilla") as case:
        stream = await case.network.connect(HostPort(host=SERVER_OUTSIDE, port=21), timeout=1.0)
        talk = Dialogue(case, stream)
        assert await talk.reply() == (
            "220-FileZilla Server 1.9.4\n220 Please visit https://filezilla-project.org/"
        )
        assert await talk.ask("USER demo") == "503 Use AUTH first."
        assert await talk.ask("AUTH TLS") == "234 Using authentication type TLS."
        await talk.secure()
        assert await talk.login() == "230 Login successful."
        assert await talk.ask("SYST") == "215 UNIX emulated by FileZilla."
        assert (await talk.ask("FEAT")).splitlines()[0] == "211-Features:"
        assert await talk.ask("PBSZ 0") == "200 PBSZ=0"
        assert await talk.ask("PROT C") == "534 Protection level C not allowed"
        assert await talk.ask("PROT P") == "200 Protection level set to P"
        assert await talk.ask("LIST") == "425 Use PORT or PASV first."
        assert await talk.passive() == HostPort(host=SERVER_INSIDE, port=50000)
        assert (await talk.ask("EPSV")).startswith("229 Entering Extended Passive Mode (|||50001|)")
        assert await talk.ask("QUIT") == "221 Goodbye."
        await talk.stream.close()


async def test_implicit_tls_greets_inside_tls() -> None:
    async with stage("t4-filezilla") as case, dialogue(case, port=990) as talk:
        assert await talk.ask("NOOP") == "200 Noop ok."


@pytest.mark.parametrize("tls13", [True, False])
@pytest.mark.parametrize("name", ["t4-filezilla", "t1-healthy"])
async def test_resumption_is_really_checked(name: str, tls13: bool) -> None:
    async with stage(name) as case, dialogue(case, tls13=tls13) as talk:
        for _ in range(3):
            content, resumed, reply = await talk.listing(await data(talk, await talk.passive()))  # type: ignore[arg-type]
            assert resumed
            assert reply.startswith("226")
            assert b"readme.txt" in content
        content, resumed, reply = await talk.listing(
            await data(talk, await talk.passive()),  # type: ignore[arg-type]
            resume=False,
        )
        assert (content, resumed) == (b"", False)
        assert reply.startswith("425 Unable to build data connection")
        # The session survives, and so does resumption.
        content, _, _ = await talk.listing(await data(talk, await talk.passive(extended=True)))  # type: ignore[arg-type]
        assert b"readme.txt" in content


async def test_the_session_of_another_control_connection_is_not_resumed() -> None:
    async with stage("t4-filezilla") as case, dialogue(case) as first, dialogue(case) as second:
        second.context = first.context
        assert isinstance(first.stream, TlsStream)
        stolen = first.stream.session
        endpoint = await second.passive()
        stream = await data(second, endpoint)
        await second.stream.write(b"LIST\r\n")
        assert (await second.reply()).startswith("150")
        tls = TlsStream(stream, first.context, server_name=HOST, session=stolen)  # type: ignore[arg-type]
        await tls.handshake()
        assert not tls.resumed
        await tls.close()
        assert "not resumed" in await second.reply()


async def test_vsftpd_hangs_up_when_the_session_is_not_resumed() -> None:
    async with stage("session-reuse-required") as case, dialogue(case) as talk:
        _, _, reply = await talk.listing(await data(talk, await talk.passive()), resume=False)  # type: ignore[arg-type]
        assert reply == "522 SSL connection failed: session reuse required"
        with pytest.raises(EOFError):
            await talk.ask("NOOP")


async def test_vsftpd_lets_prot_c_pass_and_refuses_the_transfer() -> None:
    async with stage("session-reuse-required") as case, dialogue(case) as talk:
        assert await talk.ask("PROT C") == "200 PROT now Clear."
        await talk.passive()
        assert await talk.ask("LIST") == "522 Data connections must be encrypted."


async def test_stat_shows_the_address_that_the_server_sees() -> None:
    async with stage("t4-both-nat") as case, dialogue(case) as talk:
        assert "     Connected to 198.51.100.1\n" in await talk.ask("STAT")


async def test_active_mode_comes_from_the_servers_public_address() -> None:
    async with stage("t2-no-masquerade") as case, dialogue(case) as talk:
        listener = await case.network.listen("198.51.100.1")
        for command in (f"PORT {format_port(listener.local)}", f"EPRT {format_eprt(listener.local)}"):
            assert (await talk.ask(command)).startswith("200")
            await talk.stream.write(b"LIST\r\n")
            stream = await asyncio.wait_for(listener.accept(), 5)
            assert stream.remote.host == SERVER_OUTSIDE
            assert (await talk.reply()).startswith("150")
            assert isinstance(talk.stream, TlsStream)
            tls = TlsStream(stream, talk.context, server_name=HOST, session=talk.stream.session)
            await tls.handshake()
            assert b"readme.txt" in await tls.read()
            await tls.close()
            assert (await talk.reply()).startswith("226")
        await listener.close()


async def test_filezilla_takes_any_port_and_dials_it_inside_the_demo_only() -> None:
    async with stage("t4-filezilla") as case, dialogue(case) as talk:
        listener = await case.network.listen("192.168.10.2")
        assert await talk.ask(f"PORT {format_port(listener.local)}") == "200 PORT command successful."
        assert await talk.ask("LIST") == "150 Starting data transfer."
        assert (await talk.reply()) == "425 Unable to build data connection: EHOSTUNREACH - No route to host"
        await listener.close()


async def test_vsftpd_refuses_a_foreign_port() -> None:
    async with stage("t4-both-nat") as case, dialogue(case) as talk:
        assert await talk.ask("PORT 192,168,10,2,156,64") == "500 Illegal PORT command."
        assert await talk.ask("EPRT |1|192.168.10.2|40000|") == "500 Illegal EPRT command."


async def test_a_wrong_password_is_refused() -> None:
    async with stage("wrong-password") as case, dialogue(case, login=False) as talk:
        assert await talk.login(case.credentials.password.reveal()) == "530 Login incorrect."


async def test_a_data_connection_without_tls_gets_a_last_reply() -> None:
    async with stage("t4-filezilla") as case, dialogue(case) as talk:
        stream = await data(talk, await talk.passive())
        assert (await talk.ask("LIST")).startswith("150")
        await stream.close()  # type: ignore[attr-defined]
        assert (await talk.reply()).startswith("4")


async def test_a_stranger_on_this_computer_gets_no_greeting() -> None:
    async with stage("t4-filezilla") as case:
        real = case.switchboard._listeners["server", 21]
        with socket.create_connection((LOOPBACK, real), timeout=5) as stranger:
            stranger.setblocking(False)
            received = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(stranger, 10), 5)
        assert received == b""


async def transfer(talk: Dialogue, stream: object, command: str, content: bytes = b"") -> tuple[bytes, str]:
    """Send ``command`` with its data connection: upload ``content`` or download; return what came and the end."""
    assert isinstance(talk.stream, TlsStream)
    await talk.stream.write(command.encode() + b"\r\n")
    assert (await talk.reply()).startswith("150")
    tls = TlsStream(stream, talk.context, server_name=HOST, session=talk.stream.session)  # type: ignore[arg-type]
    await tls.handshake()
    received = b""
    if content:
        await tls.write(content)
        await tls.finish()
    else:
        while chunk := await tls.read():
            received += chunk
    await tls.close()
    return received, await talk.reply()


@pytest.mark.parametrize("name", ["t1-healthy", "t4-filezilla"])
async def test_a_file_goes_there_and_back_again(name: str) -> None:
    content = bytes(range(256)) * 1024
    async with stage(name) as case, dialogue(case) as talk:
        await talk.ask("TYPE I")
        stored = await transfer(talk, await data(talk, await talk.passive()), "STOR there.bin", content)
        assert stored[1].startswith("226")
        assert await talk.ask("SIZE there.bin") == f"213 {len(content)}"
        back, reply = await transfer(talk, await data(talk, await talk.passive()), "RETR there.bin")
        assert (back == content, reply[:3]) == (True, "226")
        assert (await talk.ask("DELE there.bin")).startswith("250")


async def test_a_file_is_stored_in_active_mode() -> None:
    async with stage("t1-healthy") as case, dialogue(case) as talk:
        listener = await case.network.listen("198.51.100.1")
        await talk.ask("TYPE I")
        await talk.ask(f"PORT {format_port(listener.local)}")
        assert isinstance(talk.stream, TlsStream)
        await talk.stream.write(b"STOR active.bin\r\n")
        stream = await asyncio.wait_for(listener.accept(), 5)
        assert (await talk.reply()).startswith("150")
        tls = TlsStream(stream, talk.context, server_name=HOST, session=talk.stream.session)
        await tls.handshake()
        await tls.write(b"x" * 100_000)
        await tls.finish()
        await tls.close()
        assert (await talk.reply()).startswith("226")
        assert await talk.ask("SIZE active.bin") == "213 100000"
        await listener.close()


async def test_an_upload_without_resumption_is_refused_too() -> None:
    async with stage("t4-filezilla") as case, dialogue(case) as talk:
        stream = await data(talk, await talk.passive())
        assert (await talk.ask("STOR no.bin")).startswith("150")
        tls = TlsStream(stream, talk.context, server_name=HOST)  # type: ignore[arg-type]
        await tls.handshake()
        assert "not resumed" in await talk.reply()
        await tls.close()


async def test_many_clients_at_once_are_kept_apart() -> None:
    async def one(case: Stage) -> list[str]:
        async with dialogue(case) as talk:
            return [
                (await talk.listing(await data(talk, await talk.passive())))[2][:3]  # type: ignore[arg-type]
                for _ in range(6)
            ]

    async with stage("t1-healthy") as case:
        assert await asyncio.gather(*(one(case) for _ in range(10))) == [["226"] * 6] * 10
