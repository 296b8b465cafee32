"""One try of a data connection, in clear, as dialogues on both connections."""

from __future__ import annotations

import asyncio
import gc

import pytest
from msgspec.structs import replace

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import DataAttempt, Exchange
from ftpsgui.model.plan import Active
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.data import Attempt
from ftpsgui.wire.client.identity import Identity
from ftpsgui.wire.client.listing import Listing
from tests.wire.playbook import CLIENT, EOF, QUICK, RESET, SERVER, SILENCE, Beat, Net, Notes, Talk, plan

OPEN_227 = "<227 Entering Passive Mode (203,0,113,1,195,80).\r\n"
DATA = HostPort(host="203.0.113.1", port=50000)
STRANGER = HostPort(host="198.51.100.66", port=4444)


def data(*script: object, remote: HostPort = DATA) -> Talk:
    return Talk(script, remote=remote)


class Case:
    """A control connection with its script, and what the data connections say."""

    def __init__(self, *script: object, net: Net, **changes: object) -> None:
        self.talk, self.notes, self.net = Talk(script), Notes(), net
        self.clock = Beat()
        self.plan = plan(**changes)
        self.control = ControlConnection("c1", self.talk, probe="pasv", clock=self.clock, recorder=self.notes)

    async def net_reached_data(self) -> None:
        """Wait until the data connection fell silent."""
        await self.net.dialled_once.wait()
        await self.net.opened[0].until_silent()

    async def run(self, listing: Listing) -> DataAttempt:
        try:
            trust = Identity(self.plan, self.clock)
            observation = await Attempt(self.control, listing, self.plan, self.net, self.clock, trust).run()
        finally:
            usable = self.control.usable
            await self.control.close()
            self.usable = usable
        assert isinstance(observation.fact, DataAttempt)
        assert all(talk.closed for talk in self.net.opened), "a data connection was left open"
        assert all(door.closed for door in self.net.doors), "a listener was left open"
        return observation.fact


async def passive(
    *script: object, dials: list[Talk | NetworkError], mode: str = "pasv", **changes: object
) -> tuple[DataAttempt, Case]:
    case = Case(*script, net=Net(dials), **changes)
    return await case.run(Listing(mode=mode, address="peer")), case  # type: ignore[arg-type]


async def active(
    *script: object, visitors: list[Talk], mode: str = "port", **changes: object
) -> tuple[DataAttempt, Case]:
    case = Case(*script, net=Net(visitors=visitors), **changes)
    return await case.run(Listing(mode=mode, address="local")), case  # type: ignore[arg-type]


async def test_a_listing_over_pasv() -> None:
    fact, case = await passive(
        ">PASV\r\n", OPEN_227, ">LIST\r\n", "<150 here\r\n", "<226 done\r\n",
        dials=[data("<-rw a\r\n-r", "<w b\r\n", EOF)],
    )  # fmt: skip
    assert (fact.advertised, fact.dialled, fact.observed) == (DATA, DATA, DATA)
    assert fact.tcp is not None
    assert fact.tcp.outcome == "ok"
    assert (fact.bytes, fact.lines, fact.ending) == (14, 2, "eof")
    assert fact.final is not None
    assert fact.final.text == "226 done"
    assert fact.order[:3] == ("setup", "tcp", "preliminary")
    assert fact.order.index("data") < fact.order.index("end")
    assert case.notes.lines() == [
        "PASV -> 227 Entering Passive Mode (203,0,113,1,195,80).",
        "LIST -> 150 here",
        "None -> 226 done",
    ]
    assert case.usable


async def test_the_replies_follow_from_the_command() -> None:
    _, case = await passive(
        ">PASV\r\n", OPEN_227, ">LIST\r\n", "<150 here\r\n", "<226 done\r\n", dials=[data(EOF)]
    )
    setup, first, final, whole, _ended = case.notes.observations
    assert whole.caused_by == setup.id
    assert final.caused_by == first.id


