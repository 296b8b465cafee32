"""The list of what is left out is that of the format that was chosen, and counts what stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftpsgui import knowledge, reports
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.reports.redact import Removed, redact_and_list
from ftpsgui.reports.removed import missing, plain
from ftpsgui.reports.report import Redaction, Report, build_report
from ftpsgui.reports.said import LEFT_OUT
from ftpsgui.session.files import load
from ftpsgui.session.fold import fold
from ftpsgui.texts.translate import Translator

SESSIONS = Path(__file__).resolve().parents[1] / "sessions"
FORMATS = ("html", "markdown", "text", "json")


def reported() -> tuple[Report, object]:
    session = load(SESSIONS / "demo-t4-filezilla.json")
    state = fold(session.plan, session.observations, session.started)
    return build_report(state, diagnose(state, knowledge.load()), tool_version="0.1.0"), session.plan


def listed(name: str, level: Redaction, language: str = "en") -> tuple[tuple[Removed, ...], str, str]:
    whole, plan = reported()
    bare, removed = redact_and_list(whole, level, plan=plan)
    t = Translator(language)
    seen = [reports.render(one, name, t) for one in (whole, bare)]
    return missing(removed, *(plain(name, one) for one in seen)), *seen


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("level", ["addresses", "all"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_label_is_counted_as_often_as_it_stands_in_this_format(
    name: str, level: Redaction, language: str
) -> None:
    found, _, bare = listed(name, level, language)
    shown = plain(name, bare)
    for one in found:
        if one.label != LEFT_OUT:
            assert shown.count(one.label) == one.times
    assert {one.text for one in found} >= {"10.20.30.2", "203.0.113.1"}


@pytest.mark.parametrize("name", FORMATS)
def test_each_text_that_is_listed_stands_in_the_whole_report_and_not_in_the_redacted_one(name: str) -> None:
    found, whole, bare = listed(name, "all")
    for one in found:
        if one.label == LEFT_OUT and len(one.text) > 24:
            words = one.text.rstrip(".")
            assert words in plain(name, whole)
            assert words not in plain(name, bare)


def test_a_short_report_leaves_out_less_than_one_with_all_facts() -> None:
    text, json = (listed(name, "all")[0] for name in ("text", "json"))
    assert len(text) < len(json)
    assert sum(one.times for one in text) < sum(one.times for one in json)
    banner = "FileZilla Server"
    assert [one for one in json if banner in one.text]


def test_what_is_not_in_the_format_is_not_listed() -> None:
    removed = (
        Removed(text="10.0.0.1", label="[private-1]", times=9),
        Removed(text="10.0.0.2", label="[private-2]", times=9),
        Removed(text="ok", label=LEFT_OUT, times=9),
        Removed(text="Goodbye, said the server to nobody.", label=LEFT_OUT, times=9),
        Removed(text="Goodbye, said the server to nobody", label=LEFT_OUT, times=1),
    )
    whole = "10.0.0.1 is ok: “Goodbye, said the server to nobody” looks ok; lookup"
    bare = "[private-1] is ok: “[…]” looks […]; lookup"
    assert missing(removed, whole, bare) == (
        Removed(text="10.0.0.1", label="[private-1]", times=1),
        Removed(text="ok", label=LEFT_OUT, times=1),
        Removed(text="Goodbye, said the server to nobody.", label=LEFT_OUT, times=1),
    )


def test_a_part_of_what_is_listed_is_not_listed_again() -> None:
    removed = tuple(
        Removed(text=text, label=LEFT_OUT, times=9)
        for text in (
            "Login or password incorrect.",
            "530 Login or password incorrect.",
            "demo",
            "demo-ca.pem",
        )
    )
    found = missing(
        removed, "It said “530 Login or password incorrect” to demo-ca.pem", "It said “[…]” to […]"
    )
    assert [one.text for one in found] == ["530 Login or password incorrect.", "demo-ca.pem"]


def test_thousands_of_texts_in_megabytes_are_not_searched_one_by_one() -> None:
    removed = tuple(
        Removed(text=f"the server says line {number}", label=LEFT_OUT, times=3) for number in range(2000)
    )
    assert missing(removed, "x" * 200_000, "") == removed


def test_markup_is_no_part_of_what_a_reader_sees() -> None:
    assert plain("html", '<p class="10.0.0.1">a &lt;b&gt;<br>\nc</p>').split() == ["a", "<b>", "c"]
    assert plain("markdown", r"a\.b \[private-1\]") == "a.b [private-1]"
    assert plain("json", '{"a": ["x\\n\\u0000y", {"b": "z", "c": 1}]}') == "x \x00y z"
