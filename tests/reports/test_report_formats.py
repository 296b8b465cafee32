"""Every format: complete, safe whatever the server says, in both languages; JSON as the schema has it."""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from ftpsgui import knowledge, reports
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.reports import format_nagios, html_mail, schema
from ftpsgui.reports.format_text import render as text
from ftpsgui.reports.report import Report, build_report
from ftpsgui.resources import resource
from ftpsgui.session.codec import encode
from ftpsgui.session.files import load
from ftpsgui.session.fold import fold
from ftpsgui.session.session import Session
from ftpsgui.texts.translate import LANGUAGES, Translator
from tests.presentation.samples_view import PLAN, STARTED, t4_observations
from tests.reports.published import validator
from tests.reports.samples_reports import HOSTILE, good_report, hostile_report

EN = Translator("en")
RECORDED = Path(__file__).resolve().parents[1] / "recorded"
CONTRACT_FORMATS = ("html", "json", "junit", "markdown", "nagios", "text")
REPORTS = {"good": good_report, "hostile": hostile_report}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def test_the_formats_are_those_of_the_contract() -> None:
    assert reports.formats() == CONTRACT_FORMATS
    for name in CONTRACT_FORMATS:
        module = reports.load_format(name)
        assert name == module.FORMAT
        assert module.SUFFIX.startswith(".")


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        reports.load_format("docx")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CONTRACT_FORMATS)
@pytest.mark.parametrize("report", REPORTS)
def test_every_format_renders_in_every_language(report: str, name: str, language: str) -> None:
    rendered = reports.render(REPORTS[report](), name, Translator(language))
    assert rendered.endswith("\n")
    assert not rendered.endswith("\n\n\n")
    if name != "json":
        assert CONTROL.search(rendered) is None


# --- JSON ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", REPORTS)
def test_json_keeps_to_the_published_schema(report: str) -> None:
    validator().validate(json.loads(reports.render(REPORTS[report](), "json", EN)))


def test_the_schema_refuses_what_it_does_not_know() -> None:
    good = reports.render(good_report(), "json", EN)
    assert validator().is_valid(json.loads(good))
    spoilers: tuple[Callable[[dict[str, Any]], Any], ...] = (
        lambda document: document.update(extra=1),
        lambda document: document["run"].update(extra=1),
        lambda document: document["modes"][0].update(result="great"),
        lambda document: document["findings"][0].pop("doc"),
        lambda document: document["observations"][0].update(extra=1),
    )
    for spoil in spoilers:
        document = json.loads(good)
        spoil(document)
        assert not validator().is_valid(document)


def test_json_has_the_keys_of_the_contract_in_its_order() -> None:
    document = json.loads(reports.render(good_report(), "json", EN))
    assert list(document) == [
        "format",
        "format_version",
        "run",
        "target",
        "product",
        "verdict",
        "modes",
        "findings",
        "topology",
        "untested",
        "observations",
    ]
    assert list(document["modes"][0]) == [
        "mode",
        "protection",
        "address",
        "endpoint",
        "raw",
        "control_peer",
        "observed",
        "reply",
        "resumed",
        "seconds",
        "result",
        "certainty",
        "reason",
        "evidence",
        "same_as_peer",
        "earlier",
    ]
    assert list(document["topology"]) == ["class", "possible", "client", "server", "nodes", "links"]
    assert document["run"] == {
        "started": "2026-11-24T09:00:00Z",
        "ended": document["run"]["ended"],
        "tool_version": "0.1.0",
        "cancelled": False,
    }


def test_a_run_that_did_not_end_has_no_end() -> None:
    from ftpsgui.reports.report import build_report
    from tests.presentation.samples_view import t4_diagnosis, t4_state

    report = build_report(t4_state(ended=False), t4_diagnosis(), tool_version="0.1.0")
    assert report.run.ended is None
    assert "stops before the end" in text(report, EN)


SCHEMAS = (schema.REPORT_FILE, schema.SESSION_FILE, schema.PREDICTION_FILE)


