"""The forecast for other clients in the reports that people read; the JSON contract has no place for it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge import load
from ftpsgui.reports import load_format
from ftpsgui.reports.client_lines import client_lines
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


def test_a_client_of_which_nothing_can_be_said_is_counted_and_not_listed() -> None:
    shown = report("t2-no-masquerade")
    unknown = [msgspec.structs.replace(one, result="unknown", options=()) for one in shown.clients]
    assert client_lines(msgspec.structs.replace(shown, clients=tuple(unknown)), Translator("en")) == []
    one_fails = msgspec.structs.replace(unknown[0], result="fails")
    lines = client_lines(msgspec.structs.replace(shown, clients=(one_fails, *unknown[1:])), Translator("en"))
    assert lines[-1] == ("neutral", f"Not known: {len(unknown) - 1} other clients")
    few = client_lines(msgspec.structs.replace(shown, clients=(one_fails, *unknown[1:3])), Translator("en"))
    assert few[-1][1] == f"Not known: {unknown[1].name}, {unknown[2].name}"


def test_json_has_no_place_for_it() -> None:
    written = json.loads(load_format("json").render(report("t2-no-masquerade"), Translator("en")))
    assert "clients" not in written
    assert "rclone" not in json.dumps(written)


def test_addresses_in_the_reasons_are_redacted_too() -> None:
    shown = report("t2-no-masquerade", "addresses")
    assert not [one for one in shown.clients if "10.20.30.2" in str(one.because)]
    assert [one for one in shown.clients if "[" in str(one.because.params)]
