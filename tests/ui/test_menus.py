"""The menu and what is only read: every entry does something, has its keys, and speaks the window's language."""

from __future__ import annotations

import re
import sys

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from ftpsgui.memory.pins import Pin
from ftpsgui.resources import pages_root, resource
from ftpsgui.texts.translate import LANGUAGES
from ftpsgui.ui.menus import Menus
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import set_language
from tests.ui.ui_helpers import interactive, show_sample, spoken, turn

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def entries(menu: QMenu) -> list[QAction]:
    found = []
    for action in menu.actions():
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            found += entries(submenu)
        elif not action.isSeparator():
            found.append(action)
    return found


def nameless(root) -> list[object]:
    return [widget for widget in interactive(root) if not spoken(widget)]


def test_no_two_entries_share_their_keys_and_each_has_words(window):
    actions = entries(window.menus.menu)
    keys = [action.shortcut().toString() for action in actions if not action.shortcut().isEmpty()]
    keys += [button.shortcut().toString() for button in (window.bar.test, window.bar.more, window.bar.menu)]
    assert len(keys) == len(set(keys)) > 9
    assert all(action.text() for action in actions)
    window.choose_language("ja")
    assert window.menus.about.text() == "ftpsgui について"
    assert window.menus.history.text() == "テスト履歴…"


def test_a_menu_bar_has_what_the_button_has_and_the_roles_of_macos(window):
    bar = Menus(window, menu_bar=True).bar
    assert bar is not None
    menus = [action.menu() for action in bar.actions()]
    titles = [menu.title() for menu in menus]
    assert titles == ["File", "View", "Help"]
    shown = {action.text() for menu in menus for action in entries(menu)}
    assert {action.text() for action in entries(window.menus.menu)} <= shown
    roles = {action.menuRole() for menu in menus for action in entries(menu)}
    assert {QAction.MenuRole.AboutRole, QAction.MenuRole.QuitRole} <= roles
    assert (window.menus.bar is not None) == (sys.platform == "darwin")
    bar.deleteLater()


def test_what_needs_a_result_waits_for_one(window):
    assert not window.menus.save.isEnabled()
    show_sample(window)
    assert window.menus.save.isEnabled()
    assert window.menus.report.isEnabled()


async def test_about_says_the_versions_and_copies_them(window, keeper):
    window.menus.about.trigger()
    sheet = keeper.help.sheet
    texts = " ".join(label.text() for label in sheet.findChildren(Label))
    assert "PySide6" in texts
    assert "OpenSSL" in texts
    assert not nameless(sheet)
    QTest.mouseClick(sheet.copy, Qt.MouseButton.LeftButton)
    assert "Python 3." in QGuiApplication.clipboard().text()
    QTest.mouseClick(sheet.licences, Qt.MouseButton.LeftButton)
    licences = keeper.help.sheet
    assert licences is not sheet
    assert licences.turn_to("qt")
    assert "GNU Lesser General Public License" in licences.text.toPlainText()
    assert licences.turn_to("gnu-lgpl-3")
    assert "Version 3, 29 June 2007" in licences.text.toPlainText()
    assert not nameless(licences)
    QTest.keyClick(licences, Qt.Key.Key_Escape)
    assert keeper.help.sheet is None


async def test_f1_opens_the_page_of_the_first_finding_and_its_links_turn_pages(window, keeper):
    show_sample(window)
    window.activateWindow()
    QTest.keySequence(window, QKeySequence(QKeySequence.StandardKey.HelpContents))
    sheet = keeper.help.sheet
    assert sheet.list.currentItem().text() == (
        "The server tells passive clients to connect to its private address ‹address›"
    )
    assert "PASV" in sheet.text.toPlainText()
    assert "<!--" not in sheet.text.toPlainText()
    assert not nameless(sheet)
    sheet._follow(QUrl("hairpin.md"))
    assert sheet.list.currentItem().data(Qt.ItemDataRole.UserRole) == "hairpin"
    assert not [
        sheet.list.item(row).text() for row in range(sheet.list.count()) if "`" in sheet.list.item(row).text()
    ]
    for link in (
        "https://example.com/control-refused.md",
        "file:///etc/passwd",
        "../../control-refused.md#x",
    ):
        before = sheet.list.currentRow()
        sheet._follow(QUrl(link))
        assert sheet.list.currentRow() == before or link.startswith("..")
    sheet.close()


