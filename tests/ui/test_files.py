"""Sessions, reports and pictures as files, in the real window: saved, opened, dropped, replayed; and what can go wrong."""

from __future__ import annotations

import errno
import json
import os
import threading
import time
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from ftpsgui.session import files as session_files
from ftpsgui.session.files import load
from ftpsgui.ui.controller import Controller
from ftpsgui.ui.qt_words import QtWords
from ftpsgui.ui.replay import describe
from ftpsgui.ui.widgets.report_sheet import ReportSheet
from tests.ui.ui_helpers import finished, interactive, spoken, until

SESSION = Path(__file__).resolve().parents[1] / "recorded" / "t4_filezilla.json"
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


LOGS = Path(__file__).resolve().parents[1] / "transcripts" / "logs"


def drop(widget: QWidget, *paths: Path, text: str = "") -> bool:
    """Drag files, or a text, over ``widget`` and let go; return whether somebody wanted them."""
    data = QMimeData()
    if text:
        data.setText(text)
    else:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where = QPointF(widget.rect().center())
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, keys))
    return enter.isAccepted()


async def have_unsaved(controller: Controller) -> None:
    """Show the beginning of a run of the demo, which is in no file."""
    controller.play("t1-healthy")
    await until(lambda: controller.record is not None and controller.record.would_be_lost)
    controller.stop()
    await finished(controller)


def said(window) -> str:
    """What the notice about files says; empty without one."""
    notice = window.notices.get("files")
    return notice.text.text() if notice is not None else ""


async def test_a_session_is_saved_without_secrets_and_opened_again(window, controller, tmp_path):
    controller.play("t4-filezilla")
    await until(lambda: window.view.phase == "done" and not controller.running)
    headline = window.view.verdict.headline
    target = tmp_path / "session.json"
    controller.files.save(target)
    assert not controller.record.would_be_lost
    assert "correct horse" not in target.read_text(encoding="utf-8")
    assert load(target).observations
    controller.leave_demo()
    assert window.view.phase == "empty"
    controller.files.open(target)
    await controller.errands.settled()
    assert window.view.verdict.headline == headline
    assert window.bar.host.isEnabled()
    assert controller.replay.band.isVisible()
    assert "session.json" in controller.replay.band.text.text()


@pytest.mark.parametrize("where", ["window", "host"])
async def test_a_session_is_opened_by_dropping_it(window, controller, where):
    assert drop(window if where == "window" else window.bar.host, SESSION)
    await controller.errands.settled()
    assert window.view.phase == "done"
    assert window.view.findings[0].id == "pasv-private-address"
    assert "file:" not in window.bar.host.text()
    QTest.mouseClick(controller.replay.band.close_button, Qt.MouseButton.LeftButton)
    assert window.view.phase == "empty"
    assert not controller.replay.band.isVisible()


async def test_several_files_are_refused_in_words(window, controller):
    drop(window, SESSION, SESSION)
    await controller.errands.settled()
    assert "one file" in said(window)
    assert window.view.phase == "empty"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{}", "not a session"),
        ('{"format": "ftpsgui-session", "format_version": 99}', "newer version"),
        ("", "empty"),
        (SESSION.read_text(encoding="utf-8")[:5000], "ends too early"),
        (SESSION.read_text(encoding="utf-8").replace('"o7"', '"o8"'), "damaged"),
    ],
    ids=["other", "newer", "empty", "cut", "changed"],
)
async def test_what_is_no_session_is_said_and_nothing_is_lost(window, controller, tmp_path, content, words):
    controller.files.open(SESSION)
    await controller.errands.settled()
    before = window.view
    bad = tmp_path / "b&ad file.json"
    bad.write_text(content, encoding="utf-8")
    drop(window, bad)
    await controller.errands.settled()
    assert said(window)
    assert words in said(window)
    assert "b&ad file.json" in said(window)
    assert window.view == before
    assert "Shown below is still the result from before: ftp.example.com." in said(window)
    assert spoken(window.notices["files"].close_button) == "Put this message away"
    QTest.keyClick(window.notices["files"].close_button, Qt.Key.Key_Space)
    assert not said(window)


