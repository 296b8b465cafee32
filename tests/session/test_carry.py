"""What a shorter run takes over from the one before it: what it does not ask again, marked, and nothing else."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ftpsgui.model.facts import DataAttempt, Exchange, ProbeOutcome
from ftpsgui.model.plan import Active, Plan
from ftpsgui.session import codec
from ftpsgui.session.carry import carried
from ftpsgui.session.files import load
from ftpsgui.session.fold import fold
from ftpsgui.session.session import Session

RECORDED = Path(__file__).parents[1] / "recorded"
LATER = "2030-01-01T00:00:00+00:00"
ONLY = ("capabilities", "reflection", "protection", "pasv", "epsv")


def before(name: str = "t4_both_nat") -> Session:
    return load(RECORDED / f"{name}.json")


def shorter(session: Session, **changes: object) -> Plan:
    return msgspec.structs.replace(session.plan, **{"only": ONLY, **changes})


def test_what_is_not_asked_again_goes_on_marked_and_before_the_new_start():
    first = before()
    taken = carried(first, shorter(first), LATER)
    ended = {one.probe for one in taken if isinstance(one.fact, ProbeOutcome)}
    assert {"port", "eprt"} <= ended
    assert not ended & set(ONLY)
    assert all(one.earlier and one.time < 0 for one in taken)
    assert {one.connection for one in taken} <= {None, "e1", "e2", "e3", "e4"}
    assert [one.id for one in taken] == [f"o{number}" for number in range(1, len(taken) + 1)]
    state = fold(shorter(first), taken)
    assert {seen.fact.mode for seen in state.active} == {"port", "eprt"}


def test_passive_tries_are_not_taken_over_but_for_the_address_that_the_server_named():
    first = before()
    state = fold(shorter(first), carried(first, shorter(first), LATER))
    assert not state.passive
    assert not state.attempts_of("pasv")
    assert state.earlier_pasv[0].fact.advertised.host == "10.20.30.2"


def test_a_greeting_that_told_the_inside_address_tells_it_still_and_nothing_else():
    first = before("lab_t2_proftpd_helper_compared")
    told = fold(first.plan, first.observations).server_inside_addresses
    assert told
    state = fold(shorter(first), carried(first, shorter(first), LATER))
    assert [one.address for one in state.server_inside_addresses] == [one.address for one in told]
    assert {one.probe for one in state.exchanges} <= {"plaintext-comparison"}
    assert not state.connections


def test_times_of_what_was_said_move_too():
    first = before("lab_t2_proftpd_helper_compared")
    taken = [one for one in carried(first, shorter(first), LATER) if isinstance(one.fact, Exchange)]
    assert taken
    assert all(one.fact.replied is not None and one.fact.replied < 0 for one in taken)


def test_a_run_that_asks_everything_or_asks_otherwise_takes_nothing_over():
    first = before()
    assert not carried(first, first.plan, LATER)
    other = Active(public_address="198.51.100.9")
    assert not carried(first, shorter(first, active=other), LATER)


def test_a_probe_that_is_asked_again_leaves_its_old_facts():
    first = before()
    taken = carried(first, shorter(first, only=(*ONLY, "port", "eprt")), LATER)
    assert not [
        one for one in taken if isinstance(one.fact, DataAttempt) and one.fact.mode in ("port", "eprt")
    ]


def test_what_was_taken_over_is_taken_over_again():
    first = before()
    once = carried(first, shorter(first), LATER)
    second = msgspec.structs.replace(first, plan=shorter(first), started=LATER, observations=once)
    twice = carried(second, shorter(first), "2030-01-01T00:01:00+00:00")
    assert [one.fact for one in twice] == [one.fact for one in once]
    assert twice[0].time == once[0].time - 60


def test_a_session_with_earlier_facts_is_read_as_it_was_written():
    first = before()
    plan = shorter(first)
    second = msgspec.structs.replace(
        first, plan=plan, started=LATER, observations=carried(first, plan, LATER)
    )
    assert codec.decode(codec.encode(second)) == second
