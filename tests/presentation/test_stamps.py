"""When something was seen: a number, nothing where no log says it, and no number for what is long ago."""

from __future__ import annotations

import pytest

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge import load
from ftpsgui.presentation.stamps import EARLIER, stamp
from ftpsgui.presentation.view import build_view
from ftpsgui.reports.format_html import render
from ftpsgui.reports.report import build_report
from ftpsgui.session.fold import fold
from ftpsgui.session.session import Session
from ftpsgui.texts.translate import Translator
from ftpsgui.transcripts.read import read_log
from tests.judgement.test_carried import again, asked, ccc, healthy

T = Translator("en")
UNTIMED = """\
Status:	Connection established, waiting for welcome message...
Response:	220 ready
Command:	AUTH TLS
Response:	234 go ahead
Status:	TLS connection established.
Command:	USER alice
Response:	331 Password please
Command:	PASS ****
Response:	230 Logged in
Command:	PASV
Response:	227 Entering Passive Mode (10,20,30,2,195,80)
Command:	MLSD
Error:	Connection timed out after 20 seconds of inactivity
"""


@pytest.mark.parametrize(
    ("time", "timed", "shown"),
    [(1.23456, True, "1.235"), (0.0, True, "0.000"), (0.0, False, ""), (-60.5, True, EARLIER)],
)
def test_a_stamp_is_a_number_only_where_there_is_one(time: float, timed: bool, shown: object):
    assert stamp(time, timed=timed, digits=3) == shown


@pytest.fixture(scope="module")
def untimed() -> Session:
    return read_log(UNTIMED.encode()).session


def test_a_log_without_times_shows_none_anywhere(untimed: Session):
    state = fold(untimed.plan, untimed.observations, untimed.started)
    assert not state.timed
    diagnosis = diagnose(state, load())
    view = build_view(state, diagnosis, T)
    assert len(view.transcript) > 5
    assert {line.time for line in view.transcript} == {""}
    assert {line.time for line in view.transcript.only([0, 1])} == {""}
    assert {line.time for line in view.details} == {""}
    assert {fact.time for finding in view.findings for fact in finding.facts} <= {""}
    html = render(build_report(state, diagnosis, tool_version="1"), T)
    assert '<td class="time"></td>' in html
    assert "0.00 s" not in html


def test_lines_without_times_stand_in_the_order_of_the_log(untimed: Session):
    state = fold(untimed.plan, untimed.observations, untimed.started)
    said = [
        line.text for line in build_view(state, diagnose(state, load()), T).transcript if line.mark != "·"
    ]
    assert said[:3] == ["220 ready", "AUTH TLS", "234 go ahead"]
    assert said[-2:] == ["PASV", "227 Entering Passive Mode (10,20,30,2,195,80)"]
    assert build_view(state, diagnose(state, load()), T).details[-1].summary == "finished"


def test_what_is_from_an_earlier_run_says_so_in_place_of_its_time():
    first = healthy()
    since = len(first.observations)
    ccc(first)
    asked(first, "ccc", since)
    state, diagnosis = again(first, "session-reuse")
    view = build_view(state, diagnosis, T)
    assert [line.time for line in view.transcript][:2] == ["earlier", "earlier"]
    assert not [line for line in view.transcript if line.time.startswith("-")]
    assert view.details[0].time == "earlier"
    assert view.details[-1].time[0].isdigit()
    assert {line.group for line in view.transcript if line.time == "earlier"} == {""}


def test_what_was_seen_just_now_stands_before_what_is_from_an_earlier_run():
    first = healthy()
    private = "227 Entering Passive Mode (10,20,30,2,195,80)"
    since = len(first.observations)
    first.passive("pasv", private, purpose="repeat")
    asked(first, "passive-range", since)
    last = healthy()
    last.passive("pasv", private)
    state, diagnosis = again(first, "session-reuse", last)
    facts = next(
        one for one in build_view(state, diagnosis, T).findings if one.id == "pasv-private-address"
    ).facts
    times = [one.time for one in facts]
    assert "earlier" in times
    assert times == sorted(times, key=lambda one: one == "earlier")
    assert times[0] != "earlier"


def test_the_same_facts_are_the_same_list_each_time(untimed: Session):
    state = fold(untimed.plan, untimed.observations, untimed.started)
    first, second = (build_view(state, diagnose(state, load()), T) for _ in range(2))
    assert first.details == second.details
    assert first.transcript == second.transcript
    assert first.details != build_view(state, diagnose(state, load()), Translator("ja")).details