async def test_the_peer_is_dialled_whatever_pasv_says() -> None:
    fact, case = await passive(
        ">PASV\r\n",
        "<227 (10,0,0,2,195,80)\r\n",
        ">LIST\r\n",
        "<150 a\r\n226 b\r\n",
        dials=[data("<x\n", EOF)],
    )
    assert fact.advertised == HostPort(host="10.0.0.2", port=50000)
    assert fact.dialled == DATA
    assert case.net.dialled == [DATA]


async def test_the_advertised_address_is_dialled_when_that_is_the_question() -> None:
    case = Case(">PASV\r\n", "<227 (10,0,0,2,195,80)\r\n", net=Net([NetworkError("timeout", "ETIMEDOUT")]))
    fact = await case.run(Listing(mode="pasv", address="advertised"))
    assert case.net.dialled == [HostPort(host="10.0.0.2", port=50000)]
    assert fact.tcp is not None
    assert fact.tcp.outcome == "timeout"
    assert case.usable, "nothing was asked for that could still be answered"


@pytest.mark.parametrize(
    "reply",
    ["227 no address here", "227 (1,2,3)", "227 (300,1,1,1,1,1)", "227 (203,0,113,1,0,0)", "227 (::1,5,5)"],
)
async def test_a_reply_that_cannot_be_dialled_is_a_fact(reply: str) -> None:
    fact, case = await passive(">PASV\r\n", f"<{reply}\r\n", dials=[])
    assert fact.raw == reply
    assert fact.dialled is None
    assert case.net.dialled == []
    assert case.usable


async def test_a_refused_pasv_is_a_fact() -> None:
    fact, case = await passive(">PASV\r\n", "<502 no\r\n", dials=[])
    assert fact.setup is not None
    assert fact.setup.code == 502
    assert (fact.advertised, fact.final) == (None, None)
    assert case.usable


async def test_an_unanswered_pasv_ends_at_the_deadline() -> None:
    fact, case = await passive(">PASV\r\n", SILENCE, dials=[])
    assert fact.setup_ending == "timeout"
    assert not case.usable


async def test_epsv_dials_the_peer_at_the_port() -> None:
    fact, _ = await passive(
        ">EPSV\r\n",
        "<229 ok (|||50000|)\r\n",
        ">LIST\r\n",
        "<150 a\r\n226 b\r\n",
        dials=[data(EOF)],
        mode="epsv",
    )
    assert fact.advertised == fact.dialled == DATA


async def test_a_refused_connection_leaves_the_control_usable() -> None:
    fact, case = await passive(">PASV\r\n", OPEN_227, dials=[NetworkError("refused", "ECONNREFUSED")])
    assert fact.tcp is not None
    assert (fact.tcp.outcome, fact.tcp.error) == ("refused", "ECONNREFUSED")
    assert case.usable


async def test_a_server_that_says_425_at_once() -> None:
    fact, case = await passive(">PASV\r\n", OPEN_227, ">LIST\r\n", "<425 cannot\r\n", dials=[data(SILENCE)])
    assert fact.final is not None
    assert fact.final.code == 425
    assert (fact.preliminary, fact.ending) == (None, None)
    assert case.notes.lines()[-1] == "LIST -> 425 cannot"
    assert case.usable


async def test_a_server_that_sends_150_after_the_data_is_not_waited_for() -> None:
    fact, _ = await passive(">PASV\r\n", OPEN_227, ">LIST\r\n", SILENCE, dials=[data("<a\n", EOF)])
    assert (fact.bytes, fact.ending, fact.final_ending) == (2, "eof", "timeout")


