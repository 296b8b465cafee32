"""What holds for every session: any prefix can be judged, what is proven stays, saving changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge.base import load
from ftpsgui.model.facts import DataAttempt, Observation
from ftpsgui.model.findings import ClientForecast, Diagnosis
from ftpsgui.model.plan import Plan
from ftpsgui.presentation.view_verdict import final_verdict
from ftpsgui.reports.report import build_report
from ftpsgui.reports.tree import tree as to_tree
from ftpsgui.session.codec import decode, encode
from ftpsgui.session.fold import Folder, fold
from ftpsgui.session.session import Session
from ftpsgui.texts.translate import Translator
from tests.judgement import test_rules_data, test_rules_tls, test_rules_way
from tests.judgement.checks import Fires
from tests.judgement.playbook import STARTED, Playbook
from tests.judgement.test_engine import demo
from tests.recorded import recorded_sessions

CASES = [
    book
    for module in (test_rules_way, test_rules_tls, test_rules_data)
    for cases in module.CASES.values()
    for book, expected in cases
    if isinstance(expected, Fires)
]


def judged(session: Session) -> Diagnosis:
    return diagnose(fold(session.plan, session.observations, session.started), load())


def proven(diagnosis: Diagnosis) -> set[str]:
    return {finding.id for finding in diagnosis.findings if finding.certainty == "proven"}


def everywhere(diagnosis: Diagnosis) -> set[str]:
    return {finding.id for finding in diagnosis.findings} | {
        one.id for finding in diagnosis.findings for one in finding.explains
    }


def consistent(diagnosis: Diagnosis, session: Session) -> None:
    ids = [finding.id for finding in diagnosis.findings]
    assert len(set(ids)) == len(ids)
    known = {observation.id for observation in session.observations}
    for finding in diagnosis.findings:
        assert finding.evidence
        assert set(finding.evidence) <= known
        assert finding.id not in {one.id for one in finding.explains}
    for link in diagnosis.topology.links:
        assert set(link.evidence) <= known
        assert link.to in {node.id for node in diagnosis.topology.nodes}
    for row in diagnosis.modes:
        assert set(row.evidence) <= known
        assert (row.certainty is None) == (row.result == "untested")
        assert (row.reason == "ok") == (row.result == "works")
    assert diagnosis.verdict.exit_status in (0, 1, 3, 4)
    names_one_cause(diagnosis)


def names_one_cause(diagnosis: Diagnosis) -> None:
    """Hold the sentence, the finding that stands first and ``Verdict.cause`` to one answer."""
    cause, summary = diagnosis.verdict.cause, diagnosis.verdict.summary
    said = (summary, summary.params.get("cause"))
    named = [finding.id for finding in diagnosis.findings if finding.title in said]
    if cause is None:
        assert not named
        assert diagnosis.verdict.exit_status != 1 or diagnosis.verdict.use_mode is None
    else:
        assert diagnosis.findings[0].id == cause
        assert named in ([], [cause])
        assert named or diagnosis.verdict.use_mode is None


@dataclass
class Prefix:
    """What was found of the first observations of a session, and what followed them so far."""

    diagnosis: Diagnosis
    forecast: tuple[ClientForecast, ...] | None = None
    followed_by: dict[Observation, Prefix] = field(default_factory=dict)


_judged: dict[tuple[Plan, str], Prefix] = {}
"""Most sessions here begin with the same dialogue, and the same facts are judged the same way."""


def grows(session: Session, *, foretell: bool = False) -> None:
    """Judge every prefix: no exception, no finding without evidence, nothing proven disappears.

    ``foretell``: say of each prefix, too, what other clients would meet.
    """
    kept: set[str] = set()
    folder = Folder(session.plan, session.started)
    prefix: Prefix | None = None
    for length, added in enumerate((None, *session.observations)):
        if added is not None:
            folder.add(added)
        state = folder.state()
        known = (
            _judged.get((session.plan, session.started)) if prefix is None else prefix.followed_by.get(added)
        )
        if known is None:
            known = Prefix(diagnose(state, load()))
            if prefix is None:
                _judged[session.plan, session.started] = known
            else:
                prefix.followed_by[added] = known
            consistent(known.diagnosis, session)
        prefix = known
        now = everywhere(prefix.diagnosis)
        assert kept <= now, f"after {length}: {kept - now} disappeared"
        kept |= proven(prefix.diagnosis)
        if foretell and prefix.forecast is None:
            prefix.forecast = forecast(state, prefix.diagnosis, load())
            foretold(prefix.forecast, session)
    assert prefix.diagnosis == judged(session)


def foretold(found: tuple[ClientForecast, ...], session: Session) -> None:
    assert [one.client for one in found] == sorted(load().clients)
    known = {observation.id for observation in session.observations}
    for one in found:
        assert set(one.evidence) <= known
        assert (one.mode is not None) == (one.result in ("works", "depends"))
        assert not one.options or one.result == "depends"


# --- dialogues that hypothesis makes up ------------------------------------------------------------------------

outcomes = st.sampled_from(["ok", "ok", "timeout", "refused", "unreachable", "cancelled"])
finals = st.sampled_from(
    [
        "226 Done",
        "226 Done",
        None,
        "425 Failed to establish connection.",
        "522 SSL connection failed: session reuse required",
        "550 No such directory",
        "425 Security: Bad IP connecting.",
    ]
)
hosts = st.sampled_from(["10,20,30,2", "203,0,113,1", "198,51,100,9", "0,0,0,0", "127,0,0,1", "172,17,0,2"])
endings = st.sampled_from(["close_notify", "close_notify", "eof", "timeout", "rst"])


@st.composite
def passive_tries(draw):
    mode = draw(st.sampled_from(["pasv", "epsv"]))
    port = draw(st.integers(0, 3))
    good = f"227 ok ({draw(hosts)},195,{80 + port})" if mode == "pasv" else f"229 ok (|||{50000 + port}|)"
    text = draw(
        st.sampled_from(
            [good, good, good, "502 no", None, "227 nothing", "425 All reserved TCP ports are busy"]
        )
    )
    more = {
        "tcp": draw(outcomes),
        "tls": draw(st.sampled_from(["ok", "ok", "error", "timeout"])),
        "final": draw(finals),
        "purpose": draw(st.sampled_from(["mode", "mode", "repeat"])),
    }
    if more["tls"] == "ok" and more["tcp"] == "ok":
        more["ending"] = draw(endings)
    return lambda book: book.passive(mode, text, **more)


@st.composite
def active_tries(draw):
    mode = draw(st.sampled_from(["port", "eprt"]))
    text = draw(
        st.sampled_from(
            ["200 ok", "200 ok", "500 Illegal PORT command.", "502 Active mode not enabled.", "500 no", None]
        )
    )
    more = {"reached": draw(st.booleans()), "final": draw(finals)}
    return lambda book: book.active(mode, text, **more)


@st.composite
def talk(draw):
    command, text = draw(
        st.sampled_from(
            [
                ("STAT", "211-x\n     Connected to 198.51.100.1\n211 x"),
                ("PWD", None),
                ("FEAT", "211 none"),
                ("PROT P", "200 ok"),
                ("PROT P", "536 no"),
                ("NOOP", "421 Timeout"),
            ]
        )
    )
    return lambda book: book.says(
        command, text, ending="replied" if text else draw(st.sampled_from(["timeout", "closed"]))
    )


@st.composite
def dialogues(draw):
    book = Playbook(
        local=draw(st.sampled_from(["192.168.10.2:40000", "198.51.100.7:40000"])),
        tls=draw(st.sampled_from(["explicit", "implicit", "none"])),
    )
    book.login(greeting=draw(st.sampled_from(["220 ready", "220 ProFTPD Server (x) [10.20.30.2]"])))
    for step in draw(st.lists(st.one_of(passive_tries(), active_tries(), talk()), max_size=9)):
        step(book)
    if draw(st.booleans()):
        book.end(draw(st.sampled_from(["finished", "cancelled", "budget"])))
    return book


@given(dialogues())
@settings(max_examples=75, deadline=None)
def test_any_prefix_of_a_made_up_dialogue(book):
    grows(book.session(), foretell=True)


@given(dialogues())
@settings(max_examples=30, deadline=None)
def test_the_window_and_the_report_name_the_verdicts_own_cause(book):
    state, diagnosis = book.state(), book.diagnose()
    card = final_verdict(state, diagnosis, Translator())
    shown = card.action.target if card.action is not None else None
    assert shown in (diagnosis.verdict.cause, None)
    assert shown is not None or diagnosis.verdict.cause is None or state.cancelled
    report = to_tree(build_report(state, diagnosis, tool_version="0"), Translator())
    assert report["verdict"]["cause"] == diagnosis.verdict.cause
    assert report["findings"][:1] == [] or report["verdict"]["cause"] in (None, report["findings"][0]["id"])


@given(dialogues())
@settings(max_examples=30, deadline=None)
def test_saving_changes_nothing(book):
    session = book.session()
    again = decode(encode(session))
    assert again == session
    assert judged(again) == judged(session)


@given(dialogues(), st.permutations(list(range(3))))
@settings(max_examples=30, deadline=None)
def test_folding_one_by_one_is_folding_all_at_once(book, pauses):
    folder = Folder(book.plan, STARTED)
    for number, observation in enumerate(book.observations):
        if number in pauses:
            folder.state()
        folder.add(observation)
    assert diagnose(folder.state(), load()) == book.diagnose()


@pytest.mark.parametrize("book", [*CASES, demo()])
def test_prefixes_of_every_case(book):
    grows(book.session())


@pytest.mark.parametrize("session", recorded_sessions())
def test_prefixes_of_recorded_sessions(session):
    grows(session, foretell=True)
    assert judged(decode(encode(session))) == judged(session)


# --- facts that contradict each other ----------------------------------------------------------------------------

RECORDED = recorded_sessions()


@st.composite
def torn(draw):
    """Observations of recorded sessions, some lost, some of another session's, in any order: as no run can be."""
    session = draw(st.sampled_from(RECORDED))
    other = draw(st.sampled_from(RECORDED))
    mixed = [*session.observations, *draw(st.lists(st.sampled_from(other.observations), max_size=12))]
    kept = [one for one in mixed if draw(st.integers(0, 9)) > 1]
    if draw(st.booleans()):
        kept = draw(st.permutations(kept))
    numbered = tuple(
        replace(one, id=f"o{number}", sequence=number) for number, one in enumerate(kept, start=1)
    )
    return replace(session, observations=numbered)


@given(torn())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_facts_that_contradict_each_other_are_judged_without_a_verdict_from_nothing(session):
    state = fold(session.plan, session.observations, session.started)
    diagnosis = diagnose(state, load())
    consistent(diagnosis, session)
    works = {row.mode for row in diagnosis.modes if row.result in ("works", "partial")}
    assert diagnosis.verdict.use_mode is None or diagnosis.verdict.use_mode in works
    assert diagnosis.verdict.exit_status != 0 or works
    for one in forecast(state, diagnosis, load()):
        assert one.result != "works" or works
        assert set(one.evidence) <= {observation.id for observation in session.observations}
    assert judged(decode(encode(session))) == judged(session)


def test_there_are_attempts_among_the_cases():
    assert any(
        isinstance(observation.fact, DataAttempt) for book in CASES for observation in book.observations
    )
