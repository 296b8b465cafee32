"""What is typed into the form: what is wrong with it, what it means, and to whom it belongs."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ftpsgui.memory.recent import Recent
from ftpsgui.model.form import Form
from ftpsgui.model.message import msg
from ftpsgui.presentation.view_form import form_of, make_plan
from ftpsgui.session.files import load, save
from ftpsgui.session.session import Session
from tests.ui.ui_helpers import finished, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LOGS = Path(__file__).resolve().parents[1] / "transcripts" / "logs"
SESSION = Path(__file__).resolve().parents[1] / "recorded" / "t4_filezilla.json"
TYPED = Form(host="a.example", port="2121", user="u", bind="127.0.0.1")
PLAIN = "220 ready\nUSER u\n331 go on\nPASS x\n230 in\nPASV\n227 Entering Passive Mode (10,0,0,1,200,1)\n"
CLEAR = (
    "Status:\tConnecting to 203.0.113.1:21...\nStatus:\tConnection established, waiting for welcome message...\n"
    "Response:\t220 ready\nCommand:\tUSER u\nResponse:\t331 go on\nCommand:\tPASS ****\nResponse:\t230 in\n"
    "Command:\tPASV\nResponse:\t227 Entering Passive Mode (10,0,0,1,200,1)\n"
)


def type_in(window, form: Form = TYPED, password: str = "hunter2") -> None:
    window.bar.show_form(form)
    window.bar.password.setText(password)


def text_of(log: str) -> str:
    return (LOGS / log).read_text(encoding="utf-8")


def paste(editor, text: str) -> None:
    """Paste over whatever stands in ``editor``."""
    QGuiApplication.clipboard().setText(text)
    editor.selectAll()
    QTest.keySequence(editor, QKeySequence(QKeySequence.StandardKey.Paste))


async def test_a_whole_address_that_is_pasted_leaves_nothing_of_the_server_before(window, keeper):
    type_in(window, Form(host="a-long-name.example", port="2121", tls="explicit", user="u"))
    paste(window.bar.host, "ftp://v@b.example/in")
    assert window.bar.form() == Form(host="b.example", user="v")
    assert window.bar.password.text() == ""
    paste(window.bar.host, "ftps://v:secret@c.example:990/x \r\n")
    assert window.bar.form() == Form(host="c.example", port="990", tls="implicit", user="v")
    assert window.bar.password.text() == "secret"


async def test_what_is_allowed_to_one_server_is_not_allowed_to_another(window, keeper):
    window.bar.show_form(
        Form(host="127.0.0.1", port="1", ccc=True, dial_advertised=True, write_directory="/in", thorough=True)
    )
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    await until(lambda: window.view.phase == "done" and not keeper.running)
    assert window.bar.form().ccc  # "check again" needs it
    window.bar.host.setFocus()
    window.bar.host.selectAll()
    QTest.keyClicks(window.bar.host, "127.0.0.2")
    assert window.bar.form() == Form(host="127.0.0.2", port="1", thorough=True)
    window.bar.advanced.ccc.setChecked(True)
    QTest.keyClicks(window.bar.host, "2")
    assert window.bar.form().ccc
    QTest.keyClick(window.bar.host, Qt.Key.Key_Backspace)
    keeper.files.take_text(text_of("filezilla_t2.log"))
    assert not window.bar.form().ccc
    keeper.leave_record()
    assert window.bar.form().ccc


async def test_a_log_that_is_pasted_into_the_host_is_read_as_a_log(window, keeper):
    type_in(window)
    paste(window.bar.host, text_of("filezilla_t2.log") * 40)  # more than a line holds
    assert keeper.replay.band.title.text() == "Log of FileZilla"
    assert keeper.record.total > 100
    keeper.leave_record()
    assert window.bar.form() == TYPED
    paste(window.bar.host, "one\ntwo\nthree")
    assert "neither a session" in window.notices["files"].text.text()
    assert window.bar.form() == TYPED


async def test_what_was_typed_beside_a_typed_address_stays(window, keeper):
    window.bar.fill("", 2121, "explicit", "u", "hunter2")
    QTest.keyClicks(window.bar.host, "ftp://b.example")
    QTest.keyClick(window.bar.host, Qt.Key.Key_Tab)
    assert window.bar.form() == Form(host="b.example", port="2121", tls="explicit", user="u")
    assert window.bar.password.text() == "hunter2"


async def test_a_password_that_cannot_be_sent_is_said_at_its_field(window, keeper):
    paste(window.bar.host, "ftps://u:p%0Aw@a.example")
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    assert window.bar.problem.text().startswith("Password: ")
    assert window.focusWidget() is window.bar.password
    assert keeper.task is None


async def test_a_log_leaves_nothing_in_the_form_when_it_is_closed(window, keeper):
    type_in(window)
    keeper.files.take_text(text_of("filezilla_t2.log"))
    form = window.bar.form()
    assert (form.host, form.tls, form.bind) == ("ftp.example.com", "explicit", TYPED.bind)
    assert window.bar.password.text() == ""
    keeper.files.take_text(text_of("curl_t2.log"))  # one over the other
    QTest.mouseClick(keeper.replay.band.close_button, Qt.MouseButton.LeftButton)
    assert window.bar.form() == TYPED
    assert window.bar.password.text() == "hunter2"


async def test_a_log_that_does_not_name_its_server_leaves_the_form_alone(window, keeper):
    type_in(window)
    keeper.files.take_text(PLAIN)
    assert window.view.phase == "done"
    assert window.bar.form() == TYPED
    assert window.bar.password.text() == "hunter2"


async def test_a_log_in_clear_is_no_wish_to_log_in_in_clear(window, keeper):
    assert "AUTH" not in CLEAR
    keeper.files.take_text(CLEAR)
    assert window.bar.host.text() == "203.0.113.1"
    assert keeper.record.plan.endpoint.tls == "none"
    assert window.bar.tls.key() == "auto"


async def test_what_is_typed_while_a_record_is_shown_stays(window, keeper):
    type_in(window)
    keeper.files.take_text(text_of("filezilla_t2.log"))
    window.bar.user.setFocus()
    QTest.keyClicks(window.bar.user, "2")
    changed = window.bar.form()
    QTest.mouseClick(keeper.replay.band.close_button, Qt.MouseButton.LeftButton)
    assert window.bar.form() == changed
    keeper.memory.recent.put(Recent(form=Form(host="r.example", tls="implicit"), when="2026-01-01T00:00:00Z"))
    keeper.files.take_text(text_of("filezilla_t2.log"))
    keeper.servers.take(Form(host="r.example", tls="implicit"))
    QTest.mouseClick(keeper.replay.band.close_button, Qt.MouseButton.LeftButton)
    assert window.bar.form() == Form(host="r.example", tls="implicit")


async def test_the_demo_gives_the_form_back(window, keeper):
    type_in(window)
    keeper.play("t1-healthy")
    assert window.bar.host.text() == "ftp.example.com"
    keeper.stop()
    await until(lambda: not keeper.running)
    keeper.leave_demo()
    assert window.bar.form() == TYPED
    assert window.bar.password.text() == "hunter2"


async def test_a_result_of_the_demo_that_is_shown_again_does_not_leave_the_demo(window, keeper):
    keeper.play("t1-healthy")
    await until(lambda: keeper.record is not None and keeper.record.would_be_lost)
    keeper.stop()
    await finished(keeper)
    keeper.files.take_text(text_of("filezilla_t2.log"))
    assert not window.bar.locked
    QTest.mouseClick(window.notices["files"].action, Qt.MouseButton.LeftButton)
    assert window.bar.locked  # else the next test would dial the real ftp.example.com
    assert keeper.demo.scenario.id == "t1-healthy"


async def test_a_run_of_the_history_brings_its_settings_and_a_session_from_elsewhere_does_not(
    window, keeper, tmp_path
):
    wanted = Form(host="a.example", public_address="198.51.100.9", active_ports="50000-50010", tls="none")
    session = Session(
        plan=make_plan(wanted), started="2026-01-01T00:00:00Z", tool_version="1", observations=()
    )
    type_in(window)
    keeper.show_session(session, msg("Saved session"), ours=True)
    assert window.bar.form() == wanted
    keeper.leave_record()
    save(session, tmp_path / "s.json")
    keeper.files.open(tmp_path / "s.json")
    await keeper.errands.settled()
    form = window.bar.form()
    assert (form.host, form.public_address, form.bind) == ("a.example", "", TYPED.bind)
    keeper.leave_record()
    assert window.bar.form() == TYPED


async def test_a_run_of_this_window_that_is_shown_again_brings_its_settings(window, keeper):
    wanted = Form(host="127.0.0.1", port="1", bind="127.0.0.1", dial_advertised=True)
    type_in(window, wanted)
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    await until(lambda: window.view.phase == "done" and not keeper.running)
    record = keeper.record
    keeper.files.take_text(text_of("filezilla_t2.log"))
    assert not window.bar.form().dial_advertised
    keeper.show_record(record)
    assert window.bar.form() == wanted
    assert window.bar.password.text() == "hunter2"


async def test_a_typed_password_stays_for_its_own_server_only(window, keeper):
    mine = form_of(load(SESSION).plan)
    type_in(window, mine)
    keeper.files.open(SESSION)
    await keeper.errands.settled()
    assert window.bar.password.text() == "hunter2"
    keeper.leave_record()
    type_in(window, Form(host=mine.host, port=mine.port, user="somebody else"))
    keeper.files.open(SESSION)
    await keeper.errands.settled()
    assert window.bar.password.text() == ""


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("bind", "127.0.0.1x", "not an IP address"),
        ("ca_file", "/nowhere/ca.pem", "could not be read"),
        ("client_certificate", __file__, "no certificate in PEM"),
        ("active_ports", "50000-99999", "range of ports"),
    ],
)
async def test_what_this_computer_cannot_use_is_said_at_its_field(window, keeper, field, text, said):
    window.bar.fill("127.0.0.1", 1, "explicit", "", "")
    window.bar.more.click()
    editor = getattr(window.bar.advanced, field)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await until(window.bar.problem.isVisible)
    assert keeper.task is None
    assert said in window.bar.problem.text()
    assert window.bar.problem.text().startswith(editor.accessibleName())
    assert editor.property("wrong") is True
    assert window.focusWidget() is editor
    QTest.keyClicks(editor, " ")
    assert not window.bar.problem.isVisible()


async def test_an_address_of_another_computer_is_told_between_its_neighbours(window, keeper, monkeypatch):
    monkeypatch.setattr("ftpsgui.ui.checks.bind_problem", lambda _address: msg("This is not an IP address."))
    window.bar.show_form(
        Form(host="a.example", bind="192.0.2.1", data_timeout="x", public_address="x", connect_timeout="x")
    )
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    lines = window.bar.problem.text().split("\n")
    assert [line.split(":")[0] for line in lines] == [
        "Own public address",
        "Local address",
        "Connect timeout, seconds",
        "Data timeout, seconds",
    ]
    assert window.focusWidget() is window.bar.advanced.public_address


@pytest.mark.skipif(os.name != "posix", reason="no pipes among files")
async def test_a_certificate_file_that_never_ends_does_not_hold_up_the_window(window, keeper, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    window.bar.show_form(Form(host="127.0.0.1", port="1", ca_file=str(tmp_path / "pipe")))
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    await until(window.bar.problem.isVisible)
    assert window.bar.problem.text().startswith("Authority (CA) file: ")
    assert "is not a file" in window.bar.problem.text()
    assert keeper.task is None


async def test_a_disk_that_does_not_answer_is_given_up(window, keeper, monkeypatch):
    gate = threading.Event()

    def read(_trust: object) -> list[object]:
        gate.wait()
        return []

    monkeypatch.setattr("ftpsgui.ui.checks.PATIENCE", 0.05)
    monkeypatch.setattr("ftpsgui.ui.checks.trust_problems", read)
    window.bar.show_form(Form(host="127.0.0.1", port="1", client_certificate="/net/me.pem"))
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    await until(window.bar.problem.isVisible)
    gate.set()
    assert window.bar.problem.text() == "Client certificate: The disk did not answer within 0.05 seconds."
    assert keeper.task is None


async def test_what_is_typed_while_the_files_are_looked_at_is_not_tested(window, keeper, monkeypatch):
    gate = threading.Event()

    def read(_trust: object) -> list[object]:
        gate.wait()
        return []

    monkeypatch.setattr("ftpsgui.ui.checks.trust_problems", read)
    window.bar.show_form(Form(host="127.0.0.1", port="1", ca_file="/ca.pem"))
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)  # impatient: once is enough
    window.bar.host.setText("127.0.0.2")
    gate.set()
    await keeper.errands.settled()
    assert keeper.task is None
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    await until(lambda: keeper.task is not None and window.view.phase == "done")


async def test_a_password_pasted_with_its_line_break_is_trimmed(window, keeper):
    QGuiApplication.clipboard().setText("hunter2\r\n")
    QTest.keySequence(window.bar.password, QKeySequence(QKeySequence.StandardKey.Paste))
    assert window.bar.secret().reveal() == "hunter2"


async def test_a_test_without_tls_says_what_that_means(window, keeper):
    assert not window.bar.clear.isVisible()
    window.bar.tls.choose("none")
    assert window.bar.clear.isVisible()
    assert "in clear" in window.bar.clear.text()
    window.bar.tls.choose("auto")
    assert not window.bar.clear.isVisible()


async def test_ports_out_of_range_are_said_at_the_port(window, keeper):
    window.bar.host.setFocus()
    QTest.keyClicks(window.bar.host, "ftp.example.com:70000")
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    assert window.bar.port.text() == "70000"
    assert window.focusWidget() is window.bar.port
    assert window.bar.problem.text().startswith("Port: A port is a number from 1 to 65535")


def test_another_host_is_not_tested_again(window):
    window.bar.host.setText("ftp.example.com")
    window.bar.set_running(False, again=True)
    assert window.bar.test.text() == "Test again"
    QTest.keyClicks(window.bar.host, "x")
    assert window.bar.test.text() == "Test"


async def test_after_a_refused_login_the_password_is_asked_for_again(window, controller, monkeypatch):
    asked = []
    monkeypatch.setattr(window.bar, "ask_password_again", lambda: asked.append(controller.record.scenario))
    controller.play("t1-healthy")
    await finished(controller)
    controller.play("wrong-password")
    await finished(controller)
    await until(lambda: asked)
    assert asked == ["wrong-password"]


def test_the_password_waits_for_another_one_unless_the_user_went_elsewhere(window):
    window.bar.password.setText("wrong")
    window.bar.test.setFocus()
    window.bar.ask_password_again()
    assert window.bar.password.selectedText()
    assert window.focusWidget() is window.bar.password
    window.bar.host.setFocus()
    window.bar.ask_password_again()
    assert window.focusWidget() is window.bar.host  # who went elsewhere stays there


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_field_moves_when_the_buttons_word_changes(window, language):
    window.choose_language(language)
    bar = window.bar
    for _ in range(3):
        QApplication.processEvents()  # the other words move it once
    places = set()
    for running, again in ((False, False), (True, False), (False, True)):
        bar.test.show_state(running=running, again=again)
        QApplication.processEvents()
        assert bar.test.minimumSizeHint().width() <= bar.test.width()
        places.add((bar.test.width(), bar.password.geometry().right()))
    assert len(places) == 1