async def test_what_was_said_of_a_file_goes_with_the_next_run_and_that_starts_at_the_top(window, controller):
    controller.files.take_text("no log at all")
    assert said(window).startswith("The pasted text was not read.")
    assert "Shown below" not in said(window)  # nothing is
    controller.play("t1-healthy")
    assert not said(window)
    await finished(controller)
    controller.files.take_text("no log at all")
    bar = window.area.verticalScrollBar()
    bar.setRange(0, 500)
    bar.setValue(300)
    controller.start()
    assert (said(window), bar.value()) == ("", 0)
    await finished(controller)
    bar.setRange(0, 500)
    bar.setValue(300)
    controller.files.open(SESSION)
    await controller.errands.settled()
    assert bar.value() == 0


async def test_a_folder_or_a_missing_file_is_said(window, controller, tmp_path):
    drop(window, tmp_path)
    await controller.errands.settled()
    assert "folder" in said(window)
    controller.files.open(tmp_path / "gone.json")
    await controller.errands.settled()
    assert "no file" in said(window)


async def test_a_full_disk_says_so_keeps_the_result_and_offers_another_place(
    window, controller, tmp_path, monkeypatch
):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    await have_unsaved(controller)
    target = tmp_path / "s.json"
    target.write_text("an older session", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(session_files.os, "fsync", full)
        controller.files.save(target)
    assert "disk is full" in said(window)
    assert [path.name for path in tmp_path.iterdir()] == ["s.json"]
    assert target.read_text(encoding="utf-8") == "an older session"
    assert controller.record.would_be_lost
    QTest.mouseClick(window.notices["files"].action, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "other.json"))
    dialog.reject()
    assert load(tmp_path / "other.json").observations
    assert not said(window)
    assert window.status.text.text().startswith("Saved")


async def test_opening_a_file_over_an_unsaved_result_offers_to_go_back(window, controller):
    await have_unsaved(controller)
    headline = window.view.verdict.headline
    controller.files.open(SESSION)
    await controller.errands.settled()
    assert window.view.verdict.headline != headline
    assert "another result" in said(window)
    QTest.mouseClick(window.notices["files"].action, Qt.MouseButton.LeftButton)
    assert window.view.verdict.headline == headline
    assert not controller.replay.band.isVisible()
    assert controller.record.would_be_lost


async def test_a_file_cannot_be_opened_while_a_test_runs(window, controller):
    controller.play("t4-both-nat")
    assert controller.running
    drop(window, SESSION)
    await controller.errands.settled()
    assert "Stop it" in said(window)
    controller.stop()
    await until(lambda: not controller.running)


async def test_a_replay_steps_through_the_facts_and_ends_as_it_was(window, controller, monkeypatch):
    controller.files.open(SESSION)
    await controller.errands.settled()
    whole = window.view
    band, record = controller.replay.band, controller.record
    band.track.setFocus()
    QTest.keyClick(band.track, Qt.Key.Key_Home)
    await until(lambda: len(controller.state.observations) == 1)
    assert window.view.phase == "done"  # nothing runs that could be stopped
    assert not controller.running
    assert band.position.text().startswith(f"1 of {record.total}")
    QTest.keyClick(band.track, Qt.Key.Key_Right)
    await until(lambda: len(controller.state.observations) == 2)
    QTest.keyClick(band.track, Qt.Key.Key_End)
    await until(lambda: len(controller.state.observations) == record.total)
    assert window.view == whole
    monkeypatch.setattr("ftpsgui.ui.replay.LONGEST_MS", 1)
    monkeypatch.setattr("ftpsgui.ui.replay.SHORTEST_MS", 0)
    QTest.mouseClick(band.play, Qt.MouseButton.LeftButton)
    assert controller.replay.playing
    assert band.play.text() == "Pause"
    assert record.position == 1
    await until(lambda: record.position > 3)
    QTest.mouseClick(band.play, Qt.MouseButton.LeftButton)
    held = record.position
    assert not controller.replay.playing
    QTest.mouseClick(band.play, Qt.MouseButton.LeftButton)
    assert record.position == held  # it goes on from there
    await until(lambda: record.position == record.total)
    await until(lambda: window.view == whole)
    assert band.play.text() == "Replay"
    assert record.session().observations == load(SESSION).observations


