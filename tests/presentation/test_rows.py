"""Lists that are made only as far as somebody looks."""

from functools import partial

import pytest

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.model.findings import Diagnosis
from ftpsgui.presentation import view_details
from ftpsgui.presentation.filtering import connections
from ftpsgui.presentation.rows import ByIdentity, Later, Rows, common
from ftpsgui.presentation.rungs import MOST, rungs
from ftpsgui.presentation.transcript_lines import Row
from ftpsgui.presentation.view import build_view
from ftpsgui.presentation.view_tls import tls_view
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator
from tests.judgement.long import KINDS, long_session, long_session_of
from tests.judgement.playbook import Playbook
from tests.judgement.steps import grows_linearly
from tests.presentation.samples_view import t4_diagnosis, t4_state

T = Translator("en")


def test_rows_are_made_when_they_are_looked_at():
    made = []
    rows = Rows([1, 2, 3], lambda one: made.append(one) or one * 10)
    assert len(rows) == 3
    assert not made
    assert rows[1] == 20
    assert list(rows[1:]) == [20, 30]
    assert made == [2, 2, 3]


def test_what_was_made_of_an_object_is_kept_for_each_key():
    calls = []
    make = ByIdentity(lambda source, *rest: calls.append((source, rest)) or len(calls))
    one, same_value = ["a"], ["a"]
    assert make(one, "en", "x") == make(one, "en", "x") == 1
    assert make(one, "ja", "y") == 2
    assert make(same_value, "en", "x") == 3


def test_later_is_made_once_and_only_on_demand():
    calls = []
    later = Later(lambda: calls.append(1) or (1, 2))
    assert not calls
    assert list(later) == [1, 2]
    assert later == (1, 2) == tuple(later)
    assert later == Later(lambda: (1, 2))
    assert calls == [1]


def test_what_two_lists_have_in_common_at_their_beginning():
    facts = [object(), object(), object()]
    make = str
    assert common(Rows(facts[:2], make), Rows(facts, make)) == 2
    assert common(Rows(facts, make), Rows([facts[0], object()], make)) == 1
    assert common((1, 2, 3), (1, 2, 4)) == 2
    assert common((), (1,)) == 0
    assert Rows(facts, make) == Rows(list(facts), make)
    assert Rows(facts, make) != Rows(facts[:2], make)


def test_a_long_session_makes_no_line_that_nobody_looks_at(monkeypatch):
    session = long_session(1000)
    state = fold(session.plan, session.observations, session.started)
    looked = []
    real = view_details._row
    monkeypatch.setattr(view_details, "_row", lambda one, *rest: looked.append(one) or real(one, *rest))
    view = build_view(state, t4_diagnosis(), T)
    assert len(view.details) == 1000
    beneath_findings = len(looked)
    assert beneath_findings < 50
    assert view.details[999].id == session.observations[-1].id
    assert len(looked) == beneath_findings + 1


def test_the_transcript_of_what_was_seen_is_not_made_twice():
    state = t4_state()
    first, second = (build_view(state, t4_diagnosis(), T).transcript for _ in range(2))
    assert len(first) > 20
    assert all(mine is theirs for mine, theirs in zip(first, second, strict=True))


def test_a_ladder_of_a_long_session_has_an_end():
    session = long_session(2000)
    found = rungs(fold(session.plan, session.observations, session.started), everything=True)
    assert len(found) == MOST + 1
    assert found[-1].kind == "gap"


def test_a_long_transcript_has_words_only_where_somebody_looks(monkeypatch):
    session = long_session(1000)
    state = fold(session.plan, session.observations, session.started)
    worded = []
    real = Row.text
    monkeypatch.setattr(Row, "text", lambda row, t: worded.append(row) or real(row, t))
    lines = build_view(state, t4_diagnosis(), T).transcript
    assert len(lines) > 4000
    assert [one.time for one in lines.rows] == sorted(one.time for one in lines.rows)
    assert connections(lines) == ("c1",)
    assert not worded
    assert lines[4000].text
    assert len(worded) == 1


def test_the_tls_page_names_as_many_data_connections_as_a_reader_looks_through():
    session = long_session(1000)
    state = fold(session.plan, session.observations, session.started)
    data = next(one for one in tls_view(state, T) if one.title == "Data connections")
    tried = [seen.fact for seen in state.attempts if seen.fact.tls is not None]
    assert len(data.rows) == 61
    assert data.rows[-1].value == f"and {len(tried) - 60} more, all of them under “Details”"
    broken = Playbook()
    broken.login()
    for number in range(100):
        broken.passive("epsv", f"229 Extended (|||{50000 + number}|)", tls="error" if number == 90 else "ok")
    data = next(one for one in tls_view(broken.state(), T) if one.title == "Data connections")
    assert [row.label for row in data.rows if row.role == "bad"] == ["EPSV · 50090"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shown_of_a_long_session_costs_as_much_as_it_is_long(kind: str) -> None:
    sessions = [long_session_of(kind, length) for length in (150, 300, 600, 1200)]
    states = [fold(one.plan, one.observations, one.started) for one in sessions]
    judged = [(state, diagnose(state, load())) for state in states]

    def shown(state: State, diagnosis: Diagnosis) -> None:
        view = build_view(state, diagnosis, T)
        assert view.transcript is not None
        assert len(view.transcript) > 100
        assert connections(view.transcript)

    shown(*judged[0])  # imports, and reads the words
    assert grows_linearly([partial(shown, *one) for one in judged[1:]])
