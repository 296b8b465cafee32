"""What the server reveals of the addresses, and what is done with it: ESTP, ESTA, and PORT by the address it sees."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import msgspec
import pytest

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.plan import THOROUGH, Active, Consents, Trust
from ftpsgui.model.seams import AddressQuestion
from ftpsgui.protocol.opened import told_port
from ftpsgui.protocol.reflection import revealed
from ftpsgui.wire.client import context
from ftpsgui.wire.probes import active_revealed, passive_range
from tests.servers import Options, require, start
from tests.wire.mini import Mini
from tests.wire.runs import SHORT, Run, of_probe, thorough
from tests.wire.test_real_products import run_against

Make = Callable[..., ssl.SSLContext]
RANGE = Active(ports=(50400, 50450))
FEATURES = "211-Features\r\n ESTP\r\n ESTA\r\n211 End"


@pytest.fixture(autouse=True)
def _short_range(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passive_range, "TRIES", 0)


@pytest.fixture
def loopback_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the addresses of loopback stand for public ones."""
    monkeypatch.setattr(active_revealed, "is_public", lambda address: address.startswith("127."))


# ESTP and ESTA


@pytest.mark.parametrize("bind", ["127.0.0.1", "::1"])
async def test_pure_ftpd_tells_of_both_kinds_of_data_connection(bind: str) -> None:
    require("pureftpd")
    with start("pureftpd", Options(bind=bind)) as server:
        run, notes = await run_against(
            server,
            thorough=True,
            only=("pasv", "epsv", "capabilities", "data-reflection"),
            budget=THOROUGH,
            timeouts=SHORT.__class__(),
        )
    passive, active = of_probe(notes, "data-reflection")
    assert (passive.command, active.command) == ("ESTP", "ESTA")
    for each, verb, kind in ((passive, "ESTP", "client"), (active, "ESTA", "server")):
        assert each.final is not None
        assert each.final.code == 225
        assert each.tls is None, "nothing is transferred"
        (told,) = revealed(verb, each.final)
        assert (told.kind, told.address) == (kind, bind)
    (told,) = revealed("ESTP", passive.final) if passive.final else ()
    assert passive.local == HostPort(host=bind, port=told.port or 0), "no translation on loopback"
    assert active.observed is not None
    assert active.observed.host == bind
    assert run.outcomes["data-reflection"] == ("completed", None)


async def test_others_are_not_asked(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = thorough(server, trusted, "capabilities", "data-reflection")
        await run.done()
        assert server.said("ESTP") == server.said("ESTA") == []
    assert run.outcomes["data-reflection"] == ("skipped", "not-applicable")


async def test_a_promise_in_feat_that_is_not_kept(server_context: Make, trusted: Trust) -> None:
    answers = {"FEAT": FEATURES, "ESTP": "500 what?", "ESTA": "502 not built"}
    async with Mini(server_context(), answers=answers) as server:
        run = thorough(server, trusted, "capabilities", "data-reflection")
        notes = await run.done()
    tries = of_probe(notes, "data-reflection")
    assert [each.final.code for each in tries if each.final] == [500, 502]
    assert run.outcomes["data-reflection"] == ("completed", None)


async def test_the_default_does_not_ask(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"FEAT": FEATURES}) as server:
        await Run(server, trust=trusted).done()
        assert server.said("ESTP") == []


# The port that the server says it opened

BSD = "211-host FTP server status:\r\n     in Passive mode (127,0,0,1,1,2)\r\n211 End of status"


async def test_where_the_server_says_that_it_waits(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"STAT": BSD}) as server:
        run = thorough(server, trusted, "opened-port")
        notes = await run.done()
    (seen,) = of_probe(notes, "opened-port")
    assert (seen.command, seen.dialled, seen.tcp, seen.bytes) == ("STAT", None, None, 0), "only asked"
    assert seen.final is not None
    assert told_port(seen.final) == 258
    assert seen.advertised is not None
    assert seen.advertised.port != 258
    assert run.outcomes["opened-port"] == ("completed", None)


@pytest.mark.parametrize("answer", ["211 all well", "502 no", "500 what?"])
async def test_who_does_not_tell_is_no_fault(server_context: Make, trusted: Trust, answer: str) -> None:
    async with Mini(server_context(), answers={"STAT": answer}) as server:
        run = thorough(server, trusted, "opened-port", "repeat-transfers")
        await run.done()
    assert run.outcomes["opened-port"] == ("skipped", "not-applicable")
    assert run.outcomes["repeat-transfers"] == ("completed", None), "and the connection is good for more"