async def test_the_report_sheet_shows_what_is_left_out_before_it_is_saved(
    window, controller, tmp_path, monkeypatch
):
    assert not window.bar.report.isEnabled()
    controller.files.open(SESSION)
    await controller.errands.settled()
    QTest.mouseClick(window.bar.report, Qt.MouseButton.LeftButton)
    sheet = window.findChild(ReportSheet)
    assert sheet is not None
    assert sheet.empty.isVisibleTo(sheet)
    assert all(spoken(widget) for widget in interactive(sheet))
    assert "10.20.30.2" in sheet.text.toPlainText()  # what is left out is nothing: it shows what it says
    assert not sheet.view.isVisibleTo(sheet)
    sheet.level.choose("addresses")
    assert not sheet.text.isVisibleTo(sheet)
    labels = {row.text: row.label for row in sheet.model.rows}
    assert labels["10.20.30.2"].startswith("[private-")
    QTest.mouseClick(sheet.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "10.20.30.2" not in copied
    assert labels["10.20.30.2"] in copied
    assert sheet.said.text() == "Copied."
    formatted = (
        QGuiApplication.clipboard().mimeData().html()
    )  # the sheet stands at HTML: for the editor of a mail
    assert labels["10.20.30.2"] in formatted
    assert "10.20.30.2" not in formatted
    assert not sheet.open_button.isVisibleTo(sheet)
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or len(opened) > 1)
    for name, start in (
        ("html", b"<!DOCTYPE"),
        ("pdf", b"%PDF"),
        ("markdown", b"# "),
        ("json", b"{"),
        ("text", b""),
    ):
        sheet.format.choose(name)
        QTest.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)
        dialog = sheet.findChildren(QFileDialog)[-1]
        ending = {"markdown": "md", "text": "txt"}.get(name, name)
        assert f"(*.{ending})" in dialog.nameFilters()[0]
        assert "All files" in dialog.nameFilters()[1]
        assert dialog.defaultSuffix() == ending  # added to a name without one
        (chosen,) = dialog.selectedFiles()
        assert Path(chosen).name.startswith("ftpsgui-20")  # the host is left out here, too
        assert chosen.endswith(f".{ending}")
        dialog.fileSelected.emit(str(tmp_path / name))
        dialog.reject()
        assert sheet.said.text() == f"Saved: {tmp_path / name}"
        QTest.mouseClick(sheet.open_button, Qt.MouseButton.LeftButton)
        assert opened[-1] == QUrl.fromLocalFile(str(tmp_path / name))
        assert (len(opened) == 1) == sheet.said.text().startswith("No program")
        times = {row.label: int(row.times) for row in sheet.model.rows}
        data = (tmp_path / name).read_bytes()
        assert data.startswith(start)
        assert b"10.20.30.2" not in data
        if name in ("json", "text"):  # what is counted is what this format holds
            assert {label: data.count(label.encode()) for label in times} == times
    assert json.loads((tmp_path / "json").read_bytes())["format"] == "ftpsgui-report"
    sheet.format.choose("html")
    controller.files.reporting.save("html", "none", tmp_path / "no" / "such" / "folder.html")
    assert "does not exist" in sheet.said.text()
    assert not sheet.open_button.isVisibleTo(sheet)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    await until(lambda: window.findChild(ReportSheet) is None)
    window.menus.report.trigger()  # it remembers what was chosen
    assert window.findChild(ReportSheet).level.key() == "addresses"
    window.findChild(ReportSheet).reject()
    await until(lambda: window.findChild(ReportSheet) is None)


async def test_a_dialog_begins_among_the_documents_and_then_where_the_last_file_was(
    window, controller, own_folders
):
    documents = own_folders / "Documents"
    documents.mkdir(parents=True)
    elsewhere = own_folders / "elsewhere"
    elsewhere.mkdir()
    controller.files.ask_what_to_open()
    dialog = window.findChildren(QFileDialog)[-1]
    assert Path(dialog.directory().absolutePath()) == documents
    dialog.fileSelected.emit(str(elsewhere / "no.log"))
    dialog.reject()
    await controller.errands.settled()
    controller.files.ask_what_to_open()
    dialog = window.findChildren(QFileDialog)[-1]
    assert Path(dialog.directory().absolutePath()) == elsewhere
    dialog.reject()