async def test_226_that_overtakes_the_data_does_not_cut_it_off() -> None:
    slow = data(SILENCE)
    case = Case(">PASV\r\n", OPEN_227, ">LIST\r\n", "<150 a\r\n226 b\r\n", SILENCE, net=Net([slow]))
    running = asyncio.create_task(case.run(Listing(mode="pasv", address="peer")))
    await case.talk.until_silent()
    slow.go_on("<late\n", EOF)
    fact = await running
    assert (fact.bytes, fact.ending) == (5, "eof")
    assert fact.order.index("final") < fact.order.index("data")


async def test_a_reset_in_the_data() -> None:
    fact, _ = await passive(
        ">PASV\r\n", OPEN_227, ">LIST\r\n", "<150 a\r\n", "<426 broken\r\n", dials=[data("<abc", RESET)]
    )
    assert (fact.bytes, fact.ending) == (3, "rst")
    assert fact.final is not None
    assert fact.final.code == 426


async def test_data_that_stalls() -> None:
    fact, case = await passive(
        ">PASV\r\n", OPEN_227, ">LIST\r\n", "<150 a\r\n", SILENCE, dials=[data("<abc", SILENCE)],
        timeouts=QUICK,
    )  # fmt: skip
    assert (fact.bytes, fact.ending, fact.final_ending) == (3, "timeout", "timeout")
    assert not case.usable


async def test_a_listing_without_end_is_cut_off() -> None:
    class Endless(Talk):
        async def read(self, limit: int = 65536) -> bytes:
            await asyncio.sleep(0)
            return b"x" * 65536

    fact, _ = await passive(
        ">PASV\r\n",
        OPEN_227,
        ">LIST\r\n",
        "<150 a\r\n",
        "<426 you left\r\n",
        dials=[Endless([], remote=DATA)],
    )
    assert fact.ending == "overflow"
    assert fact.final is not None


async def test_the_control_connection_dies_in_the_middle() -> None:
    fact, case = await passive(
        ">PASV\r\n", OPEN_227, ">LIST\r\n", "<150 a\r\n", EOF, dials=[data("<abc", SILENCE)]
    )
    assert fact.final_ending == "closed"
    assert not case.usable


async def test_cancelled_in_the_middle_it_says_what_it_knows() -> None:
    case = Case(">PASV\r\n", OPEN_227, ">LIST\r\n", "<150 a\r\n", SILENCE, net=Net([data("<abc", SILENCE)]))
    running = asyncio.create_task(case.run(Listing(mode="pasv", address="peer")))
    await case.net_reached_data()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    fact = case.notes.attempt()
    assert (fact.ending, fact.final_ending) == ("cancelled", "cancelled")
    assert case.notes.lines()[-1] == "None -> cancelled"
    assert case.net.opened[0].aborted


async def test_port_names_where_we_listen() -> None:
    fact, case = await active(
        ">PORT 192,168,1,10,195,180\r\n", "<200 ok\r\n", ">LIST\r\n", "<150 a\r\n226 b\r\n",
        visitors=[data("<x\n", EOF)],
    )  # fmt: skip
    assert fact.raw == "192,168,1,10,195,180"
    assert fact.listened == fact.advertised == HostPort(host=CLIENT.host, port=50100)
    assert fact.observed == DATA
    assert fact.dialled is None
    assert case.net.dialled == []


async def test_eprt_names_where_we_listen() -> None:
    fact, _ = await active(
        ">EPRT |1|192.168.1.10|50100|\r\n", "<200 ok\r\n", ">LIST\r\n", "<150 a\r\n226 b\r\n",
        visitors=[data(EOF)], mode="eprt",
    )  # fmt: skip
    assert fact.mode == "eprt"


async def test_the_public_address_is_named_when_that_is_the_question() -> None:
    case = Case(
        ">PORT 198,51,100,1,195,180\r\n", "<200 ok\r\n", ">LIST\r\n", "<150 a\r\n226 b\r\n",
        net=Net(visitors=[data(EOF)]), active=Active(public_address="198.51.100.1"),
    )  # fmt: skip
    fact = await case.run(Listing(mode="port", address="public", public="198.51.100.1"))
    assert fact.advertised == HostPort(host="198.51.100.1", port=50100)
    assert fact.listened == HostPort(host=CLIENT.host, port=50100)