async def test_every_finding_has_its_page(window, keeper):
    from ftpsgui.diagnosis.engine import rules

    assert len({pages_root(language) for language in LANGUAGES}) == len(LANGUAGES)
    for language in LANGUAGES:
        assert {rule.id for rule in rules()} <= {path.stem for path in pages_root(language).glob("*.md")}


async def test_the_pages_are_in_the_windows_language(window, keeper):
    set_language("ja")
    try:
        keeper.help.pages("control-refused")
        assert "ファイアウォール" in keeper.help.sheet.text.toPlainText()
        assert "In practice" not in keeper.help.sheet.text.toPlainText()
        keeper.help.pages("pasv-private-address")
        assert "サーバーには ‹接続先のアドレス› で到達しますが" in keeper.help.sheet.text.toPlainText()
        assert "英語" not in keeper.help.sheet.windowTitle()
    finally:
        set_language("en")
        keeper.help.sheet.close()


async def test_the_shortcuts_are_listed(window, keeper):
    window.activateWindow()
    window.menus.keys.trigger()
    sheet = keeper.help.sheet
    texts = [label.text() for label in sheet.findChildren(Label)]
    assert "History of runs…" in texts
    assert [text for text in texts if text.startswith("Page: ")][-1] == "Page: Details"
    assert QKeySequence("Ctrl+7").toString(QKeySequence.SequenceFormat.NativeText) in texts
    assert QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText) in texts
    assert not nameless(sheet)
    sheet.close()


async def test_a_trust_can_be_taken_back(window, keeper, memory):
    memory.pins.put(
        Pin(host="a.example", port=21, sha256="ab" * 32, agreed="2026-01-02T00:00:00Z", subject="CN=a")
    )
    memory.pins.put(Pin(host="2001:db8::1", port=990, sha256="cd" * 32, agreed="2026-01-03T00:00:00Z"))
    window.menus.pins.trigger()
    sheet = keeper.trust.list
    assert [sheet.list.topLevelItem(row).text(0) for row in range(2)] == ["[2001:db8::1]:990", "a.example:21"]
    assert not nameless(sheet)
    QTest.keyClick(sheet, Qt.Key.Key_Delete)
    QTest.mouseClick(sheet.remove, Qt.MouseButton.LeftButton)
    assert memory.pins.all() == ()
    assert not sheet.remove.isEnabled()
    assert not nameless(sheet)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert keeper.trust.list is None


async def test_a_trust_that_cannot_be_taken_back_is_said_in_the_sheet(window, keeper, memory):
    memory.pins.put(Pin(host="a.example", port=21, sha256="ab" * 32, agreed="", subject="CN=a"))
    window.menus.pins.trigger()
    sheet = keeper.trust.list
    newer = '{"format": "ftpsgui-trusted-certificates", "format_version": 2}'
    memory.places.pins.write_text(newer)
    QTest.keyClick(sheet, Qt.Key.Key_Delete)
    assert sheet.said.isVisible()
    assert "newer version" in sheet.said.text()
    assert memory.places.pins.read_text() == newer
    assert "pins" not in window.notices
    sheet.close()


async def test_history_and_saving_have_keys(window, keeper):
    window.activateWindow()
    await turn()
    QTest.keySequence(window, QKeySequence("Ctrl+Shift+H"))
    assert keeper.history.sheet is not None
    keeper.history.sheet.close()
    window.bar.host.setText("a.example")
    QTest.keySequence(window, QKeySequence("Ctrl+Shift+S"))
    assert keeper.servers.sheet is not None
    QTest.keyClick(keeper.servers.sheet, Qt.Key.Key_Escape)
    assert keeper.servers.sheet is None


def test_every_dependency_has_its_terms():
    import tomllib
    from pathlib import Path

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"[^A-Za-z0-9_.-]", one)[0].lower() for one in project["project"]["dependencies"]}
    there = {path.stem for path in resource("licences").glob("*.txt")}
    assert names - there == {"pyside6-essentials"}
    assert {"qt", "python", "openssl", "gnu-lgpl-3", "gnu-gpl-3", "ftpsgui"} <= there
