"""FileZilla's message log in every language that it speaks: written with each language's own sentences, and read."""

from __future__ import annotations

import pytest

from ftpsgui import knowledge
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.model.findings import Diagnosis
from ftpsgui.presentation.view import build_view
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator
from ftpsgui.transcripts.filezilla_words import LABELS, meaning, words
from ftpsgui.transcripts.kind_filezilla import Reader
from ftpsgui.transcripts.read import read_log

WELL_KNOWN = ("ja_JP", "de", "fr", "es", "it", "nl", "pl_PL", "pt_BR", "ru", "zh_CN", "zh_TW", "ko_KR", "tr")
LANGUAGES = sorted(words())
FILLED = {"resolving": "ftp.example.com", "silence": "20"}
HEARD = "227 Entering Passive Mode (10,20,30,2,195,80)."


def said(language: str, name: str, filled: str = "ftp.example.com") -> str:
    """Return what FileZilla says in this language; in English where its catalogue has nothing for it."""
    return words()[language].get(name, words()["en"][name])[0].replace("*", filled)


def line(language: str, label: str, text: str) -> str:
    return f"{said(language, label)}\t{text}"


def log(language: str, *, ends: str) -> bytes:
    lines = [
        line(language, "status", said(language, "resolving")),
        line(language, "status", said(language, "connecting", "203.0.113.1:21")),
        line(language, "status", said(language, "connected")),
        line(language, "status", said(language, "secured")),
        line(language, "status", said(language, "logged-in")),
    ]
    if ends == "listed":
        lines.append(line(language, "status", said(language, "listed")))
    else:
        lines += [
            line(language, "command", "PASV"),
            line(language, "response", HEARD),
            line(language, "command", "MLSD"),
            line(language, "error", said(language, "silence", "20")),
        ]
    return ("\n".join(lines) + "\n").encode()


def judged(data: bytes) -> tuple[State, Diagnosis]:
    imported = read_log(data)
    assert imported.kind == "filezilla"
    assert not imported.unread
    session = imported.session
    state = fold(session.plan, session.observations, session.started)
    return state, diagnose(state, knowledge.load())


def test_every_language_is_there() -> None:
    assert set(WELL_KNOWN) < set(LANGUAGES)
    assert len(LANGUAGES) > 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_log_at_the_usual_level_is_understood(language: str) -> None:
    state, diagnosis = judged(log(language, ends="silence"))
    assert state.plan.endpoint.host == "ftp.example.com"
    assert state.plan.endpoint.tls == "explicit"
    assert state.logged_in
    assert state.target is not None
    assert state.target.host == "203.0.113.1"
    assert state.attempts[0].fact.protection == "private"
    assert {finding.id for finding in diagnosis.findings} >= {"pasv-private-address", "passive-port-filtered"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_means_what_it_means_in_english(language: str) -> None:
    for name, texts in words()[language].items():
        if name in LABELS:
            continue
        for text in texts:
            found = meaning(text.replace("*", FILLED.get(name, "ECONNREFUSED")))
            assert found is not None
            # One Ukrainian sentence is two of the original's.
            assert found.name == name or (language, name, found.name) == ("uk_UA", "secured", "connected")


@pytest.mark.parametrize("language", WELL_KNOWN)
def test_a_listing_that_worked_is_a_success_without_a_mode(language: str) -> None:
    _, diagnosis = judged(log(language, ends="listed"))
    verdict = diagnosis.verdict
    assert (verdict.exit_status, verdict.use_mode) == (0, None)
    assert "A transfer worked in this log" in Translator("en")(verdict.summary)


def test_a_success_without_tls_is_not_called_one_of_ftps() -> None:
    lines = log("en", ends="listed").split(b"\n")
    state, diagnosis = judged(b"\n".join(one for one in lines if b"TLS" not in one))
    card = build_view(state, diagnosis, Translator("en")).verdict
    assert (card.role, card.headline) == (
        "good",
        "FTP works, without TLS, for the client that wrote this log",
    )
    assert "TLS" not in card.subline + card.meta


def test_a_log_that_ends_at_the_login_does_not_blame_the_data_modes() -> None:
    data = b"\n".join(log("en", ends="listed").split(b"\n")[:5])
    _, diagnosis = judged(data)
    assert diagnosis.verdict.exit_status == 4
    assert Translator("en")(diagnosis.verdict.summary) == "This log shows a login and no data connection."


def test_an_error_in_words_that_nobody_knows_is_not_taken_for_a_failure_of_the_mode() -> None:
    data = log("en", ends="silence").replace(b"(10,20,30,2,", b"(203,0,113,1,")
    data = data.replace(b"Connection timed out after 20 second of inactivity", b"Words of another version")
    _, diagnosis = judged(data)
    said = Translator("en")(diagnosis.verdict.summary)
    assert said == "This log does not show how its data connections ended."
    assert diagnosis.verdict.exit_status == 4


def test_a_sentence_with_what_a_server_writes_in_it_ends_soon() -> None:
    assert Reader().read("Error:\t" + '"' * 4000 + ": (" * 2000) == ()
