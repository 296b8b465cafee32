"""What was asked on request goes on after “Check again”: its answers, and the findings that rest on them."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest

from ftpsgui.diagnosis.again import plan_again, probes_again
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge import load
from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import ControlCleared, PublicAddress, SilenceBegan, Step, TlsHandshake
from ftpsgui.model.findings import Diagnosis, Finding, Remedy
from ftpsgui.model.message import literal
from ftpsgui.model.plan import Consents
from ftpsgui.reports import render
from ftpsgui.reports.report import build_report
from ftpsgui.session.carry import carried
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator
from tests.judgement.playbook import STARTED, Playbook
from tests.reports.published import validator

EPSV = "229 Entering Extended Passive Mode (|||50091|)"


def healthy() -> Playbook:
    book = Playbook().login()
    book.passive()
    book.outcome("pasv")
    book.passive("epsv", EPSV)
    book.outcome("epsv")
    return book


def asked(book: Playbook, probe: str, since: int) -> None:
    """Let all that was noted since then be of ``probe``, which is answered with it."""
    for at in range(since, len(book.observations)):
        book.observations[at] = msgspec.structs.replace(book.observations[at], probe=probe)
    book.outcome(probe)


def cured(verified_by: str) -> Finding:
    remedy = Remedy(
        **dict.fromkeys(("product", "router", "file", "snippet")),
        group=1,
        step=1,
        audience="server-admin",
        apply=literal("…"),
        confidence="hint",
        verified_by=verified_by,
    )
    return Finding(
        id="x",
        severity="error",
        certainty="proven",
        audience=("server-admin",),
        title=literal("…"),
        explanation=literal("…"),
        evidence=(),
        remedies=(remedy,),
    )


def again(first: Playbook, verified_by: str, last: Playbook | None = None) -> tuple[State, Diagnosis]:
    """The run after ``first``: it asks what a cure concerns that ``verified_by`` verifies, and finds ``last``."""
    plan = plan_again(first.plan, cured(verified_by))
    kept = carried(first.end().session(), plan, STARTED)
    own = (last or healthy()).end().observations
    state = fold(
        plan,
        (
            *kept,
            *(
                msgspec.structs.replace(
                    one, id=f"o{one.sequence + len(kept)}", sequence=one.sequence + len(kept)
                )
                for one in own
            ),
        ),
        STARTED,
    )
    return state, diagnose(state, load())


def some_ports(book: Playbook) -> None:
    for port in ("195,81", "195,82"):
        book.passive(
            "pasv", f"227 Entering Passive Mode (203,0,113,1,{port})", tcp="timeout", purpose="repeat"
        )


def runs_out(book: Playbook) -> None:
    book.connection = "c6"
    book.passive(purpose="repeat")
    for _ in range(2):
        book.passive(
            purpose="repeat", resumed=False, final="522 SSL connection failed: session reuse required"
        )


def silent(book: Playbook) -> None:
    book.note(SilenceBegan(seconds=30.0), connection=book.connection)
    book.observations[-1] = msgspec.structs.replace(book.observations[-1], time=0.2)
    book.says("NOOP", None, ending="closed")
    book.change(sent=40.2)


def demands(book: Playbook) -> None:
    book.says("PROT C", "200 ok")
    book.says("RETR ftpsgui-1", "522 Data connections must be encrypted.")
    book.says("PROT P", "200 ok")


def cut_short(book: Playbook) -> None:
    book.passive(purpose="transfer", command="STOR x", size=1000, bytes=1000, sha256="aa")
    book.change(command="STOR")
    book.says("SIZE x", "213 120")


def clear_helps(book: Playbook) -> None:
    book.connection, book.protected = "c7", False
    book.connect()
    book.greeting()
    book.says("USER alice", "331 Password please")
    book.says("PASS ••••", "230 ok")
    book.passive(
        "pasv",
        "227 Entering Passive Mode (198,51,100,99,195,80)",
        address="peer",
        protection="clear",
        control_protected=False,
    )


FINDINGS: dict[str, tuple[str, str, Callable[[Playbook], None]]] = {
    "passive-range-partial": ("passive-range", "port", some_ports),
    "tls-resumption-exhausted": ("repeat-transfers", "port", runs_out),
    "control-idle-timeout": ("control-idle", "pasv", silent),
    "data-protection-required": ("clear-data", "pasv", demands),
    "transfer-truncated": ("round-trip", "pasv", cut_short),
    "clear-login-allowed": ("plaintext-comparison", "session-reuse", clear_helps),
}
"""By finding: the probe that it rests on, the probe of a cure that does not concern it, and what was seen."""


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_that_rests_on_what_was_asked_on_request_stays(name: str):
    probe, verified_by, plays = FINDINGS[name]
    first = healthy()
    first.plan = msgspec.structs.replace(first.plan, thorough=True)
    since = len(first.observations)
    plays(first)
    asked(first, probe, since)
    assert name in first.findings()
    state, diagnosis = again(first, verified_by)
    found = {one.id: one for one in diagnosis.findings}
    assert name in found
    assert any(state.by_id(one).earlier for one in found[name].evidence)
    assert found[name].explanation == first.findings()[name].explanation
    assert probe not in {one.probe for one in diagnosis.untested if one.reason == "not-again"}


@pytest.mark.parametrize("name", ["passive-range-partial", "tls-resumption-exhausted"])
def test_what_a_change_of_passive_mode_concerns_is_asked_again_instead(name: str):
    probe, _, plays = FINDINGS[name]
    first = healthy()
    first.plan = msgspec.structs.replace(first.plan, thorough=True)
    since = len(first.observations)
    plays(first)
    asked(first, probe, since)
    assert probe in plan_again(first.plan, cured("pasv")).only
    _, diagnosis = again(first, "pasv")
    assert name not in {one.id for one in diagnosis.findings}


def test_a_plain_address_from_before_the_cure_is_not_compared_with_one_from_after_it():
    first = Playbook().login()
    first.plan = msgspec.structs.replace(first.plan, consents=Consents(plaintext=True))
    first.passive("pasv", "227 Entering Passive Mode (10,20,30,2,195,80)", control_protected=True)
    since = len(first.observations)
    first.connection = "c7"
    first.passive(
        "pasv",
        "227 Entering Passive Mode (10,20,30,2,195,80)",
        protection="clear",
        control_protected=False,
    )
    asked(first, "plaintext-comparison", since)
    _, diagnosis = again(first, "pasv")
    assert "alg-rewrites-plaintext" not in {one.id for one in diagnosis.findings}


def test_what_a_helper_does_in_clear_is_still_known_after_a_cure_of_something_else():
    first = Playbook().login()
    first.passive("pasv", "227 Entering Passive Mode (10,20,30,2,195,80)", control_protected=True)
    first.outcome("pasv")
    since = len(first.observations)
    clear_helps(first)
    asked(first, "plaintext-comparison", since)
    assert "alg-rewrites-plaintext" in first.findings()
    last = Playbook().login()
    last.passive("pasv", "227 Entering Passive Mode (10,20,30,2,195,80)", control_protected=True)
    _, diagnosis = again(first, "session-reuse", last)
    assert "alg-rewrites-plaintext" in {one.id for one in diagnosis.findings}


def ccc(book: Playbook) -> None:
    book.connection = "c5"
    book.says("CCC", "200 ok")
    book.note(ControlCleared(step=Step(outcome="ok", seconds=0.0), close_notify=True), connection="c5")
    book.says("NOOP", "200 ok")
    book.passive(purpose="ccc", control_protected=False)


def version(book: Playbook) -> None:
    book.note(
        TlsHandshake(
            mode="explicit",
            server_name=None,
            step=Step(outcome="ok", seconds=0.0),
            version="TLSv1.2",
            offered="TLSv1.2",
        )
    )


def stun(book: Playbook) -> None:
    server = HostPort(host="192.0.2.9", port=3478)
    seen = HostPort(host="198.51.100.1", port=4000)
    book.note(PublicAddress(name="stun", server=server, address=seen, step=Step(outcome="ok", seconds=0.0)))


ANSWERS: dict[str, Callable[[Playbook], None]] = {
    "ccc": ccc,
    "control-idle": lambda book: (
        book.note(SilenceBegan(seconds=9.0), connection="c1"),
        book.says("NOOP", "200 ok"),
    ),
    "tls-versions": version,
    "public-address": stun,
    "listing-methods": lambda book: book.passive(purpose="method", command="MLSD"),
    "resumption-versions": lambda book: book.passive(purpose="version"),
    "passive-range": lambda book: book.passive(purpose="repeat"),
    "repeat-transfers": lambda book: book.passive(purpose="repeat"),
    "opened-port": lambda book: book.passive(
        tcp=None, purpose="reflection", command="STAT", final="211 Passive connection from port 50000"
    ),
    "clear-data": lambda book: (book.says("PROT C", "200 ok"), book.says("RETR x", "550 none")),
}


@pytest.mark.parametrize("probe", ANSWERS)
def test_an_answer_to_what_was_asked_on_request_stays(probe: str):
    first = healthy()
    since = len(first.observations)
    ANSWERS[probe](first)
    asked(first, probe, since)
    before = [one.text for one in first.diagnose().also if one.probe == probe]
    verified_by = "port" if probe in ("passive-range", "repeat-transfers", "opened-port") else "pasv"
    if probe == "ccc":
        verified_by = "session-reuse"
    state, diagnosis = again(first, verified_by)
    after = [one for one in diagnosis.also if one.probe == probe]
    assert [one.text.params["answer"] for one in after] == before
    assert all(Translator("en")(one.text).endswith(" (From the earlier test.)") for one in after)
    assert all(state.earlier(one.evidence) for one in after)
    if probe != "opened-port":
        assert before


def test_the_way_to_an_answer_is_not_carried():
    first = healthy()
    since = len(first.observations)
    clear_helps(first)
    asked(first, "plaintext-comparison", since)
    state, _ = again(first, "session-reuse")
    earlier = [one.fact.command for one in state.exchanges if one.earlier]
    assert earlier == ["USER alice"]
    assert list(state.connections) == ["c1"]


def test_a_range_that_is_looked_at_because_of_a_cure_brings_nothing_else_that_was_not_asked():
    first = healthy()
    plan = plan_again(first.plan, cured("passive-range"))
    assert plan.thorough
    assert set(probes_again(cured("passive-range"))) - set(plan.only) == {
        "repeat-transfers",
        "opened-port",
        "data-reflection",
        "plaintext-comparison",
    }
    consented = msgspec.structs.replace(first.plan, consents=Consents(plaintext=True))
    assert "plaintext-comparison" in plan_again(consented, cured("passive-range")).only


def test_what_the_first_run_could_not_ask_is_asked_after_the_cure():
    first = Playbook().login()
    first.outcome("pasv", "failed", "timeout")
    first.outcome("round-trip", "skipped", "prerequisite-failed")
    first.outcome("listing-methods", "failed", "prerequisite-failed")
    first.outcome("port", "cancelled", "cancelled")
    first.outcome("ccc", "skipped", "not-applicable")
    first.outcome("eprt")
    only = plan_again(first.plan, cured("session-reuse"), first.state().outcomes).only
    assert {"round-trip", "listing-methods", "port"} <= set(only)
    assert "ccc" not in only
    assert (
        plan_again(
            first.plan, msgspec.structs.replace(cured("pasv"), remedies=()), first.state().outcomes
        ).only
        == ()
    )


def test_a_report_with_answers_from_an_earlier_run_keeps_to_its_schema_and_marks_them():
    first = healthy()
    since = len(first.observations)
    ccc(first)
    asked(first, "ccc", since)
    state, diagnosis = again(first, "session-reuse")
    report = json.loads(render(build_report(state, diagnosis, tool_version="1"), "json", Translator("en")))
    validator().validate(report)
    earlier = [one for one in report["observations"] if one.get("earlier")]
    assert {one["connection"] for one in earlier} <= {None, "e1", "e2"}
    for name in ("text", "html", "markdown"):
        shown = render(build_report(state, diagnosis, tool_version="1"), name, Translator("en"))
        assert "From the earlier test." in shown.replace("\n", " ")
