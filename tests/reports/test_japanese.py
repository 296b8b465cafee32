"""Japanese reports have Japanese punctuation: what is joined in code is joined by messages, not by ", " and ": "."""

from __future__ import annotations

import re

import pytest

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge.base import load
from ftpsgui.reports import format_markdown, format_text
from ftpsgui.reports.report import build_report
from ftpsgui.session.fold import fold
from ftpsgui.session.session import Session
from ftpsgui.texts.translate import Translator
from tests.recorded import recorded_sessions

_JAPANESE = "[\u3040-\u30ff\u4e00-\u9fff]"
_LATIN = re.compile(f"{_JAPANESE}[:;,]|[:;,] ?{_JAPANESE}")


@pytest.mark.parametrize("session", recorded_sessions())
def test_no_latin_comma_or_colon_stands_beside_japanese(session: Session) -> None:
    state = fold(session.plan, session.observations, session.started)
    diagnosis = diagnose(state, load())
    report = build_report(state, diagnosis, tool_version="1", clients=forecast(state, diagnosis, load()))
    for module in (format_text, format_markdown):
        for line in module.render(report, Translator("ja")).splitlines():
            assert not _LATIN.search(line), line
