"""Before and after in the reports that people read; the JSON contract has no place for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ftpsgui import knowledge, reports
from ftpsgui.diagnosis.changes import Changes, compare
from ftpsgui.diagnosis.engine import Choices, diagnose
from ftpsgui.model.findings import Diagnosis
from ftpsgui.reports import html_mail
from ftpsgui.reports.changed import changed_lines
from ftpsgui.reports.report import Report, build_report
from ftpsgui.session.files import load
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator

RECORDED = Path(__file__).parents[1] / "recorded"


def seen(name: str) -> tuple[State, Diagnosis]:
    session = load(RECORDED / f"{name}.json")
    state = fold(session.plan, session.observations, session.started)
    return state, diagnose(state, knowledge.load())


def report(before: str, after: str, redaction: str = "none") -> Report:
    (first, was), (state, now) = seen(before), seen(after)
    changes = compare(was, now, state, knowledge.load(), Choices(), before_state=first)
    return build_report(state, now, tool_version="1", redaction=redaction, changes=changed_lines(changes))


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_readers_are_told_what_was_repaired(name: str, language: str) -> None:
    written = reports.render(report("t2_no_masquerade", "t1_healthy"), name, Translator(language))
    flat = " ".join(written.replace("\\", "").split())
    assert {"en": "Since the last test", "ja": "前回のテストからの変化"}[language] in flat
    if language == "en":
        assert "Fixed: The server tells passive clients to connect to its private address 10.20.30.2" in flat
        assert "before: fails: unroutable" in flat
        assert "; now: works" in flat


def test_a_mail_is_told_too_and_json_has_no_place_for_it() -> None:
    shown = report("t2_no_masquerade", "t1_healthy")
    assert "Since the last test" in html_mail.render(shown, Translator("en"))
    assert "changes" not in json.loads(reports.render(shown, "json", Translator("en")))


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_without_a_run_before_nothing_is_said(name: str) -> None:
    state, now = seen("t1_healthy")
    assert changed_lines(None) == ()
    same = Changes(modes=(), fixed=(), new=(), unchanged=now.findings, unchecked=())
    shown = build_report(state, now, tool_version="1", changes=changed_lines(same))
    assert "Since the last test" not in reports.render(shown, name, Translator("en"))


def test_what_changed_is_redacted_as_the_rest() -> None:
    written = reports.render(report("t2_no_masquerade", "t1_healthy", "addresses"), "text", Translator("en"))
    assert "Fixed: " in written
    assert "10.20.30.2" not in written
