"""Saved and recent servers in the real window: kept, chosen again, and never with a password in a file."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest

from ftpsgui.memory.profiles import Profile
from ftpsgui.memory.recent import Recent
from ftpsgui.memory.runs import past_runs, read_run
from ftpsgui.model.form import Form
from ftpsgui.ui.passwords import account
from tests.servers import Options, Server, start
from tests.ui.ui_helpers import interactive, spoken, turn, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SAVED = Profile(
    name="Alpha & Co", form=Form(host="a.example", port="2121", tls="explicit", user="u", bind="127.0.0.1")
)


class Ring:
    """A keyring in memory, as the library ``keyring`` shows it."""

    name = "Test keyring"

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = False
        self.threads: set[int] = set()

    def _look(self) -> None:
        self.threads.add(threading.get_ident())
        if self.broken:
            raise RuntimeError("hunter2 is no use")

    def get_password(self, service: str, name: str) -> str | None:
        self._look()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self._look()
        self.kept[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        self._look()
        del self.kept[service, name]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    module = types.ModuleType("keyring")
    module.get_keyring = lambda: made
    module.get_password = made.get_password
    module.set_password = made.set_password
    module.delete_password = made.delete_password
    monkeypatch.setitem(sys.modules, "keyring", module)
    return made


@pytest.fixture
def server() -> Iterator[Server]:
    with start("pyftpdlib", Options()) as made:
        yield made


def entries(keeper) -> list[str]:
    return [action.text() for action in keeper.servers.menu.actions() if action.text()]


def choose(keeper, text: str) -> None:
    (action,) = (one for one in keeper.servers.menu.actions() if one.text().startswith(text))
    keeper.servers.menu.close()
    action.trigger()


def files_of(folder: Path) -> str:
    return "\n".join(path.read_text() for path in folder.rglob("*") if path.is_file())


async def test_a_tested_server_is_among_the_recent_and_its_run_is_kept(
    window, keeper, memory, server, own_folders
):
    QGuiApplication.clipboard().setText(
        f"\nftpes://{server.user}:{server.password}@{server.host}:{server.port}/x\n"
    )
    QTest.keySequence(window.bar.host, QKeySequence(QKeySequence.StandardKey.Paste))
    assert window.bar.host.text() == server.host
    assert window.bar.password.text() == server.password
    window.bar.more.click()
    window.bar.advanced.ca_file.setText(str(server.ca_file))
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    await until(lambda: not keeper.running and window.view.phase == "done")
    (recent,) = memory.recent.all()
    assert (recent.form.host, recent.form.user, recent.outcome) == (
        server.host,
        server.user,
        keeper.window.view.verdict.role,
    )
    (run,) = past_runs(memory.places.runs)
    assert run.verdict is not None
    assert run.verdict.outcome == recent.outcome
    assert read_run(run.path).observations == keeper.state.observations
    assert server.password not in files_of(own_folders)
    window.bar.fill("", None, "auto", "", "")
    QTest.keyClick(window.bar.host, Qt.Key.Key_Down)
    choose(keeper, f"{server.user}@{server.host}:{server.port}")
    assert window.bar.form() == recent.form
    assert window.bar.password.text() == ""
    assert window.focusWidget() is window.bar.password


async def test_a_password_typed_with_the_host_is_kept_nowhere(window, keeper, own_folders):
    window.bar.host.setText("ftps://u:hunter2@127.0.0.1:1")
    assert window.bar.form().host == "127.0.0.1"
    QTest.mouseClick(window.bar.test, Qt.MouseButton.LeftButton)
    await until(lambda: not keeper.running and window.view.phase == "done")
    assert window.bar.host.text() == "127.0.0.1"
    assert "hunter2" not in files_of(own_folders)
    assert "127.0.0.1" in files_of(own_folders)


async def test_a_saved_server_fills_the_whole_form(window, keeper, memory):
    memory.profiles.put(SAVED)
    memory.recent.put(Recent(form=Form(host="r.example"), when="2026-01-01T00:00:00Z", outcome="bad"))
    QTest.mouseClick(window.bar.host.unfold, Qt.MouseButton.LeftButton)
    assert entries(keeper)[:4] == [
        "Saved servers",
        "Alpha && Co\tu@a.example:2121 · explicit TLS",
        "Recent servers",
        entries(keeper)[3],
    ]
    assert entries(keeper)[3].startswith("r.example\t2026-01-01")
    choose(keeper, "Alpha")
    assert window.bar.form() == SAVED.form
    assert window.bar.more.text().startswith("Advanced (1)")
    window.bar.host.list_wanted.emit()
    choose(keeper, "Forget")
    assert memory.profiles.all() == ()


async def test_saving_asks_for_a_name_and_puts_the_password_into_the_keyring(
    window, keeper, memory, ring, own_folders
):
    window.bar.fill("a.example", 990, "implicit", "u", "hunter2")
    window.bar.host.list_wanted.emit()
    choose(keeper, "Save this server")
    sheet = keeper.servers.sheet
    await until(sheet.keep.isEnabled)
    assert "Test keyring" in sheet.keyring.text()
    assert not [widget for widget in interactive(sheet) if not spoken(widget)]
    sheet.name.clear()
    assert not sheet.save.isEnabled()
    QTest.keyClicks(sheet.name, "Work")
    QTest.keyClick(sheet.keep, Qt.Key.Key_Space)
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    await until(lambda: ring.kept)
    assert ring.kept == {("ftpsgui", account(memory.profiles.find("work").form)): "hunter2"}
    assert threading.get_ident() not in ring.threads
    assert "hunter2" not in files_of(own_folders)
    window.bar.fill("", None, "auto", "", "")
    window.bar.host.list_wanted.emit()
    choose(keeper, "Work")
    await until(lambda: window.bar.password.text() == "hunter2")
    keeper.servers.forget()
    await until(lambda: not ring.kept)


async def test_what_cannot_be_tested_is_not_saved(window, keeper, memory, own_folders):
    window.bar.host.setText("nonsense ftps://u:hunter2@a.example")
    window.bar.port.setText("70000")
    window.menus.keep.trigger()
    assert keeper.servers.sheet is None
    assert window.bar.problem.text().startswith("Host: ")
    assert "Port: " in window.bar.problem.text()
    assert "hunter2" not in files_of(own_folders)


async def test_a_password_that_no_saved_server_keeps_any_more_leaves_the_keyring(
    window, keeper, memory, ring
):
    for name in ("Work", "Also"):
        memory.profiles.put(Profile(name=name, form=Form(host="a.example", user="u"), keyring=True))
    ring.kept["ftpsgui", account(Form(host="a.example", user="u"))] = "hunter2"
    keeper.servers.take_profile(memory.profiles.find("Also"))
    keeper.servers.forget()
    await keeper.errands.end()
    assert ring.kept  # the other one needs it
    keeper.servers.take_profile(memory.profiles.find("Work"))
    await until(lambda: window.bar.password.text() == "hunter2")
    keeper.servers.ask_name()
    await until(keeper.servers.sheet.keep.isEnabled)
    keeper.servers.sheet.keep.setChecked(False)
    QTest.keyClick(keeper.servers.sheet, Qt.Key.Key_Return)
    assert not memory.profiles.find("Work").keyring
    await until(lambda: not ring.kept)


async def test_a_password_that_comes_late_does_not_go_to_another_server(window, keeper, memory, ring):
    form = Form(host="a.example", user="u")
    memory.profiles.put(Profile(name="Work", form=form, keyring=True))
    ring.kept["ftpsgui", account(form)] = "hunter2"
    keeper.servers.take_profile(memory.profiles.find("Work"))
    window.bar.host.setText("b.example")
    await until(lambda: ring.threads)
    await keeper.errands.settled()
    assert window.bar.password.text() == ""


async def test_without_a_keyring_the_password_is_not_stored_and_that_is_said(
    window, keeper, memory, monkeypatch
):
    monkeypatch.setitem(sys.modules, "keyring", None)
    window.bar.fill("a.example", None, "auto", "u", "hunter2")
    keeper.servers.ask_name()
    sheet = keeper.servers.sheet
    await until(lambda: "no keyring" in sheet.keyring.text())
    assert not sheet.keep.isEnabled()
    QTest.mouseClick(sheet.save, Qt.MouseButton.LeftButton)
    assert not memory.profiles.find("a.example").keyring


async def test_a_keyring_that_fails_is_said_without_the_password(window, keeper, memory, ring):
    ring.broken = True
    memory.profiles.put(Profile(name="x", form=Form(host="h"), keyring=True))
    keeper.servers.take_profile(memory.profiles.find("x"))
    await until(lambda: "keyring" in window.notices)
    said = window.notices["keyring"].text.text()
    assert "RuntimeError" in said
    assert "hunter2" not in said
    assert not [widget for widget in interactive(window) if not spoken(widget)]


async def test_a_damaged_file_of_saved_servers_is_said_and_kept(window, keeper, memory):
    path = memory.places.profiles
    path.parent.mkdir(parents=True)
    path.write_text("{ my notes")
    window.bar.host.list_wanted.emit()
    keeper.servers.menu.close()
    assert str(path) in window.notices["profiles"].text.text()
    assert path.read_text() == "{ my notes"
    window.bar.host.setText("a.example")
    keeper.servers.ask_name()
    QTest.keyClick(keeper.servers.sheet, Qt.Key.Key_Return)
    assert "profiles.broken-1.json" in window.notices["profiles"].text.text()
    assert path.with_name("profiles.broken-1.json").read_text() == "{ my notes"
    assert memory.profiles.find("a.example") is not None


async def test_a_full_disk_is_said_and_the_run_goes_on(window, keeper, memory):
    memory.places.data.parent.mkdir(parents=True)
    memory.places.data.write_text("no folder")
    window.bar.fill("127.0.0.1", 1, "explicit", "", "")
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    await until(lambda: not keeper.running and window.view.phase == "done")
    assert window.view.findings
    assert str(memory.places.data) in window.notices["history"].text.text()


async def test_a_run_is_kept_although_the_list_of_recent_servers_cannot_be(window, keeper, memory):
    memory.places.recent.parent.mkdir(parents=True)
    memory.places.recent.write_text('{"format": "ftpsgui-recent", "format_version": 2}')
    window.bar.fill("127.0.0.1", 1, "explicit", "", "")
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    await until(lambda: not keeper.running and window.view.phase == "done")
    (run,) = past_runs(memory.places.runs)
    assert run.verdict is not None
    assert "newer version" in window.notices["history"].text.text()


async def test_the_first_page_offers_the_recent_servers_without_moving(window, keeper, memory, look):
    top = window.empty.mapTo(window, window.empty.rect().topLeft())
    for number in range(7):
        form = Form(host=f"h{number}.example", user="u", tls="explicit")
        memory.recent.put(Recent(form=form, when="2026-01-01T00:00:00Z", outcome="good"))
    keeper.servers.changed.emit()
    await turn()
    assert window.empty.mapTo(window, window.empty.rect().topLeft()) == top
    rows = [row for row in window.recent.rows if row.isVisible()]
    assert 1 < len(rows) <= 5
    assert rows[0].view.label == "u@h6.example"
    assert not [widget for widget in interactive(window) if not spoken(widget)]
    window.activateWindow()
    window.empty.demo.setFocus()
    order = []
    while rows[-1] not in order and len(order) < 20:
        QTest.keyClick(window, Qt.Key.Key_Tab)
        order.append(window.focusWidget())
    assert order[-len(rows) :] == rows
    QTest.keyClick(rows[1], Qt.Key.Key_Space)
    assert window.bar.form().host == "h5.example"
    assert window.focusWidget() is window.bar.password
    window.choose_language("ja")
    assert window.recent.title.text() == "最近のサーバー"
    assert "成功" in spoken(window.recent.rows[0])
    window.resize(900, 480)
    await turn()
    assert [row.isVisible() for row in window.recent.rows].count(True) >= 1
    memory.recent.clear()
    keeper.servers.changed.emit()
    assert not window.recent.isVisible()