async def test_a_stranger_is_recorded_and_refused() -> None:
    stranger = data("<evil", remote=STRANGER)
    fact, _ = await active(
        ">PORT 192,168,1,10,195,180\r\n", "<200 ok\r\n", ">LIST\r\n", "<150 a\r\n226 b\r\n",
        visitors=[stranger, data("<x\n", EOF)],
    )  # fmt: skip
    assert fact.foreign_peers == (STRANGER,)
    assert stranger.aborted
    assert stranger.script == [b"<evil"]
    assert (fact.observed, fact.bytes) == (DATA, 2)


async def test_nobody_connects() -> None:
    fact, case = await active(
        ">PORT 192,168,1,10,195,180\r\n", "<200 ok\r\n", ">LIST\r\n", SILENCE, visitors=[]
    )
    assert fact.tcp is not None
    assert (fact.tcp.outcome, fact.final_ending) == ("timeout", "timeout")
    assert case.notes.lines()[-1] == "LIST -> timeout"
    assert not case.usable


async def test_a_refused_port_leaves_the_control_usable() -> None:
    fact, case = await active(">PORT 192,168,1,10,195,180\r\n", "<500 Illegal PORT command.\r\n", visitors=[])
    assert fact.setup is not None
    assert fact.setup.code == 500
    assert fact.tcp is None
    assert case.usable


async def test_425_as_the_reply_to_port() -> None:
    fact, case = await active(">PORT 192,168,1,10,195,180\r\n", "<425 Can't connect.\r\n", visitors=[])
    assert fact.setup is not None
    assert fact.setup.code == 425
    assert case.usable


async def test_425_as_the_reply_to_list() -> None:
    fact, case = await active(
        ">PORT 192,168,1,10,195,180\r\n", "<200 ok\r\n", ">LIST\r\n", "<425 Failed.\r\n", visitors=[]
    )
    assert fact.final is not None
    assert fact.final.code == 425
    assert fact.tcp is None
    assert case.usable


async def test_a_server_that_connects_before_it_answers_port() -> None:
    fact, _ = await active(">PORT 192,168,1,10,195,180\r\n", SILENCE, visitors=[data("<x\n", EOF)])
    assert fact.order[0] == "tcp"
    assert fact.setup_ending == "timeout"


async def test_no_port_to_listen_on() -> None:
    class Full(Net):
        async def listen(self, address: str, ports: tuple[int, int] | None = None) -> object:  # type: ignore[override]
            raise NetworkError("error", "EADDRINUSE")

    case = Case(net=Full())
    fact = await case.run(Listing(mode="port", address="local"))
    assert fact.tcp is not None
    assert fact.tcp.error == "EADDRINUSE"
    assert case.notes.of(Exchange) == []
    assert case.usable


def test_the_server_is_the_peer_of_the_control_connection() -> None:
    assert SERVER.host == DATA.host != STRANGER.host


async def test_a_data_connection_that_breaks_in_the_moment_of_stop_is_nobodys_complaint() -> None:
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, about: complaints.append(about))
    case = Case(
        ">PASV\r\n", OPEN_227, ">LIST\r\n", "<150 here\r\n", SILENCE,
        net=Net([data("<half a line", SILENCE)]), timeouts=replace(QUICK, data=60, reply=60),
    )  # fmt: skip
    running = asyncio.create_task(case.run(Listing(mode="pasv", address="peer")))
    await case.net_reached_data()
    for _ in range(5):  # until it reads again
        await asyncio.sleep(0)
    case.net.opened[0].go_on(NetworkError("reset", "ECONNRESET"))
    running.cancel()
    await asyncio.wait({running})
    assert running.cancelled()
    del running
    gc.collect()
    assert complaints == []