# PORT by the revealed address


def named(server: Mini) -> set[str]:
    """The hosts that PORT and EPRT named."""
    lines = [
        line for visit in server.visits for line in visit.commands if line.startswith(("PORT ", "EPRT "))
    ]
    return {
        line.split("|")[2] if line.startswith("EPRT") else ".".join(line.split(" ")[1].split(",")[:4])
        for line in lines
    }


@pytest.mark.usefixtures("loopback_counts")
@pytest.mark.parametrize(
    "answers",
    [
        {"STAT": "211-Status\r\n     Connected to 127.0.0.2\r\n211 End"},
        {"STAT": "211-Status\r\n Connected from 127.0.0.2\r\n211 End"},
    ],
)
async def test_the_address_that_the_server_sees_is_named(
    server_context: Make, trusted: Trust, answers: dict[str, str]
) -> None:
    async with Mini(server_context(), answers=answers) as server:
        run = Run(server, trust=trusted, active=RANGE)
        notes = await run.done()
        assert named(server) == {"127.0.0.1", "127.0.0.2"}
    tries = of_probe(notes, "active-revealed")
    assert {(each.mode, each.address) for each in tries} == {("port", "public"), ("eprt", "public")}
    assert {each.advertised.host for each in tries if each.advertised} == {"127.0.0.2"}
    assert run.outcomes["active-revealed"] == ("completed", None)


@pytest.mark.usefixtures("loopback_counts")
async def test_a_refused_port_tells_better_than_stat(server_context: Make, trusted: Trust) -> None:
    refusal = "500 I won't open a connection to 127.0.0.1 (only to 127.0.0.3)"
    answers = {
        "STAT": "211-Status\r\n     Connected to 127.0.0.2\r\n211 End",
        "PORT": refusal,
        "EPRT": refusal,
    }
    async with Mini(server_context(), answers=answers) as server:
        await Run(server, trust=trusted, active=RANGE).done()
        assert named(server) == {"127.0.0.1", "127.0.0.3"}


@pytest.mark.usefixtures("loopback_counts")
async def test_it_takes_a_range_of_ports(server_context: Make, trusted: Trust) -> None:
    answers = {"STAT": "211-Status\r\n     Connected to 127.0.0.2\r\n211 End"}
    async with Mini(server_context(), answers=answers) as server:
        await Run(server, trust=trusted, active=RANGE).done()
        assert "127.0.0.2" in named(server)
    async with Mini(server_context(), answers=answers) as server:
        run = thorough(server, trusted)
        await run.done()
        assert named(server) == {"127.0.0.1"}
    assert "active-revealed" not in run.outcomes


@pytest.mark.parametrize(
    "said",
    [
        "Connected to 127.0.0.1",  # our own
        "Connected to 10.9.8.7",  # no address that anybody could dial from outside
        "Connected to 2001:db8::7",  # the other family
        "Type: ASCII",
        "Connected to: 127.0.0.2:21",  # pyftpdlib: its own address, not ours
    ],
)
async def test_nobody_elses_address_is_ever_named(server_context: Make, trusted: Trust, said: str) -> None:
    async with Mini(server_context(), answers={"STAT": f"211-Status\r\n     {said}\r\n211 End"}) as server:
        run = Run(server, trust=trusted, active=RANGE)
        notes = await run.done()
        assert named(server) == {"127.0.0.1"}
    assert of_probe(notes, "active-revealed") == []
    assert run.outcomes["active-revealed"] == ("skipped", "not-applicable")


@pytest.mark.usefixtures("loopback_counts")
async def test_where_the_user_gave_one_that_is_the_one(server_context: Make, trusted: Trust) -> None:
    answers = {"STAT": "211-Status\r\n     Connected to 127.0.0.2\r\n211 End"}
    async with Mini(server_context(), answers=answers) as server:
        active = msgspec.structs.replace(RANGE, public_address="127.0.0.3")
        run = thorough(server, trusted, active=active)
        await run.done()
        assert named(server) == {"127.0.0.1", "127.0.0.3"}
    assert "active-revealed" not in run.outcomes


