"""The control connection, byte by byte."""

from __future__ import annotations

import asyncio

import pytest

from ftpsgui.model.facts import ConnectionEnded, Exchange, StrayBytes
from ftpsgui.wire.client.control import ControlConnection
from tests.wire.playbook import EOF, RESET, SILENCE, Beat, Notes, Talk


def control(*script: object) -> tuple[ControlConnection, Notes, Talk]:
    talk, notes = Talk(script), Notes()
    return ControlConnection("c1", talk, probe="login", clock=Beat(), recorder=notes), notes, talk


async def test_a_dialogue_is_recorded_as_it_went() -> None:
    connection, notes, talk = control("<220 hi\r\n", ">SYST\r\n", "<215 UNIX\r\n")
    await connection.greet(1)
    answer = await connection.command("SYST", 1)
    assert answer.reply is not None
    assert answer.reply.code == 215
    assert notes.lines() == ["None -> 220 hi", "SYST -> 215 UNIX"]
    exchange = notes.of(Exchange)[1]
    assert exchange.sent is not None
    assert exchange.replied is not None
    assert exchange.sent < exchange.replied
    assert talk.done
    await connection.close()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
async def test_the_chunking_does_not_matter(size: int) -> None:
    text = "211-Features:\r\n PASV\r\n 211 not the end\r\n211 End\r\n"
    chunks = ["<" + text[at : at + size] for at in range(0, len(text), size)]
    connection, _, _ = control(">FEAT\r\n", *chunks)
    answer = await connection.command("FEAT", 1)
    assert answer.reply is not None
    assert answer.reply.lines == ("Features:", " PASV", " 211 not the end", "End")
    await connection.close()


async def test_two_replies_in_one_chunk_are_two_exchanges() -> None:
    connection, notes, _ = control("<220 hi\r\n421 bye\r\n", ">NOOP\r\n", "<200 ok\r\n")
    await connection.greet(1)
    await connection.command("NOOP", 1)
    assert notes.lines() == ["None -> 220 hi", "None -> 421 bye", "NOOP -> 200 ok"]
    await connection.close()


async def test_silence_ends_at_the_deadline_and_makes_the_connection_unusable() -> None:
    connection, notes, _ = control(">STAT\r\n", "<211-half a re", SILENCE)
    answer = await connection.command("STAT", 0.02)
    assert (answer.reply, answer.ending) == (None, "timeout")
    assert notes.of(Exchange)[0].partial == "211-half a re"
    assert not connection.usable
    await connection.close()


async def test_a_slow_drip_does_not_move_the_deadline() -> None:
    class Drip(Talk):
        async def read(self, limit: int = 65536) -> bytes:
            await asyncio.sleep(0)
            return b"2"

    notes = Notes()
    connection = ControlConnection("c1", Drip([]), probe="login", clock=Beat(), recorder=notes)
    answer = await connection.greet(0.02)
    assert answer.reply is None
    assert answer.ending in ("timeout", "overflow")
    await connection.close()


@pytest.mark.parametrize(
    "endless",
    [b"220-" + b"x" * 8000 + b"\r\n", b"x" * 60000],
    ids=["lines without end", "a line without end"],
)
async def test_a_reply_without_end_is_cut_off(endless: bytes) -> None:
    class Flood(Talk):
        async def read(self, limit: int = 65536) -> bytes:
            await asyncio.sleep(0)
            return endless

    notes, talk = Notes(), Flood([])
    connection = ControlConnection("c1", talk, probe="login", clock=Beat(), recorder=notes)
    answer = await connection.greet(60)
    assert answer.ending == "overflow"
    assert talk.aborted
    assert len(notes.of(Exchange)[0].partial) < 10_000
    await connection.close()


@pytest.mark.parametrize(("end", "how"), [(EOF, "closed-by-peer"), (RESET, "reset")])
async def test_an_end_in_mid_dialogue_is_told_by_its_kind(end: object, how: str) -> None:
    connection, notes, _ = control(">NOOP\r\n", "<2", end)
    answer = await connection.command("NOOP", 1)
    assert answer.ending == ("closed" if end is EOF else "reset")
    assert [fact.how for fact in notes.of(ConnectionEnded)] == [how]
    assert not connection.usable
    await connection.close()
    assert len(notes.of(ConnectionEnded)) == 1


