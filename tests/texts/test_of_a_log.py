"""What is said of another client's log speaks of that client, and not of the reader's computer and router."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from ftpsgui import knowledge, reports
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.model.message import msg
from ftpsgui.presentation.ladder import draw_ladder
from ftpsgui.presentation.palette import LIGHT
from ftpsgui.presentation.view import build_view
from ftpsgui.reports.report import build_report
from ftpsgui.session.fold import fold
from ftpsgui.texts.of_a_log import SAID, LogTranslator, words_for
from ftpsgui.texts.translate import Translator
from ftpsgui.transcripts.read import read_log

LOGS = Path(__file__).parent.parent / "transcripts" / "logs"
OURS = {
    "en": re.compile(r"this computer|\byour (?:router|network|nat)\b|from here\b(?! on)", re.IGNORECASE),
    "ja": re.compile("このコンピューター|お使いのネットワーク|こちら|ここから"),
}


def holes(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text)} - {None}


@pytest.mark.parametrize("text", sorted(SAID))
def test_each_sentence_is_one_that_is_said_and_its_place_is_taken_by_one_that_fits(text: str) -> None:
    other = SAID[text].id
    assert Translator("ja").template(text) != text  # else nobody says it any more
    assert holes(other) <= holes(text)
    assert not OURS["en"].search(other)
    assert not OURS["ja"].search(LogTranslator("ja").template(text))


def test_the_words_change_for_a_log_only_and_inside_of_sentences_too() -> None:
    t = Translator("en")
    assert words_for(t, log=False) is t
    inside = msg("{first}, {rest}", first=msg("This computer is behind NAT"), rest="x")
    assert words_for(t, log=True)(inside) == "The client is behind NAT, x"
    assert t(inside) == "This computer is behind NAT, x"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "name", ["winscp_active_behind_nat", "filezilla_t4_filtered_ja", "curl_t4_timeouts", "curl_port", "lftp_t2"]
)  # fmt: skip
def test_a_customers_log_is_not_described_as_the_readers_own_computer(name: str, language: str) -> None:
    t = Translator(language)
    session = read_log((LOGS / f"{name}.log").read_bytes()).session
    state = fold(session.plan, session.observations, session.started)
    diagnosis = diagnose(state, knowledge.load())
    clients = forecast(state, diagnosis, knowledge.load())
    report = build_report(state, diagnosis, tool_version="0.1.0", clients=clients)
    said = "".join(reports.render(report, kind, t) for kind in ("html", "markdown", "json"))
    view = build_view(state, diagnosis, t, clients=clients)
    shown = repr((view.verdict, view.topology, view.modes, view.findings, view.clients, view.status))
    ladder = draw_ladder(state, diagnosis.topology, LIGHT, t, 900).svg
    for text in (said, shown, ladder):
        found = OURS[language].search(re.sub(r"\s+", " ", text))
        assert found is None, text[found.start() - 60 : found.end() + 60]
