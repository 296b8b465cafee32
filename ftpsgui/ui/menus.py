"""The menu: one button in the window, and on macOS the menu bar as well. Every entry is an intent of the window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from ftpsgui.model.message import Message, msg
from ftpsgui.ui.theme import Appearance, theme
from ftpsgui.ui.words import button_text, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenuBar

    from ftpsgui.ui.window import Window

Key = QKeySequence.StandardKey


class Menus(QObject):
    """The actions by name, each made once; menu and menu bar show the same ones. ``bar`` is None but on macOS."""

    def __init__(self, window: Window, *, menu_bar: bool | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._words: list[tuple[QAction | QMenu, Message]] = []
        self._group = QActionGroup(self)
        self.demo = self._action(msg("Demo network"), "Ctrl+D", window.demo_wanted.emit)
        self.open = self._action(msg("Open session or log…"), Key.Open, window.open_wanted.emit)
        self.paste = self._action(msg("Paste a log"), "Ctrl+Shift+V", window.paste_wanted.emit)
        self.save = self._action(msg("Save session…"), Key.Save, window.save_wanted.emit)
        self.report = self._action(msg("Report…"), "Ctrl+R", window.report_wanted.emit)
        self.history = self._action(msg("History of runs…"), "Ctrl+Shift+H", window.history_wanted.emit)
        self.keep = self._action(msg("Save this server…"), "Ctrl+Shift+S", window.keep_wanted.emit)
        self.pins = self._action(msg("Trusted certificates…"), "", window.pins_wanted.emit)
        self.pages = self._action(msg("What the program can find"), Key.HelpContents, window.help_wanted.emit)
        self.keys = self._action(msg("Keyboard shortcuts"), "Ctrl+/", window.keys_wanted.emit)
        self.licences = self._action(msg("Licences"), "", window.licences_wanted.emit)
        self.about = self._action(msg("About ftpsgui"), "", window.about_wanted.emit)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.close = self._action(msg("Close the window"), Key.Close, window.close)
        quits = QKeySequence(Key.Quit)
        self.quit = self._action(msg("Quit"), "Ctrl+Q" if quits.isEmpty() else Key.Quit, window.close)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        appearances: tuple[tuple[Appearance, Message], ...] = (
            ("system", msg("As the system")),
            ("light", msg("Light")),
            ("dark", msg("Dark")),
        )
        self._appearances = {name: self._appearance(name, words) for name, words in appearances}
        self.menu = self._button_menu()
        self.bar = self._menu_bar() if (sys.platform == "darwin" if menu_bar is None else menu_bar) else None
        self.set_result(False)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        for entry, message in self._words:
            words = button_text(tr(message))
            if isinstance(entry, QMenu):
                entry.setTitle(words)
            else:
                entry.setText(words)

    def set_result(self, there: bool) -> None:
        """Allow or forbid what needs a result."""
        self.save.setEnabled(there)
        self.report.setEnabled(there)

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return (words, keys) of every entry that has keys."""
        return [
            (tr(message), entry.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
            for entry, message in self._words
            if isinstance(entry, QAction) and not entry.shortcut().isEmpty()
        ]

    def _button_menu(self) -> QMenu:
        menu = QMenu(self._window.bar.menu)
        for part in (
            (self.demo, self.history),
            (self.open, self.paste, self.save, self.report),
            (self.keep, self.pins),
        ):
            menu.addActions(list(part))
            menu.addSeparator()
        self._submenu(menu, msg("Appearance"), list(self._appearances.values()))
        self._submenu(menu, msg("Help"), [self.pages, self.keys, self.licences])
        menu.addSeparator()
        menu.addActions([self.about, self.quit])
        self._window.bar.menu.setMenu(menu)
        menu.aboutToShow.connect(lambda: _give_air(menu))
        return menu

    def _menu_bar(self) -> QMenuBar:
        from PySide6.QtWidgets import QMenuBar

        # Without a parent it is the application's: macOS shows it at the top of the screen and moves the roles.
        bar = QMenuBar()
        self._window.destroyed.connect(bar.deleteLater)
        for title, actions in (
            (msg("File"), [self.open, self.paste, self.save, self.report, self.keep, self.close, self.quit]),
            (msg("View"), [self.demo, self.history, self.pins, *self._appearances.values()]),
            (msg("Help"), [self.pages, self.keys, self.licences, self.about]),
        ):
            menu = bar.addMenu("")
            menu.addActions(actions)
            self._words.append((menu, title))
        return bar

    def _submenu(self, menu: QMenu, title: Message, actions: list[QAction]) -> None:
        submenu = menu.addMenu("")
        submenu.addActions(actions)
        self._words.append((submenu, title))

    def _action(self, words: Message, keys: str | Key, do: Callable[[], object]) -> QAction:
        action = QAction(self)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if isinstance(keys, Key):
            action.setShortcuts(keys)
        elif keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: do())
        self._words.append((action, words))
        self._window.addAction(action)
        return action

    def _appearance(self, name: Appearance, words: Message) -> QAction:
        action = self._action(words, "", lambda: self._window.choose_appearance(name))
        action.setCheckable(True)
        action.setChecked(theme.appearance == name)
        self._group.addAction(action)
        return action


def _give_air(menu: QMenu) -> None:
    """Make a menu wider than it must be: else the longest words touch the keys beside them."""
    menu.setMinimumWidth(0)
    menu.setMinimumWidth(menu.sizeHint().width() + 20)
