"""How logs arrive: in a mail, cut off, in another encoding, with curl's meter between the lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftpsgui import knowledge
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.findings import Diagnosis
from ftpsgui.reports.report import build_report
from ftpsgui.reports.words import log_text
from ftpsgui.session.codec import encode
from ftpsgui.session.errors import SessionError
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator
from ftpsgui.transcripts.detection import text_of
from ftpsgui.transcripts.read import read_log
from ftpsgui.transcripts.replies import ends_within

LOGS = Path(__file__).parent / "logs"
NAMES = sorted(path.name for path in LOGS.glob("*.log"))


def judged(data: bytes) -> tuple[State, Diagnosis]:
    session = read_log(data).session
    state = fold(session.plan, session.observations, session.started)
    return state, diagnose(state, knowledge.load())


@pytest.mark.parametrize("name", NAMES)
def test_the_quote_marks_of_a_mail_are_taken_away(name: str) -> None:
    plain = (LOGS / name).read_text(encoding="utf-8")
    for mark in ("> ", ">", "| ", "> > ", ">>"):
        quoted = "".join(f"{mark}{line}\n" for line in plain.splitlines())
        assert text_of(quoted.encode()) == plain.replace("\r", "")


def test_a_mail_around_a_quoted_log_does_not_matter() -> None:
    text = (LOGS / "filezilla_ja_filtered.log").read_text(encoding="utf-8")
    mail = "お世話になっております。\n" + "".join(f"> {line}\n" for line in text.splitlines()) + "田中\n"
    assert read_log(mail.encode()).unread == (1, 18)
    assert "passive-port-filtered" in {one.id for one in judged(mail.encode())[1].findings}


@pytest.mark.parametrize("name", NAMES)
def test_the_marks_of_a_client_are_no_quote_marks(name: str) -> None:
    data = (LOGS / name).read_bytes()
    assert text_of(data) == data.decode("utf-8")


@pytest.mark.parametrize(
    ("encoding", "label", "silence"),
    [
        ("cp932", ("状態", "コマンド", "レスポンス", "エラー"), "非アクティブになってから 20 秒後に接続がタイムアウトになりました"),
        ("gb18030", ("状态", "命令", "响应", "错误"), "20 秒后无活动，连接超时"),
        ("big5", ("狀態", "指令", "回應", "錯誤"), "20 秒後無動作, 連線逾時"),
        ("cp1252", ("Status", "Befehl", "Antwort", "Fehler"), "Zeitüberschreitung der Verbindung nach 20 Sekunden Inaktivität"),
        ("cp1251", ("Статус", "Команда", "Ответ", "Ошибка"), "Соединение прервано после 20 секунд неактивности"),
        ("utf-16-le", ("Status", "Command", "Response", "Error"), "Connection timed out after 20 seconds of inactivity"),
        ("utf-16", ("状態", "コマンド", "レスポンス", "エラー"), "非アクティブになってから 20 秒後に接続がタイムアウトになりました"),
    ],
)  # fmt: skip
def test_the_encoding_in_which_a_log_was_saved_is_found(
    encoding: str, label: tuple[str, str, str, str], silence: str
) -> None:
    status, command, response, error = label
    text = (
        f"{status}:\tConnecting to 203.0.113.1:21...\n{command}:\tPASV\n"
        f"{response}:\t227 Entering Passive Mode (203,0,113,1,195,80).\n{command}:\tLIST\n{error}:\t{silence}\n"
    )
    _, diagnosis = judged(text.encode(encoding))
    assert diagnosis.findings[0].id == "passive-port-filtered"


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("227 Entering Passive Mode (10,0,0,5,195,", True),
        ("227 Entering Passive Mode (10,0,0,5,195,8", True),
        ("227 Entering Passive Mode (10,0,0", True),
        ("227 Entering Pass", True),
        ("227 Entering Passive Mode 10,0,0,5,195,", True),
        ("229 Entering Extended Passive Mode (|||500", True),
        ("227 Entering Passive Mode (10,0,0,5,195,80)", False),
        ("227 Entering Passive Mode 10,0,0,5,195,80", False),
        ("227 Entering Passive Mode (example.com,195,80)", False),
        ("229 Entering Extended Passive Mode (|||50000|)", False),
        ("226 Transfer", False),
    ],
)
def test_a_reply_that_was_cut_is_told_from_one_that_was_not(line: str, cut: bool) -> None:
    assert ends_within(line) is cut


def test_a_log_that_ends_in_the_middle_of_227_accuses_nobody() -> None:
    text = (LOGS / "filezilla_t2.log").read_text(encoding="utf-8")
    cut = text[: text.index("227 Entering") + len("227 Entering Passive Mode (10,20,30")]
    state, diagnosis = judged(cut.encode())
    assert not state.of(DataAttempt)
    assert "pasv-reply-malformed" not in {one.id for one in diagnosis.findings}
    assert "ends in the middle" in Translator("en")(diagnosis.verdict.summary)
    # The same words with more behind them are the server's own.
    _, whole = judged((cut + "\nError:\tFailed to retrieve directory listing\nCommand:\tQUIT\n").encode())
    assert "pasv-reply-malformed" in {one.id for one in whole.findings}


def test_curls_own_timeouts_are_read() -> None:
    data = (LOGS / "curl_t4_timeouts.log").read_bytes()
    assert read_log(data).unread == ()
    _, diagnosis = judged(data)
    assert [one.id for one in diagnosis.findings][:2] == ["pasv-private-address", "passive-port-filtered"]
    assert [
        (row.mode, row.address, row.reason) for row in diagnosis.modes if row.address == "peer"
    ] == [("pasv", "peer", "timeout"), ("epsv", "peer", "timeout")]  # fmt: skip
    assert diagnosis.findings[1].params["ports"] == "50005, 50023"


def test_a_name_that_winscp_connected_with_is_the_host() -> None:
    session = read_log((LOGS / "winscp_name_only.log").read_bytes(), name="?").session
    assert (session.plan.input, session.plan.endpoint.host, session.plan.user) == (
        "ftp.kaisha.example",
        "ftp.kaisha.example",
        "tanaka",
    )
    addressed = b". 2026-11-27 14:02:11.420 Connected with 203.0.113.1:21, negotiating TLS connection...\n"
    assert b"203.0.113.1:21," not in encode(
        read_log(addressed + b"> 2026-11-27 14:02:11.555 USER x\n").session
    )


def test_a_log_that_nobody_knows_is_named_in_the_readers_language_with_a_hint() -> None:
    with pytest.raises(SessionError) as found:
        read_log("FTPが繋がりません。\n".encode())
    text = Translator("ja")(found.value.message)
    assert "FTP client" not in text
    assert "メール" in text
    state, diagnosis = judged((LOGS / "plain_t2.log").read_bytes())
    report = build_report(state, diagnosis, tool_version="0.1.0")
    said = log_text(report)
    assert said is not None
    assert "FTP client" not in Translator("ja")(said)
