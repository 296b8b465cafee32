"""After a cure: what is asked again, and what the second run says of the first."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from ftpsgui.diagnosis.again import plan_again, probes_again
from ftpsgui.diagnosis.case import Choices
from ftpsgui.diagnosis.changes import Changes, comparable, compare
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge import load
from ftpsgui.knowledge.remedies import VERIFIED_BY
from ftpsgui.session.files import load as load_session
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State

RECORDED = Path(__file__).parents[1] / "recorded"


def state_of(name: str, **plan: object) -> State:
    session = load_session(RECORDED / f"{name}.json")
    return fold(msgspec.structs.replace(session.plan, **plan), session.observations, session.started)


def changes(before: str, after: State) -> Changes:
    knowledge = load()
    first = diagnose(state_of(before), knowledge)
    return compare(first, diagnose(after, knowledge), after, knowledge, Choices())


def test_a_masquerade_is_checked_by_the_passive_modes_alone():
    finding = diagnose(state_of("t2_no_masquerade"), load()).findings[0]
    assert finding.id == "pasv-private-address"
    plan = plan_again(state_of("t2_no_masquerade").plan, finding)
    assert {"pasv", "epsv", "reflection"} <= set(plan.only)
    assert not {"port", "eprt", "session-reuse"} & set(plan.only)


def test_every_remedy_leads_to_a_data_mode_and_a_finding_without_any_to_nothing():
    finding = diagnose(state_of("t2_no_masquerade"), load()).findings[0]
    remedy = finding.remedies[0]
    for probe in VERIFIED_BY.values():
        one = msgspec.structs.replace(finding, remedies=(msgspec.structs.replace(remedy, verified_by=probe),))
        assert "pasv" in probes_again(one)
    assert probes_again(msgspec.structs.replace(finding, remedies=())) == ()


def test_a_range_of_ports_is_looked_at_thoroughly():
    finding = diagnose(state_of("t2_no_masquerade"), load()).findings[0]
    remedy = msgspec.structs.replace(finding.remedies[0], verified_by="passive-range")
    plan = plan_again(state_of("t2_no_masquerade").plan, msgspec.structs.replace(finding, remedies=(remedy,)))
    assert plan.thorough
    assert plan.budget.ports > 12


def test_what_was_repaired_is_fixed_and_the_mode_says_so():
    seen = changes("t2_no_masquerade", state_of("t1_healthy"))
    assert "pasv-private-address" in {one.id for one in seen.fixed}
    pasv = next(one for one in seen.modes if (one.after.mode, one.after.address) == ("pasv", "advertised"))
    assert (pasv.before.result, pasv.after.result) == ("fails", "works")
    assert not seen.unchecked


def test_the_same_again_is_unchanged():
    seen = changes("t4_both_nat", state_of("t4_both_nat"))
    assert not [*seen.modes, *seen.fixed, *seen.new, *seen.unchecked]
    assert seen.unchanged


def test_a_new_fault_is_new():
    seen = changes("t1_healthy", state_of("t2_no_masquerade"))
    assert "pasv-private-address" in {one.id for one in seen.new}


def test_what_was_not_asked_again_is_not_called_fixed():
    whole = load_session(RECORDED / "t4_both_nat.json")
    kept = tuple(
        one for one in whole.observations if one.probe not in ("port", "eprt") and "active" not in one.probe
    )
    state = fold(msgspec.structs.replace(whole.plan, only=("pasv", "epsv")), kept, whole.started)
    seen = changes("t4_both_nat", state)
    assert "active-client-behind-nat" not in {one.id for one in seen.fixed}
    assert not [one for one in seen.modes if one.after.mode in ("port", "eprt")]
    reasons = {one.probe: one.reason for one in diagnose(state, load()).untested}
    assert reasons["port"] == reasons["eprt"] == "not-again"


@pytest.mark.parametrize("field", ["endpoint", "user"])
def test_only_the_same_target_is_compared(field: str):
    plan = state_of("t1_healthy").plan
    other = msgspec.structs.replace(
        plan,
        **{
            field: msgspec.structs.replace(plan.endpoint, host="other.example")
            if field == "endpoint"
            else "x"
        },
    )
    assert comparable(plan, msgspec.structs.replace(plan, only=("pasv",), thorough=True))
    assert not comparable(plan, other)