@pytest.fixture(scope="module")
def documents() -> dict[str, str]:
    return schema.documents()


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schemas_are_fresh(documents: dict[str, str], name: str) -> None:
    assert set(documents) == set(SCHEMAS)
    assert resource("schema", name).read_text(encoding="utf-8") == documents[name], (
        "run: python -m ftpsgui.reports.schema"
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schemas_are_schemas(name: str) -> None:
    published = json.loads(resource("schema", name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)


def test_a_session_keeps_to_its_published_schema() -> None:
    session = Session(tool_version="0.1.0", started=STARTED, plan=PLAN, observations=t4_observations())
    document = json.loads(encode(session))
    validator(schema.SESSION_FILE).validate(document)
    document["extra"] = 1
    assert not validator(schema.SESSION_FILE).is_valid(document)


# --- text ----------------------------------------------------------------------------------------------------


def test_text_says_what_matters() -> None:
    shown = text(good_report(), EN)
    for words in (
        "ftp.example.com (203.0.113.1), port 21",
        "ProFTPD 1.3.8",
        "10.20.30.2:50003",
        "✖ fails: unroutable (predicted, not dialled)",
        "✔ works (210 ms)",
        "pasv-private-address · proven",
        "MasqueradeAddress 203.0.113.1",
        "then run: systemctl reload proftpd",
        "Not tested",
    ):
        assert words in shown


def test_text_has_no_escape_codes_unless_asked() -> None:
    assert "\x1b" not in text(good_report(), EN)
    coloured = text(good_report(), EN, colour=True)
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text(good_report(), EN)


def test_text_without_unicode_marks_is_ascii_in_english() -> None:
    text(good_report(), EN, unicode=False).encode("ascii")


@pytest.mark.parametrize("columns", [48, 60, 96, 200])
def test_text_is_wrapped_but_snippets_are_not(columns: int) -> None:
    report = good_report()
    snippets = {
        line for finding in report.findings for r in finding.remedies for line in r.snippet.id.split("\n")
    }
    for line in text(report, EN, columns=columns).splitlines():
        if line.strip() in snippets or "50003" in line or "49000" in line:
            continue
        assert len(line) <= columns


# --- HTML ----------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What an HTML file holds: its tags, its text, its links and ids."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.ids: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.add(value or "")
            if name == "href":
                self.targets.add(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data


def page(report: Report, language: str = "en") -> Page:
    parser = Page()
    parser.feed(reports.render(report, "html", Translator(language)))
    return parser


def test_html_escapes_everything() -> None:
    parsed = page(hostile_report())
    assert "script" not in parsed.tags
    assert "img" not in parsed.tags
    assert not {name for name in parsed.attributes if name.startswith("on")}
    assert "</script><img src=x onerror=alert(1)>" in parsed.words


def test_html_is_one_file_with_the_picture_inside_and_links_to_evidence() -> None:
    parsed = page(good_report())
    assert "svg" in parsed.tags
    assert not parsed.tags & {"script", "link", "iframe", "object"}
    assert {target for target in parsed.targets if not target.startswith("#")} == set()
    assert {target[1:] for target in parsed.targets} <= parsed.ids
    assert parsed.targets


def test_html_for_a_mail_needs_no_style_sheet_and_escapes_everything() -> None:
    parsed = Page()
    formatted = html_mail.render(hostile_report(), EN)
    parsed.feed(formatted)
    assert not parsed.tags & {"script", "img", "style", "svg", "figure", "a"}  # what editors of mails drop
    assert not {name for name in parsed.attributes if name.startswith("on")}
    assert "</script><img src=x onerror=alert(1)>" in parsed.words
    assert "Data connections" in parsed.words
    assert all("style=" in cell for cell in re.findall(r"<(?:td|th|pre)(?: [^>]*)?>", formatted))


# --- Markdown ------------------------------------------------------------------------------------------------


def test_markdown_cannot_be_broken_out_of() -> None:
    shown = reports.render(hostile_report(), "markdown", EN)
    outside = re.sub(r"(?ms)^\s*(`{3,})\n.*?\n\s*\1$", "", shown)
    outside = re.sub(r"(`+).+?\1", "", re.sub(r"\\[\\`*_{}\[\]<>|#~]", "", outside))
    assert "<" not in outside
    for line in shown.splitlines():
        if line.startswith("| PASV"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 5


# --- JUnit ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", REPORTS)
def test_junit_counts_its_cases(report: str) -> None:
    root = ET.fromstring(reports.render(REPORTS[report](), "junit", EN).split("\n", 1)[1])
    (suite,) = root
    cases = suite.findall("testcase")
    assert int(suite.get("tests", "")) == len(cases)
    assert int(suite.get("failures", "")) == sum(case.find("failure") is not None for case in cases)
    assert int(suite.get("failures", "")) >= 1


def test_junit_does_not_call_a_mode_that_cannot_work_a_failure() -> None:
    root = ET.fromstring(reports.render(good_report(), "junit", EN).split("\n", 1)[1])
    failed = [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None]
    assert failed == ["pasv-private-address"]


# --- Nagios --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "plugin"), [(0, 0), (1, 1), (3, 2), (4, 2), (130, 3), (70, 3)])
def test_nagios_status(status: int, plugin: int) -> None:
    import msgspec

    report = good_report()
    verdict = msgspec.structs.replace(report.verdict, exit_status=status)
    report = msgspec.structs.replace(report, verdict=verdict)
    assert format_nagios.exit_status(report) == plugin
    assert reports.render(report, "nagios", EN).startswith(f"FTPS {format_nagios.WORDS[plugin]} - ")


def test_nagios_says_unknown_of_a_test_that_was_stopped() -> None:
    whole = good_report()
    stopped = msgspec.structs.replace(whole, run=msgspec.structs.replace(whole.run, cancelled=True))
    assert format_nagios.exit_status(stopped) == 3
    assert reports.render(stopped, "nagios", EN).startswith("FTPS UNKNOWN - ")


def test_nagios_has_one_pipe_and_performance_data() -> None:
    first = reports.render(good_report(), "nagios", EN).splitlines()[0]
    assert first.count("|") == 1
    assert "certificate_days=61" in first
    assert "modes_working=2;;;0;5" in first
    assert all("|" not in line for line in reports.render(hostile_report(), "nagios", EN).splitlines()[1:])
    assert HOSTILE.count("|") == 1


# --- what was not tested -------------------------------------------------------------------------------------


def test_reasons_are_said_once_but_what_has_its_own_words_keeps_them() -> None:
    import msgspec

    from ftpsgui.model.findings import Untested
    from ftpsgui.model.message import literal
    from ftpsgui.reports.words import untested_lines

    items = tuple(
        Untested(probe=probe, reason=reason, text=literal(text))
        for probe, reason, text in (
            ("pasv", "no-consent", "10.20.30.2 was not dialled."),
            ("login", "prerequisite-failed", "no"),
            ("epsv", "prerequisite-failed", "no"),
            ("round-trip", "no-consent", "no"),
            ("tls", "something-else", "TLS: something else."),
        )
    )
    report = msgspec.structs.replace(good_report(), untested=items)
    assert untested_lines(report, EN) == [
        "10.20.30.2 was not dialled.",
        "TLS: something else.",
        "Not reached, because an earlier step failed: login, EPSV",
        "Only with your consent: upload and compare",
    ]


def test_the_picture_of_the_html_report_has_what_the_window_has() -> None:
    session = load(RECORDED / "t4_both_nat.json")
    state = fold(session.plan, session.observations, session.started)
    report = build_report(state, diagnose(state, knowledge.load()), tool_version="0.1.0")
    rendered = reports.render(report, "html", Translator("en"))
    picture = rendered[rendered.index("<figure") : rendered.index("</figure>")]
    assert "TLS 1.3" in picture
    assert "Control → " in picture


def test_the_end_of_a_run_is_the_time_of_day_with_what_a_person_took() -> None:
    from ftpsgui.model.facts import TrustDecision
    from tests.presentation.samples_view import t4_diagnosis

    kept = list(t4_observations())
    last = kept[-1].time
    fact = TrustDecision(sha256="ab", decision="accepted", waited=60.0)
    asked = [*kept[:1], msgspec.structs.replace(kept[0], id="o900", sequence=900, fact=fact), *kept[1:]]
    ends = [
        build_report(fold(PLAN, tuple(facts), STARTED), t4_diagnosis(), tool_version="1").run.ended
        for facts in (kept, asked)
    ]
    first, second = (dt.datetime.fromisoformat(one or "") for one in ends)
    assert (second - first).total_seconds() == 60
    assert last < 60
