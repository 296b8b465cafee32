"""The history in the real window: listed, shown again, removed; a crash leaves what was seen."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ftpsgui.memory.recent import Recent
from ftpsgui.memory.runs import RunFile, RunVerdict, past_runs, read_run
from ftpsgui.model.findings import Verdict
from ftpsgui.model.form import Form
from ftpsgui.model.message import msg
from ftpsgui.session.files import load
from ftpsgui.ui.focus import in_reading_order
from tests.ui.ui_helpers import double_click, interactive, spoken, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SESSIONS = Path(__file__).parent.parent / "sessions"
VERDICT = Verdict(summary=msg("Passive mode fails; active mode works"), use_mode="port", exit_status=1)


@pytest.fixture
def past(memory):
    """Three runs: two of one server, and one that a crash cut off."""
    paths = []
    for day, name, ended in ((1, "t4-filezilla", True), (2, "t4-filezilla", True), (3, "t1-healthy", False)):
        session = load(SESSIONS / f"demo-{name}.json")
        file = RunFile(memory.places.runs, session.plan, f"2026-01-0{day}T10:00:00.000Z")
        for observation in session.observations:
            file.add(observation)
        file.end(RunVerdict(outcome="bad", verdict=VERDICT) if ended else None)
        paths.append(file.path)
    memory.recent.put(Recent(form=Form(host="ftp.example.com"), when="2026-01-03T10:00:00Z"))
    return paths


def column(sheet, number: int) -> list[str]:
    return [sheet.runs.item(row, number).text() for row in range(sheet.runs.rowCount())]


async def test_past_runs_are_listed_and_shown_again_by_return(window, keeper, past):
    keeper.history.show()
    sheet = keeper.history.sheet
    assert column(sheet, 2) == ["The program ended before the test did", *[VERDICT.summary.id] * 2]
    assert column(sheet, 3) == ["", "PORT", "PORT"]
    assert not [widget for widget in interactive(sheet) if not spoken(widget)]
    sheet.runs.selectRow(1)
    QTest.keyClick(sheet.runs, Qt.Key.Key_Return)
    assert keeper.history.sheet is None
    assert window.view.phase == "done"
    assert window.view.findings[0].id == "pasv-private-address"
    assert window.bar.host.text() == "ftp.example.com"
    assert not [widget for widget in interactive(window) if not spoken(widget)]


async def test_one_is_removed_by_delete_and_all_by_asking_twice(window, keeper, memory, past):
    keeper.history.show()
    sheet = keeper.history.sheet
    QTest.keyClick(sheet.runs, Qt.Key.Key_Delete)
    assert [run.path for run in past_runs(memory.places.runs)] == [past[1], past[0]]
    double_click(sheet.clear)  # one gesture is one answer
    assert "2" in sheet.clear.text()
    assert len(past_runs(memory.places.runs)) == 2
    QTest.mouseClick(sheet.clear, Qt.MouseButton.LeftButton)
    assert past_runs(memory.places.runs) == ()
    assert memory.recent.all() == ()
    assert sheet.empty.isVisible()
    assert not sheet.show_run.isEnabled()
    assert not [widget for widget in interactive(sheet) if not spoken(widget)]
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert keeper.history.sheet is None


async def test_the_list_is_narrowed_to_one_server(window, keeper, memory, past):
    session = load(SESSIONS / "demo-wrong-password.json")
    plan = session.plan.__class__(input="other.example", endpoint=session.plan.endpoint, user="u")
    RunFile(memory.places.runs, plan, "2026-02-01T10:00:00.000Z").end(None)
    keeper.history.show()
    sheet = keeper.history.sheet
    assert sheet.runs.rowCount() == 4
    sheet.server.choose("other.example")
    assert column(sheet, 1) == ["u@other.example"]
    sheet.clear.click()
    sheet.clear.click()
    assert len(past_runs(memory.places.runs)) == 3
    assert sheet.runs.rowCount() == 3


async def test_a_damaged_run_is_listed_as_such_and_others_are_not_touched(window, keeper, memory, past):
    past[0].write_bytes(b"\x00\x01")
    lines = past[1].read_bytes().split(b"\n")
    past[1].write_bytes(b"\n".join([lines[0], *lines[3:]]))
    keeper.history.show()
    sheet = keeper.history.sheet
    assert any("is damaged" in text for text in column(sheet, 2))
    sheet.runs.selectRow(2)
    assert not sheet.show_run.isEnabled()
    sheet.runs.selectRow(1)
    QTest.mouseClick(sheet.show_run, Qt.MouseButton.LeftButton)
    assert sheet.said.isVisible()  # in the sheet: it covers the window
    assert "is damaged" in sheet.said.text()
    assert "history" not in window.notices
    assert len(past_runs(memory.places.runs)) == 3


async def test_a_run_that_cannot_be_removed_is_said_where_one_looks(
    window, keeper, memory, past, monkeypatch
):
    def busy(_path: Path, **_options: bool) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    keeper.history.show()
    sheet = keeper.history.sheet
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", busy)
        QTest.keyClick(sheet.runs, Qt.Key.Key_Delete)
    assert "may not write" in sheet.said.text()
    assert sheet.runs.rowCount() == 3
    QTest.keyClick(sheet.runs, Qt.Key.Key_Delete)
    assert not sheet.said.isVisible()
    assert sheet.runs.rowCount() == 2


async def test_tab_goes_through_the_history_as_one_reads(window, keeper, past):
    keeper.history.show()
    sheet = keeper.history.sheet
    order = in_reading_order(sheet)
    order[0].setFocus()
    went = []
    for _ in order:
        went.append(sheet.focusWidget())
        QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Tab)
    assert went == order


async def test_a_run_of_this_window_can_be_shown_again(window, keeper, memory):
    window.bar.fill("127.0.0.1", 1, "explicit", "", "")
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    await until(lambda: not keeper.running and window.view.phase == "done")
    headline = window.view.verdict.headline
    keeper.leave_record()
    keeper.history.show()
    QTest.mouseClick(keeper.history.sheet.show_run, Qt.MouseButton.LeftButton)
    assert window.view.verdict.headline == headline
    assert window.windowTitle() == "127.0.0.1:1 — ftpsgui"
    RunFile(memory.places.runs, load(SESSIONS / "demo-t1-healthy.json").plan, "2026-01-01T10:00:00.000Z").end(
        None
    )
    keeper.history.show()
    assert column(keeper.history.sheet, 1) == ["127.0.0.1:1"]
    keeper.history.sheet.server.choose("")
    assert len(column(keeper.history.sheet, 1)) == 2
    keeper.history.sheet.close()


KILLED = """
import os, signal, sys
from PySide6.QtCore import QTimer
from ftpsgui.ui import controller
start = controller.Controller.__init__
def patched(self, window, **options):
    start(self, window, **options)
    window.bar.fill("127.0.0.1", 1, "explicit", "", "")
    self.start()
    def die():
        if self.state is not None and len(self.state.observations) > 4:
            os.kill(os.getpid(), signal.SIGKILL)
    self.timer = QTimer(window)
    self.timer.timeout.connect(die)
    self.timer.start(5)
controller.Controller.__init__ = patched
from ftpsgui.ui.main import run_window
sys.exit(run_window())
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_program_that_is_killed_leaves_what_was_seen(tmp_path: Path) -> None:
    environment = os.environ | {
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", KILLED], env=environment, capture_output=True, timeout=120, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    (run,) = past_runs(tmp_path / "ftpsgui" / "runs")
    assert len(read_run(run.path).observations) > 4
