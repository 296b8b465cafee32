"""A fact under a finding, in one line for people."""

import msgspec
import pytest

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import (
    DataAttempt,
    Exchange,
    LocalAddresses,
    NameLookup,
    Observation,
    Step,
    StrayBytes,
    TcpConnect,
)
from ftpsgui.presentation.view_evidence import evidence_text
from ftpsgui.texts.translate import Translator
from tests.presentation.stories import REFUSAL, SILENCE, t4

SAID = "227 Entering Passive Mode (10,20,30,2,195,83)."


def line(language: str = "en", **changes) -> str:
    one = next(one for one in t4().observations if isinstance(one.fact, DataAttempt))
    fact = msgspec.structs.replace(one.fact, **changes)
    return evidence_text(msgspec.structs.replace(one, fact=fact), Translator(language))


@pytest.mark.parametrize(
    ("changes", "ending"),
    [
        (SILENCE, "no answer"),
        (REFUSAL, "refused"),
        (SILENCE | {"tcp": Step(outcome="reset", seconds=0.1)}, "fails"),
        (SILENCE | {"tcp": Step(outcome="cancelled", seconds=0.1)}, "stopped"),
        (SILENCE | {"tcp": None, "not_dialled": "no-consent"}, "not dialled"),
        (
            SILENCE | {"tcp": Step(outcome="ok", seconds=0.1), "tls": Step(outcome="error", seconds=0.1)},
            "TLS failed",
        ),
        (SILENCE | {"tcp": Step(outcome="ok", seconds=0.1)}, "no final reply"),
    ],
)
def test_an_attempt_says_what_was_tried_what_was_said_and_how_it_ended(changes, ending):
    assert line(**changes) == f"PASV as advertised · {SAID} · {ending}"


def test_an_ending_that_is_not_known_is_not_made_up():
    assert line(**SILENCE | {"tcp": None, "final_ending": None}) == f"PASV as advertised · {SAID}"


def test_it_speaks_the_language_of_the_window_and_leaves_the_servers_words():
    text = line("ja", **SILENCE)
    assert SAID in text
    assert "応答なし" in text
    assert "advertised" not in text


def test_what_the_server_says_is_made_visible():
    assert "\x1b" not in line(raw="227 \x1b[31m")


def of(fact, language: str = "en") -> str:
    return evidence_text(msgspec.structs.replace(t4().observations[0], fact=fact), Translator(language))


def silent(command, ending) -> Exchange:
    return Exchange(command=command, reply=None, sent=0.1, replied=0.2, ending=ending, protected=False)


PEER = HostPort(host="203.0.113.1", port=21)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (
            TcpConnect(remote=PEER, local=None, step=Step(outcome="ok", seconds=0.1)),
            "Dial 203.0.113.1:21: connected (0.10 s)",
        ),
        (
            TcpConnect(remote=PEER, local=None, step=Step(outcome="refused", seconds=0.1)),
            "Dial 203.0.113.1:21: refused (0.10 s)",
        ),
        (
            NameLookup(name="ftp.invalid", addresses=(), seconds=0.1, error="EAI_NONAME"),
            "ftp.invalid does not resolve: EAI_NONAME",
        ),
        (
            StrayBytes(where="instead-of-greeting", raw="SSH-2.0-OpenSSH"),
            "Bytes that FTP has no place for: SSH-2.0-OpenSSH",
        ),
        (silent(None, "timeout"), "No reply came."),
        (
            silent("PASS ••••", "closed"),
            "PASS •••• · The connection was closed before a reply.",
        ),
    ],
)
def test_what_happened_is_said_in_the_words_of_the_transcript_and_not_in_those_of_the_file(fact, said):
    assert of(fact) == said
    assert of(fact, "ja") != said


def test_a_reply_and_what_the_transcript_leaves_out_keep_their_line():
    exchange: Observation = next(
        one for one in t4().observations if one.fact.__class__.__name__ == "Exchange"
    )
    assert evidence_text(exchange, Translator("en")) == "→ 220 ProFTPD Server ready"
    assert of(LocalAddresses(interfaces=())) == ""