async def test_what_was_unfolded_in_one_record_says_nothing_about_the_next(window, controller):
    controller.files.open(SESSION)
    await controller.errands.settled()
    rows = window.results.findings.rows
    rows[0].unfold(False)
    rows[1].unfold()
    controller.files.open(SESSION)
    await controller.errands.settled()
    await until(lambda: window.results.findings.rows[0].unfolded)
    assert not window.results.findings.rows[1].unfolded


async def test_qt_speaks_the_windows_language(window, controller):
    qt_words = QtWords(window)
    qt_words.speak("ja")
    try:
        controller.files.ask_what_to_open()
        dialog = window.findChildren(QFileDialog)[-1]
        labels = {label.text() for label in dialog.findChildren(QLabel)}
        dialog.reject()
        assert any("ファイル" in text for text in labels), labels
    finally:
        qt_words.speak("en")
    assert QCoreApplication.translate("QFileDialog", "Look in:") == "Look in:"


async def test_a_file_is_called_by_server_and_day_until_it_is_named(window, controller):
    controller.files.open(SESSION)
    await controller.errands.settled()
    controller.files.ask_where_to_save()
    dialog = window.findChildren(QFileDialog)[-1]
    (chosen,) = dialog.selectedFiles()
    dialog.reject()
    assert Path(chosen).name.startswith("ftpsgui-ftp.example.com-20")
    assert chosen.endswith(".ftpsgui.json")


async def test_a_picture_that_cannot_be_written_is_said(window, controller, tmp_path):
    controller.files.open(SESSION)
    await controller.errands.settled()
    for kind, start in (("svg", b"<"), ("png", b"\x89PNG")):
        controller.files.save_picture(kind)
        dialog = window.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(tmp_path / kind))
        dialog.fileSelected.emit(str(tmp_path / "no" / kind))
        dialog.reject()
        assert (tmp_path / kind).read_bytes().startswith(start)
        assert "does not exist" in said(window)


async def test_a_log_dropped_onto_the_window_shows_cause_and_topology(window, controller):
    assert drop(window, LOGS / "filezilla_t2.log")
    await controller.errands.settled()
    view = window.view
    assert view.findings[0].id == "pasv-private-address"
    assert "10.20.30.2" in view.verdict.headline + view.verdict.subline
    assert "behind NAT" in view.topology.caption
    labels = [spot.accessibleName() for spot in window.results.topology.picture.spots if spot.isVisible()]
    assert any("10.20.30.2" in label for label in labels)
    assert any("The client" in label for label in labels)
    band = controller.replay.band
    assert band.title.text() == "Log of FileZilla"
    assert "30 lines" in band.text.text()
    assert view.status.done == "30 lines of a log read"
    assert window.bar.test.text() == "Test"  # nothing was tested yet
    assert not band.address.isVisible()
    assert window.bar.host.text() == "ftp.example.com"
    assert window.bar.password.text() == ""


async def test_a_log_is_pasted_by_key(window, controller):
    QGuiApplication.clipboard().setText((LOGS / "curl_t2.log").read_text(encoding="utf-8"))
    QTest.keyClick(
        window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert window.view.findings[0].id == "pasv-private-address"
    assert "pasted text" in controller.replay.band.text.text()
    window.choose_language("ja")
    assert controller.replay.band.title.text() == "curl のログ"


async def test_a_file_that_was_copied_is_pasted_by_the_same_key(window, controller):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SESSION))])
    QGuiApplication.clipboard().setMimeData(data)
    window.menus.paste.trigger()
    await controller.errands.settled()
    assert "t4_filezilla.json" in controller.replay.band.text.text()


