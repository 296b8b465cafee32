"""STUN: asked only of the server that the user named, told apart from silence, never named in PORT."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import PublicAddress
from ftpsgui.model.plan import Active, Family, Trust
from ftpsgui.model.seams import Network, NetworkError
from ftpsgui.wire.probes import public_address
from ftpsgui.wire.transport import udp
from ftpsgui.wire.transport.tcp import SystemNetwork
from tests.protocol.test_stun import IPV4
from tests.wire.mini import Mini
from tests.wire.playbook import Notes
from tests.wire.runs import SHORT, Run
from tests.wire.test_udp import Echo, server

Make = Callable[..., ssl.SSLContext]
SEEN = HostPort(host="192.0.2.1", port=32853)
"""What the answer of RFC 5769 §2.2 holds; it is XORed with the cookie alone, so it fits any transaction."""


def mapped(question: bytes, _number: int) -> list[bytes]:
    return [IPV4[:8] + question[8:20] + IPV4[20:]]


def facts(notes: Notes) -> PublicAddress:
    (fact,) = notes.of(PublicAddress)
    return fact


async def test_what_the_server_saw_is_recorded(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as target, server(mapped) as (echo, stun):
        run = Run(target, trust=trusted, stun=stun)
        fact = facts(await run.done())
        ports = [
            line for visit in target.visits for line in visit.commands if line.startswith(("PORT", "EPRT"))
        ]
    assert (fact.address, fact.step.outcome, fact.server) == (SEEN, "ok", stun)
    assert fact.local is not None
    assert [(fact.local.host, fact.local.port)] == echo.askers
    assert ports
    assert all("192,0,2,1" not in line and "192.0.2.1" not in line for line in ports)
    assert run.outcomes["public-address"] == ("completed", None)


async def test_nobody_is_asked_by_default(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as target:
        run = Run(target, trust=trusted)
        notes = await run.done()
    assert notes.of(PublicAddress) == []
    assert "public-address" not in run.outcomes


async def test_it_is_asked_also_when_the_target_cannot_be_reached() -> None:
    async with server(mapped) as (_, stun):
        run = Run(None, tls="explicit", stun=stun)
        fact = facts(await run.done())
    assert fact.address == SEEN
    assert run.outcomes["connect"] == ("failed", "refused")


def refusing(question: bytes, _number: int) -> list[bytes]:
    return [
        bytes.fromhex("011100082112a442") + question[8:20] + bytes.fromhex("00090004") + bytes([0, 0, 4, 0])
    ]


def empty(question: bytes, _number: int) -> list[bytes]:
    return [bytes.fromhex("010100002112a442") + question[8:20]]


def silent(_question: bytes, _number: int) -> list[bytes]:
    return []


def somebody_elses(_question: bytes, _number: int) -> list[bytes]:
    return [IPV4]


@pytest.mark.parametrize(
    ("answer", "outcome", "error"),
    [
        (refusing, "error", "STUN_400"),
        (empty, "error", "MALFORMED"),
        (silent, "timeout", "ETIMEDOUT"),
        (somebody_elses, "timeout", "ETIMEDOUT"),
    ],
)
async def test_no_answer_that_helps(
    monkeypatch: pytest.MonkeyPatch,
    answer: Callable[[bytes, int], list[bytes]],
    outcome: str,
    error: str,
) -> None:
    monkeypatch.setattr(public_address, "PATIENCE", 0.05)
    monkeypatch.setattr(udp, "FIRST_RESEND", 0.02)
    async with server(answer) as (echo, stun):
        run = Run(None, tls="explicit", stun=stun)
        fact = facts(await run.done())
    assert (fact.address, fact.step.outcome, fact.step.error) == (None, outcome, error)
    assert isinstance(echo, Echo)
    assert run.outcomes["public-address"] == ("failed", outcome)


class Nameless(SystemNetwork):
    """A resolver that knows nobody."""

    async def resolve(self, host: str, family: Family) -> list[str]:
        if host[0].isdigit():
            return [host]
        raise NetworkError("error", "EAI_NONAME")


async def test_a_name_that_does_not_resolve_is_kept_as_a_name() -> None:
    run = Run(None, tls="explicit", stun=HostPort(host="stun.invalid.", port=3478), network=Nameless())
    fact = facts(await run.done())
    assert (fact.name, fact.server.host, fact.step.error) == ("stun.invalid.", "stun.invalid.", "EAI_NONAME")


class Hung(SystemNetwork):
    """A resolver that never answers for a name."""

    async def resolve(self, host: str, family: Family) -> list[str]:
        if not host[0].isdigit():
            await asyncio.Event().wait()
        return [host]


class Blank(SystemNetwork):
    """A resolver that answers with nothing."""

    async def resolve(self, host: str, family: Family) -> list[str]:
        return [host] if host[0].isdigit() else []


@pytest.mark.parametrize(
    ("network", "outcome", "error"),
    [(Hung(), "timeout", "ETIMEDOUT"), (Blank(), "error", "EAI_NODATA")],
    ids=["hung", "blank"],
)
async def test_a_resolver_that_does_not_answer_costs_its_own_deadline_alone(
    network: Network, outcome: str, error: str
) -> None:
    stun = HostPort(host="stun.invalid.", port=3478)
    quick = replace(SHORT, connect=0.05)
    run = Run(None, tls="explicit", stun=stun, network=network, timeouts=quick)
    fact = facts(await run.done())
    assert (fact.step.outcome, fact.step.error) == (outcome, error)
    assert run.outcomes["public-address"] == ("failed", outcome)
    assert run.ending == "finished"


async def test_it_asks_from_the_address_that_the_user_chose(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as target, server(mapped) as (echo, stun):
        await Run(target, trust=trusted, stun=stun, active=Active(bind="127.0.0.1")).done()
    assert echo.askers[0][0] == "127.0.0.1"