# A public address that contradicts the server

SEES = {"STAT": "211-Status\r\n     Connected to 127.0.0.2\r\n211 End"}
REFUSES = {
    "STAT": "502 no",
    "PORT": "500 I won't open a connection to 127.0.0.1 (only to 127.0.0.2)",
    "EPRT": "500 I won't open a connection to 127.0.0.1 (only to 127.0.0.2)",
}


async def gave(server: Mini, trusted: Trust, address: str, **consents: bool) -> list[DataAttempt]:
    """The tries by the public address that was given."""
    active = Active(public_address=address)
    notes = await Run(server, trust=trusted, active=active, consents=Consents(**consents)).done()
    return [each for each in notes.of(DataAttempt) if each.address == "public"]


@pytest.mark.parametrize("answers", [SEES, REFUSES])
async def test_an_address_that_the_server_contradicts_is_not_named_without_consent(
    monkeypatch: pytest.MonkeyPatch, server_context: Make, trusted: Trust, answers: dict[str, str]
) -> None:
    monkeypatch.setattr(context, "is_public", lambda address: address.startswith("127."))
    async with Mini(server_context(), answers=answers) as server:
        tries = await gave(server, trusted, "127.0.0.3")
        assert named(server) == {"127.0.0.1"}
    assert [(each.not_dialled, each.listened, each.advertised) for each in tries] == [
        ("no-consent", None, None)
    ] * 2
    async with Mini(server_context(), answers=answers) as server:
        tries = await gave(server, trusted, "127.0.0.3", contradicted_address=True)
        assert named(server) == {"127.0.0.1", "127.0.0.3"}
    assert {each.not_dialled for each in tries} == {None}


@pytest.mark.parametrize("answers", [SEES, {"STAT": "502 no"}])
async def test_an_address_that_the_server_sees_or_says_nothing_of_is_named(
    monkeypatch: pytest.MonkeyPatch, server_context: Make, trusted: Trust, answers: dict[str, str]
) -> None:
    monkeypatch.setattr(context, "is_public", lambda address: address.startswith("127."))
    async with Mini(server_context(), answers=answers) as server:
        tries = await gave(server, trusted, "127.0.0.2")
        assert named(server) == {"127.0.0.1", "127.0.0.2"}
        assert len(server.said("STAT")) == 1
    assert {each.not_dialled for each in tries} == {None}


@pytest.mark.parametrize("answers", [SEES, REFUSES])
@pytest.mark.parametrize("yes", [True, False])
async def test_somebody_who_can_be_asked_is_asked_once_and_before_the_address_is_named(
    monkeypatch: pytest.MonkeyPatch, server_context: Make, trusted: Trust, answers: dict[str, str], yes: bool
) -> None:
    monkeypatch.setattr(context, "is_public", lambda address: address.startswith("127."))
    questions: list[AddressQuestion] = []

    async def insists(question: AddressQuestion) -> bool:
        questions.append(question)
        assert named(server) == {"127.0.0.1"}
        return yes

    async with Mini(server_context(), answers=answers) as server:
        run = Run(server, trust=trusted, active=Active(public_address="127.0.0.3"), insists=insists)
        notes = await run.done()
        assert named(server) == ({"127.0.0.1", "127.0.0.3"} if yes else {"127.0.0.1"})
    assert questions == [
        AddressQuestion(given="127.0.0.3", seen="127.0.0.2", commands=("PORT", "EPRT"), ports=None)
    ]
    tries = [each for each in notes.of(DataAttempt) if each.address == "public"]
    assert [each.mode for each in tries] == ["port", "eprt"]
    assert {each.not_dialled for each in tries} == {None if yes else "no-consent"}


async def test_nobody_is_asked_about_an_address_that_the_server_sees(
    monkeypatch: pytest.MonkeyPatch, server_context: Make, trusted: Trust
) -> None:
    monkeypatch.setattr(context, "is_public", lambda address: address.startswith("127."))

    async def insists(question: AddressQuestion) -> bool:
        raise AssertionError(question)

    async with Mini(server_context(), answers=SEES) as server:
        await Run(server, trust=trusted, active=Active(public_address="127.0.0.2"), insists=insists).done()
        assert named(server) == {"127.0.0.1", "127.0.0.2"}