async def test_last_words_are_heard_when_the_command_cannot_be_sent() -> None:
    class Deaf(Talk):
        async def write(self, data: bytes) -> None:
            from ftpsgui.model.seams import NetworkError

            raise NetworkError("reset", "EPIPE")

    notes = Notes()
    talk = Deaf(["<421 Timeout.\r\n", EOF])
    connection = ControlConnection("c1", talk, probe="login", clock=Beat(), recorder=notes)
    answer = await connection.command("NOOP", 1)
    assert answer.reply is not None
    assert answer.reply.code == 421
    await connection.close()


async def test_a_cancelled_wait_loses_no_byte() -> None:
    connection, _, talk = control("<2", "<20 hi", SILENCE)
    waiting = asyncio.create_task(connection.hear(None))
    await talk.until_silent()
    waiting.cancel()
    await asyncio.wait({waiting})
    talk.go_on("<\r\n")
    heard = await connection.hear(1)
    assert heard.reply is not None
    assert heard.reply.raw == "220 hi"
    await connection.close()


async def test_a_cancelled_command_is_recorded_as_such() -> None:
    connection, notes, talk = control(">NOOP\r\n", SILENCE)
    task = asyncio.create_task(connection.command("NOOP", 60))
    await talk.until_silent()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert notes.lines() == ["NOOP -> cancelled"]
    await connection.close()


async def test_another_protocol_is_kept_as_it_spoke() -> None:
    connection, notes, _ = control("<SSH-2.0-OpenSSH_9.2\r\n")
    answer = await connection.greet(1)
    assert answer.reply is None
    assert notes.of(StrayBytes) == [StrayBytes(where="instead-of-greeting", raw="SSH-2.0-OpenSSH_9.2")]
    assert notes.of(Exchange) == []
    await connection.close()


async def test_bytes_without_a_line_end_are_kept_too() -> None:
    connection, notes, _ = control("<\x00\x00\x01J\xff", SILENCE)
    await connection.greet(0.02)
    assert [fact.raw for fact in notes.of(StrayBytes)] == ["\\x00\\x00\\x01J\\xff"]
    await connection.close()


async def test_what_follows_the_reply_to_auth_is_seen() -> None:
    connection, _, _ = control(">AUTH TLS\r\n", "<234 go\r\n331 password?\r\n230")
    await connection.command("AUTH TLS", 1)
    assert connection.injected() == b"331 password?\r\n230"
    await connection.close()


async def test_nothing_follows_an_honest_reply_to_auth() -> None:
    connection, _, _ = control(">AUTH TLS\r\n", "<234 go\r\n")
    await connection.command("AUTH TLS", 1)
    assert connection.injected() == b""
    assert connection.raw_stream is not None
    await connection.close()


@pytest.mark.parametrize("command", ["USER a\r\nDELE b", "USER a\nb", "USER \0"])
async def test_a_command_that_smuggles_another_is_not_sent(command: str) -> None:
    connection, notes, _ = control()
    with pytest.raises(ValueError):
        await connection.command(command, 1)
    assert notes.observations == []
    await connection.close()


async def test_the_password_is_not_in_the_record() -> None:
    connection, notes, _ = control(">PASS hunter2\r\n", "<230 ok\r\n")
    await connection.command("PASS hunter2", 1)
    assert "hunter2" not in repr(notes.observations)
    await connection.close()


async def test_quit_hears_the_goodbye() -> None:
    connection, notes, talk = control(">QUIT\r\n", "<221 bye\r\n")
    await connection.quit(1)
    assert notes.lines() == ["QUIT -> 221 bye"]
    assert [fact.how for fact in notes.of(ConnectionEnded)] == ["quit"]
    assert talk.closed


async def test_quit_does_not_wait_for_a_silent_server() -> None:
    connection, notes, talk = control(">QUIT\r\n", SILENCE)
    await connection.quit(0)
    assert [fact.how for fact in notes.of(ConnectionEnded)] == ["quit"]
    assert talk.closed


async def test_an_idle_connection_that_the_server_closes_is_found_unusable() -> None:
    connection, _, talk = control("<220 hi\r\n", SILENCE)
    await connection.greet(1)
    connection.listen()
    await asyncio.sleep(0)
    assert connection.usable
    talk.go_on(EOF)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not connection.usable
    await connection.close()


async def test_421_means_that_the_server_hangs_up() -> None:
    connection, _, _ = control(">NOOP\r\n", "<421 too many\r\n")
    await connection.command("NOOP", 1)
    assert not connection.usable
    await connection.close()
