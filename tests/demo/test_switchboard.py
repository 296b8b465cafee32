"""Virtual listeners, flows and strangers."""

from __future__ import annotations

import threading

import pytest

from ftpsgui.demo.scenario import BOTH_RANGES, build_world, client_router, server_router
from ftpsgui.demo.switchboard import Switchboard, UnmappedAddressError
from ftpsgui.model.addresses import HostPort


def t4(unused: frozenset[str] = frozenset()) -> Switchboard:
    return Switchboard(build_world(client_router(), server_router(forwards=BOTH_RANGES)), unused)


def test_a_dial_reaches_the_real_port_of_the_virtual_listener() -> None:
    board = t4()
    board.listen("server", (21, 21), 4711)
    made, real = board.dial("client", HostPort(host="203.0.113.1", port=21))
    assert real == 4711
    assert made.seen is not None
    assert made.seen.host == "198.51.100.1"


def test_a_range_is_used_in_turn_and_runs_out() -> None:
    board = t4()
    assert [board.listen("server", (50000, 50002), n).port for n in range(3)] == [50000, 50001, 50002]
    with pytest.raises(OSError, match="in use"):
        board.listen("server", (50000, 50002), 9)
    board.unlisten("server", 50001)
    assert board.listen("server", (50000, 50002), 9).port == 50001


def test_after_unlisten_the_port_is_refused() -> None:
    board = t4()
    board.listen("server", (21, 21), 4711)
    board.unlisten("server", 21)
    made, real = board.dial("client", HostPort(host="203.0.113.1", port=21))
    assert (made.outcome, real) == ("refused", None)


def test_a_public_address_that_nobody_has_is_a_mistake_unless_the_scenario_says_so() -> None:
    stale = HostPort(host="192.0.2.77", port=50000)
    with pytest.raises(UnmappedAddressError):
        t4().dial("client", stale)
    made, real = t4(frozenset({stale.host})).dial("client", stale)
    assert (made.outcome, real) == ("unreachable", None)


def test_a_private_address_is_unreachable_from_the_internet() -> None:
    made, real = t4().dial("client", HostPort(host="10.20.30.2", port=50000))
    assert (made.outcome, real) == ("unreachable", None)


def test_a_stranger_is_told_at_once_and_a_friend_is_waited_for() -> None:
    board = t4()
    board.listen("server", (21, 21), 4711)
    with pytest.raises(UnmappedAddressError):
        board.meet(5555, 4711)
    made, _ = board.dial("client", HostPort(host="203.0.113.1", port=21))
    met: list[object] = []
    with board.dialling(4711):
        waiting = threading.Thread(target=lambda: met.append(board.meet(5555, 4711)))
        waiting.start()
        board.introduce(5555, 4711, made)
    waiting.join()
    assert met == [made]


def test_a_friend_who_gives_up_is_not_waited_for() -> None:
    board = t4()
    with board.dialling(4711):
        missed: list[BaseException] = []

        def meet() -> None:
            try:
                board.meet(5555, 4711)
            except UnmappedAddressError as error:
                missed.append(error)

        waiting = threading.Thread(target=meet)
        waiting.start()
    waiting.join()
    assert len(missed) == 1


def test_one_source_port_may_lead_to_two_listeners() -> None:
    board = t4()
    board.listen("server", (21, 21), 4711)
    board.listen("server", (50000, 50000), 4712)
    control, _ = board.dial("client", HostPort(host="203.0.113.1", port=21))
    data, _ = board.dial("client", HostPort(host="203.0.113.1", port=50000))
    board.introduce(5555, 4711, control)
    board.introduce(5555, 4712, data)
    assert board.meet(5555, 4711) is control
    assert board.meet(5555, 4712) is data
