"""Help, licences, shortcuts, About: everything that is only read. Made when it is asked for."""

from __future__ import annotations

import html
import platform
import re
import ssl

from PySide6 import __version__ as bindings
from PySide6.QtCore import QObject, qVersion
from PySide6.QtWidgets import QDialog

from ftpsgui.model.message import msg
from ftpsgui.presentation.pages import PAGES
from ftpsgui.resources import pages_root, resource
from ftpsgui.ui.widgets.about_sheet import AboutSheet
from ftpsgui.ui.widgets.keys_sheet import KeysSheet
from ftpsgui.ui.widgets.reading_sheet import ReadingSheet
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import tr, translator

_OVERVIEW = "README"


_TITLE = re.compile(r"^\*\*(.+)\*\*$", re.MULTILINE)


def title_of(page: str, name: str) -> str:
    """Return the first title that the program gives the finding of a page, as plain text; ``name`` when it has none."""
    found = _TITLE.search(page)
    return html.unescape(found[1].replace("`", "").replace("\\", "")) if found else name


class Help(QObject):
    """One sheet at a time. Nothing is looked up on the network."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.sheet: QDialog | None = None
        window.about_wanted.connect(self.about)
        window.licences_wanted.connect(self.licences)
        window.keys_wanted.connect(self.keys)
        window.help_wanted.connect(self.pages)

    def about(self) -> None:
        """Show what this program is."""
        facts = [
            ("Python", platform.python_version()),
            ("Qt", f"{qVersion()} · PySide6 {bindings}"),
            ("", ssl.OPENSSL_VERSION),
            ("", platform.platform()),
        ]
        sheet = AboutSheet(facts, self._window)
        sheet.licences_wanted.connect(self.licences)
        self._open(sheet)

    def licences(self) -> None:
        """Show under which terms the program and its parts come."""
        folder = resource("licences")
        titles = {path.stem: path.read_text(encoding="utf-8").split("\n", 2) for path in folder.glob("*.txt")}
        entries = [(name, lines[0]) for name, lines in titles.items()]
        entries.sort(key=lambda one: (one[0] != "ftpsgui", one[1].casefold()))

        def read(name: str) -> str:
            return (folder / f"{name}.txt").read_text(encoding="utf-8")

        self._open(ReadingSheet(tr(msg("Licences")), entries, read, markdown=False, parent=self._window))

    def keys(self) -> None:
        """Show the keyboard shortcuts."""
        shortcuts = [
            (tr(msg("Test this server")), "Ctrl+Return"),
            (tr(msg("Stop the test and keep what was found")), "Esc"),
            (tr(msg("Go to the host")), "Ctrl+L"),
            (tr(msg("Saved and recent servers")), "Down"),
            (tr(msg("Addresses, ports, timeouts, consents")), "Ctrl+,"),
            (tr(msg("Menu")), "F10"),
            *(
                (tr(msg("Page: {name}", name=name)), f"Ctrl+{number}")
                for number, (_key, name) in enumerate(PAGES, 1)
            ),
        ]
        self._open(KeysSheet(shortcuts, self._window.menus.shortcuts(), self._window))

    def pages(self, finding: str = "") -> None:
        """Show what the program can find; at once the page of ``finding``, or of the first one that is shown."""
        folder = pages_root(translator().language)
        names = sorted(path.stem for path in folder.glob("*.md") if path.stem != _OVERVIEW)

        def read(name: str) -> str:
            return (folder / f"{name}.md").read_text(encoding="utf-8")

        entries = [(_OVERVIEW, tr(msg("Overview"))), *((name, title_of(read(name), name)) for name in names)]

        sheet = ReadingSheet(
            tr(msg("What the program can find")), entries, read, markdown=True, parent=self._window
        )
        findings = self._window.view.findings
        if finding or findings:
            sheet.turn_to(finding or findings[0].id)
        self._open(sheet)

    def _open(self, sheet: QDialog) -> None:
        if self.sheet is not None:
            self.sheet.close()
        self.sheet = sheet
        sheet.finished.connect(lambda _result: self._closed(sheet))
        sheet.open()

    def _closed(self, sheet: QDialog) -> None:
        if self.sheet is sheet:
            self.sheet = None
        sheet.deleteLater()
