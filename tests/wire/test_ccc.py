"""CCC: asked only with consent, on a connection of its own; every way in which TLS can end on it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable

import pytest

from ftpsgui.model.facts import ControlCleared, Exchange, TlsHandshake
from ftpsgui.model.plan import Budget, Consents, Trust
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.transport.trust import TrustStore
from tests.servers import Options, require, start
from tests.wire.mini import DROP, Mini
from tests.wire.playbook import Beat, Notes
from tests.wire.runs import Run, of_probe, thorough
from tests.wire.test_real_products import run_against
from tests.wire.test_tls import Peer, TlsStream

Make = Callable[..., ssl.SSLContext]
CCC = Consents(ccc=True)


@pytest.mark.parametrize("answer", ["533 CCC not allowed.", "500 'CCC': command not understood.", DROP])
async def test_a_refusal_is_an_answer(server_context: Make, trusted: Trust, answer: object) -> None:
    async with Mini(server_context(), answers={"CCC": answer}) as server:
        run = Run(server, trust=trusted, consents=CCC)
        notes = await run.done()
        (asked,) = [visit for visit in server.visits if "CCC" in visit.commands]
    assert asked.number == len(server.visits), "after everything else, on a connection of its own"
    assert asked.commands[: asked.commands.index("CCC")][-2:] == ["PBSZ 0", "PROT P"]
    assert of_probe(notes, "ccc") == []
    assert notes.of(ControlCleared) == []
    assert run.outcomes["ccc"] == (("failed", "closed") if answer is DROP else ("completed", None))
    assert run.outcomes["pasv"] == ("completed", None)


async def test_it_needs_consent(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = thorough(server, trusted)
        await run.done()
        assert server.said("CCC") == []
    assert "ccc" not in run.outcomes


async def test_its_login_is_one_of_the_logins(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted, consents=CCC, budget=Budget(logins=4))
        await run.done()
        assert server.said("CCC") == []
    assert run.outcomes["ccc"] == ("skipped", "budget")


@pytest.mark.parametrize("kind", ["pureftpd", "proftpd"])
async def test_the_real_products_go_on_in_clear(kind: str) -> None:
    require(kind)  # type: ignore[arg-type]
    with start(kind, Options(require_tls=False)) as server:  # type: ignore[arg-type]
        run, notes = await run_against(server, consents=CCC)
    (cleared,) = notes.of(ControlCleared)
    assert (cleared.step.outcome, cleared.close_notify) == ("ok", True)
    tries = of_probe(notes, "ccc")
    assert [each.mode for each in tries] == ["pasv", "epsv", "port", "eprt"]
    for each in tries:
        assert each.final is not None
        assert each.final.positive
        assert (each.protection, each.ending, each.control_protected) == ("private", "close_notify", False)
    said = [
        (each.fact.command, each.fact.protected)
        for each in notes.observations
        if each.probe == "ccc" and isinstance(each.fact, Exchange) and each.fact.command
    ]
    assert ("CCC", True) in said
    assert ("PASV", False) in said
    assert all(protected for command, protected in said if command.startswith(("USER", "PASS")))
    assert run.outcomes["ccc"] == ("completed", None)


async def test_a_server_that_wants_tls_throughout_refuses() -> None:
    require("proftpd")
    with start("proftpd", Options(require_tls=True, require_protection=True)) as server:
        run, notes = await run_against(server, consents=CCC)
    assert notes.of(ControlCleared) == []
    (refused,) = [each for each in notes.of(Exchange) if each.command == "CCC"]
    assert refused.reply is not None
    assert refused.reply.code == 534
    assert run.outcomes["ccc"] == ("completed", None)


# How TLS ends, against a TLS server in memory


async def secured(server: ssl.SSLContext, ca_file: str) -> tuple[ControlConnection, Peer, Notes]:
    peer, notes = Peer(server), Notes()
    connection = ControlConnection("c1", peer, probe="ccc", clock=Beat(), recorder=notes)
    tls = TlsStream(peer, TrustStore(Trust(ca_file=ca_file)).context(strict=True), server_name="localhost")
    await tls.handshake()
    connection.secured(tls)
    return connection, peer, notes


async def clear(
    connection: ControlConnection, then: Callable[[], Awaitable[None]], timeout: float = 5.0
) -> bool:
    clearing = asyncio.create_task(connection.clear(timeout))
    await asyncio.sleep(0)
    await then()
    return await clearing


async def test_what_comes_behind_close_notify_is_clear_text(server_context: Make, ca_file: str) -> None:
    connection, peer, notes = await secured(server_context(), ca_file)

    async def then() -> None:
        await peer.bye.wait()
        peer.close_notify()
        peer.say_plain(b"200 in clear\r\n")

    assert await clear(connection, then)
    (cleared,) = notes.of(ControlCleared)
    assert cleared.close_notify
    assert not connection.protected
    assert connection.tls is not None, "its session is still resumed"
    heard = await connection.hear(1)
    assert heard.reply is not None
    assert heard.reply.text == "200 in clear"
    peer.fin()
    await connection.close()


async def test_a_server_that_never_says_close_notify(server_context: Make, ca_file: str) -> None:
    connection, peer, notes = await secured(server_context(), ca_file)

    async def then() -> None:
        await peer.bye.wait()

    assert await clear(connection, then, timeout=0.02)
    (cleared,) = notes.of(ControlCleared)
    assert (cleared.step.outcome, cleared.close_notify) == ("timeout", False)
    peer.fin()
    await connection.close()


async def test_a_server_that_goes_on_in_clear_without_a_word(server_context: Make, ca_file: str) -> None:
    connection, peer, notes = await secured(server_context(), ca_file)

    async def then() -> None:
        await peer.bye.wait()
        peer.say_plain(b"200 TLS is over\r\n")

    assert not await clear(connection, then)
    (cleared,) = notes.of(ControlCleared)
    assert cleared.step.outcome == "error"
    assert not cleared.close_notify
    await connection.close()


@pytest.mark.parametrize("end", ["fin", "rst"])
async def test_a_server_that_hangs_up(server_context: Make, ca_file: str, end: str) -> None:
    connection, peer, notes = await secured(server_context(), ca_file)

    async def then() -> None:
        await peer.bye.wait()
        getattr(peer, end)()

    assert not await clear(connection, then)
    (cleared,) = notes.of(ControlCleared)
    assert cleared.step.outcome == ("closed" if end == "fin" else "reset")
    await connection.close()


async def test_the_handshake_stays_a_fact(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"CCC": "533 no"}) as server:
        notes = await Run(server, trust=trusted, consents=CCC).done()
    assert all(each.offered is None and each.verified for each in notes.of(TlsHandshake))