@pytest.mark.skipif(os.name != "posix", reason="no pipes among files")
async def test_a_pipe_that_is_dropped_does_not_hold_up_the_window(window, controller, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    drop(window, tmp_path / "pipe")
    await controller.errands.settled()
    assert "is not a file" in said(window)


async def test_a_disk_that_does_not_answer_is_given_up(window, controller, monkeypatch):
    gate = threading.Event()

    def read(_path: Path, **_options: bool) -> bytes:
        gate.wait()
        return b""

    monkeypatch.setattr("ftpsgui.ui.files.PATIENCE", 0.01)
    monkeypatch.setattr("ftpsgui.ui.files._SOON", 0.0)
    monkeypatch.setattr("ftpsgui.ui.files.read_bytes", read)
    controller.files.open(Path("/net/gone/session.json"))
    await controller.errands.settled()
    gate.set()
    assert "did not answer" in said(window)
    assert "session.json" in window.status.text.text()


async def test_a_log_without_an_address_asks_for_it_and_reads_itself_again(window, controller):
    drop(window, LOGS / "winscp_t2.log")
    await controller.errands.settled()
    band = controller.replay.band
    assert band.address.isVisible()
    assert spoken(band.address)
    QTest.keyClicks(band.address, "nonsense")
    QTest.keyClick(band.address, Qt.Key.Key_Return)
    assert "no IP address" in band.question.text()
    assert controller.state.target is None
    band.address.clear()
    QTest.keyClicks(band.address, "203.0.113.1")
    QTest.mouseClick(band.use, Qt.MouseButton.LeftButton)
    assert controller.state.target_address == "203.0.113.1"
    assert not band.address.isVisible()
    snippets = [step.snippet for choice in window.view.findings[0].choices for step in choice.steps]
    assert any("203.0.113.1" in snippet for snippet in snippets)


async def test_text_dropped_on_a_field_is_a_log_only_when_it_has_lines(window, controller):
    text = (LOGS / "plain_t2.log").read_text(encoding="utf-8")
    assert drop(window.bar.host, text=text)
    assert window.view.findings[0].id == "pasv-private-address"
    assert "\n" not in window.bar.host.text()
    drop(window.bar.user, text="someone")
    assert "someone" in window.bar.user.text()


async def test_what_is_no_log_is_said_and_the_empty_clipboard_too(window, controller):
    drop(window, text="hello\nworld\nof words")
    assert "neither a session" in said(window)
    assert window.view.phase == "empty"
    QGuiApplication.clipboard().setText("")
    QTest.mouseClick(window.empty.paste, Qt.MouseButton.LeftButton)
    assert "no text on the clipboard" in said(window)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")
def test_the_band_says_when_a_session_was_in_local_time(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "JST-9")
        time.tzset()
        session = load(SESSION)
        words = describe(msgspec.structs.replace(session, started="2026-05-01T20:30:00Z"), "a.json")
        unread = describe(msgspec.structs.replace(session, started="never"), "a.json")
    time.tzset()
    assert "2026-05-02 05:30 UTC+9" in words.id
    assert "never" not in unread.id


async def test_nothing_that_is_read_aloud_is_markup(window, controller):
    controller.files.open(SESSION)
    await controller.errands.settled()
    await until(lambda: window.results.findings.rows[0].unfolded)
    window.bar.more.click()
    read = [
        (widget, QAccessible.queryAccessibleInterface(widget))
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
    ]
    tabs = QAccessible.queryAccessibleInterface(window.results.tabs.bar)
    read += [(window.results.tabs.bar, tabs.child(index)) for index in range(tabs.childCount())]
    head = window.results.findings.rows[0].head
    spoken_head = QAccessible.queryAccessibleInterface(head)
    assert spoken_head.role() == QAccessible.Role.Button  # and no check box
    assert spoken_head.text(QAccessible.Text.Description).startswith("unfolded · ")
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert spoken_head.text(QAccessible.Text.Description).startswith("folded · ")
    drawer = QAccessible.queryAccessibleInterface(window.bar.more)
    assert drawer.role() == QAccessible.Role.Button
    assert drawer.text(QAccessible.Text.Description).startswith("unfolded · ")
    described = 0
    for widget, interface in read:
        description = interface.text(QAccessible.Text.Description)
        described += bool(description)
        assert "<" not in description, (widget, description)
    assert described > 30
