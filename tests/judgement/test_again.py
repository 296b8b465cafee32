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
from ftpsgui.model.findings import Diagnosis
from ftpsgui.session.carry import carried
from ftpsgui.session.files import load as load_session
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State
from tests.judgement.playbook import STARTED, Playbook

RECORDED = Path(__file__).parents[1] / "recorded"


def state_of(name: str, **plan: object) -> State:
    session = load_session(RECORDED / f"{name}.json")
    return fold(msgspec.structs.replace(session.plan, **plan), session.observations, session.started)


def changes(before: str, after: State) -> Changes:
    knowledge = load()
    first = state_of(before)
    found = diagnose(first, knowledge), diagnose(after, knowledge)
    return compare(*found, after, knowledge, Choices(), before_state=first)


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


PRIVATE = "227 Entering Passive Mode (10,20,30,2,195,91)."
PUBLIC = "227 Entering Passive Mode (203,0,113,1,195,117)."


def half_cured(first: Playbook, last: Playbook) -> tuple[State, Diagnosis]:
    """The second run of ``first``: it asks only what the first finding's cure concerns, and found ``last``."""
    before = first.session()
    plan = plan_again(first.plan, first.diagnose().findings[0])
    kept = carried(before, plan, STARTED)
    shift = len(kept)
    own = tuple(
        msgspec.structs.replace(one, id=f"o{one.sequence + shift}", sequence=one.sequence + shift)
        for one in last.observations
    )
    state = fold(plan, (*kept, *own), STARTED)
    return state, diagnose(state, load())


def proftpd() -> Playbook:
    return Playbook("203.0.113.1").login(greeting="220 ProFTPD Server (Debian) [10.20.30.2]")


def not_forwarded() -> Playbook:
    play = proftpd()
    play.passive("pasv", PRIVATE, address="advertised", not_dialled="no-consent")
    play.passive("pasv", PRIVATE, address="peer", tcp="refused")
    play.passive("epsv", "229 Entering Extended Passive Mode (|||50021|)", tcp="refused")
    for mode in ("port", "eprt"):
        play.active(mode, "500 Illegal PORT command")
        play.outcome(mode)
    return play.end()


def server_cured(port: int = 50067) -> Playbook:
    """The server names its public address now, in its greeting too; its router still forwards nothing."""
    play = Playbook("203.0.113.1").login(greeting="220 ProFTPD Server (Debian) [203.0.113.1]")
    play.passive("pasv", PUBLIC, tcp="refused")
    play.passive("epsv", f"229 Entering Extended Passive Mode (|||{port}|)", tcp="refused")
    return play.end()


def test_a_half_cured_server_keeps_its_inside_address_and_topology():
    first = not_forwarded()
    state, diagnosis = half_cured(first, server_cured())
    assert diagnosis.topology.topology_class == first.diagnose().topology.topology_class == "T4"
    assert diagnosis.topology.possible == ("T4",)
    assert diagnosis.topology.server.inside == "10.20.30.2"
    assert state.earlier(diagnosis.topology.server.evidence)
    rows = {(row.mode, row.address): row for row in diagnosis.modes}
    assert rows["port", "local"].earlier
    assert rows["port", "local"].reason == "command-refused"
    assert not rows["pasv", "advertised"].earlier
    assert "active-client-behind-nat" in {one.id for one in diagnosis.findings}
    assert not [
        one for one in diagnosis.untested if one.reason == "not-again" and one.probe in ("port", "eprt")
    ]


def test_what_the_server_does_already_is_not_asked_for_again():
    _, diagnosis = half_cured(not_forwarded(), server_cured())
    finding = next(one for one in diagnosis.findings if one.id == "passive-port-refused")
    assert finding.remedies
    assert not [one for one in finding.remedies if one.product]
    assert not [one for remedy in finding.remedies for one in remedy.placeholders if one.name == "server_ip"]
    assert "now" in finding.explanation.id


@pytest.mark.parametrize("port", [40000, 50117])
def test_a_range_that_the_server_does_not_keep_to_is_asked_for_again(port: int):
    # The one port 50117 is that of PASV, too: one port tells nothing of a range.
    _, diagnosis = half_cured(not_forwarded(), server_cured(port))
    finding = next(one for one in diagnosis.findings if one.id == "passive-port-refused")
    assert [one for one in finding.remedies if one.product]


def test_a_first_run_asks_for_the_range_even_if_two_ports_lie_in_it():
    finding = next(one for one in server_cured().diagnose().findings if one.id == "passive-port-refused")
    assert [one for one in finding.remedies if one.product]


def test_the_counts_of_a_comparison_are_those_of_the_findings():
    first = not_forwarded()
    state, diagnosis = half_cured(first, server_cured())
    seen = compare(first.diagnose(), diagnosis, state, load(), Choices(), before_state=first.state())
    assert [one.id for one in seen.fixed] == ["pasv-private-address"]
    assert not seen.new
    assert not seen.unchecked
    assert len(seen.unchanged) + len(seen.found) == len(diagnosis.findings)
    assert not [one for one in seen.modes if one.after.mode in ("port", "eprt")]


def test_a_stale_private_setting_that_is_gone_leaves_the_server_possibly_public():
    first = Playbook("203.0.113.1").login()
    first.passive("pasv", PRIVATE, address="advertised", not_dialled="no-consent")
    first.passive("pasv", PRIVATE, address="peer", tcp="refused")
    last = Playbook("203.0.113.1").login()
    last.passive("pasv", PUBLIC)
    _, diagnosis = half_cured(first.end(), last.end())
    assert diagnosis.topology.server.kind == "nat"
    assert diagnosis.topology.server.certainty == "likely"
    assert "T3" in diagnosis.topology.possible


def test_what_the_first_run_never_came_to_is_not_new():
    first = Playbook("203.0.113.1")
    first.connect()
    first.greeting()
    first.says("AUTH TLS", "234 go ahead", probe="tls")
    first.tls(problems=(20,))
    first.trust("refused")
    for probe in ("connect", "greeting", "tls"):
        first.outcome(probe)
    first.outcome("certificate", "failed", "untrusted")
    first.end()
    last = not_forwarded()
    state = last.state()
    seen = compare(first.diagnose(), last.diagnose(), state, load(), Choices(), before_state=first.state())
    assert not seen.new
    assert "pasv-private-address" in {one.id for one in seen.found}


def test_what_a_stopped_run_had_not_asked_yet_is_not_new_and_what_it_had_is():
    first = proftpd()
    first.passive("pasv", PUBLIC)
    for probe in ("connect", "greeting", "tls", "login", "pasv"):
        first.outcome(probe)
    first.end("cancelled")
    last = not_forwarded()
    seen = compare(
        first.diagnose(), last.diagnose(), last.state(), load(), Choices(), before_state=first.state()
    )
    assert "pasv-private-address" in {one.id for one in seen.new}
    assert "active-client-behind-nat" in {one.id for one in seen.found}


def test_the_router_does_not_say_which_firewall_runs_on_the_server():
    def routers(**choices: str) -> list[str | None]:
        finding = server_cured().findings(**choices)["passive-port-refused"]
        return [one.router for one in finding.remedies if one.need in ("forward", "open-range")][:2]

    assert routers() == [None, None]
    assert routers(router="iptables") == ["iptables", None]
    assert routers(router="iptables", firewall="ufw") == ["iptables", "ufw"]
    assert routers(firewall="ufw") == [None, "ufw"]
    # A box in between has a firewall of its own.
    assert routers(router="mikrotik", firewall="ufw") == ["mikrotik", "mikrotik"]
