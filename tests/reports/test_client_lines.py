"""The forecast for other clients in the reports that people read; the JSON contract has no place for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge import load
from ftpsgui.reports import load_format
from ftpsgui.reports.report import Report, build_report
from ftpsgui.session.files import load as load_session
from ftpsgui.session.fold import fold
from ftpsgui.texts.translate import Translator

SESSIONS = Path(__file__).parents[1] / "sessions"


def report(name: str, redaction: str = "none") -> Report:
    session = load_session(SESSIONS / f"demo-{name}.json")
    state = fold(session.plan, session.observations, session.started)
    diagnosis = diagnose(state, load())
    clients = forecast(state, diagnosis, load())
    return build_report(state, diagnosis, tool_version="1", redaction=redaction, clients=clients)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_readers_are_told(name: str, language: str) -> None:
    written = load_format(name).render(report("t2-no-masquerade"), Translator(language))
    assert {"en": "Other clients", "ja": "他のクライアント"}[language] in written
    assert "--no-passive-ftp" in written.replace("\\-", "-")
    assert "rclone" in written


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_without_any_data_mode_nothing_is_foretold(name: str) -> None:
    assert "rclone" not in load_format(name).render(report("wrong-password"), Translator("en"))


def test_json_has_no_place_for_it() -> None:
    written = json.loads(load_format("json").render(report("t2-no-masquerade"), Translator("en")))
    assert "clients" not in written
    assert "rclone" not in json.dumps(written)


def test_addresses_in_the_reasons_are_redacted_too() -> None:
    shown = report("t2-no-masquerade", "addresses")
    assert not [one for one in shown.clients if "10.20.30.2" in str(one.because)]
    assert [one for one in shown.clients if "[" in str(one.because.params)]
