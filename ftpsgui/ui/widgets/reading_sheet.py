"""Something to read: a list of titles, and the text of the chosen one beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ftpsgui.model.message import msg
from ftpsgui.model.phrases import labelled
from ftpsgui.ui.dress import dress
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import tooltip, tr

_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_HEADING = re.compile(r"^# .*\n")
_ESCAPED = re.compile(r"[\\`*_<>\[\]]")
_HEADLESS = re.compile(r"^\| *\| *\|\n\|[-|]+\|\n((?:\|.*\|\n)+)", re.MULTILINE)
_ROW = re.compile(r"^\| *(.*?) *\| *(.*?) *\|$", re.MULTILINE)
_SHARES = (33, 19, 48)
"""Name, severity and meaning in the overview, per cent of its width."""
_SIDES = 44
"""What the edges of the list and of a line, and the scroll bar, take from the width of its words."""


class ReadingSheet(QDialog):
    """To be shown by ``open()``. ``read`` returns the text for a key; all of it is the program's own.

    ``markdown``: texts are Markdown, and a link ``key.md`` turns to that key; no other link is followed.
    """

    def __init__(
        self,
        title: str,
        entries: list[tuple[str, str]],
        read: Callable[[str], str],
        *,
        markdown: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._markdown = markdown
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("kind", "bar")
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setFixedWidth(320 if markdown else 250)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        room = QRect(0, 0, self.list.width() - _SIDES, 1000)
        for key, words in entries:
            item = QListWidgetItem(words, self.list)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setToolTip(tooltip(words))
            lines = self.list.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words)
            item.setSizeHint(QSize(0, lines.height() + 10))
        self.list.currentItemChanged.connect(lambda _now, _before: self._show())
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setFont(theme.font("body" if markdown else "mono"))
        self.text.anchorClicked.connect(self._follow)
        self.close_button = Button("secondary", clicked=self.accept)
        self.close_button.say(tr(msg("Close")))
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.list)
        middle.addWidget(self.text, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(Label(title, kind="headline"))
        layout.addLayout(middle, 1)
        layout.addWidget(Rule())
        layout.addLayout(foot)
        self.resize(QSize(940, 640).boundedTo(parent.window().size() - QSize(40, 40)))
        self.turn_to(entries[0][0])
        self.list.setFocus()

    def turn_to(self, key: str) -> bool:
        """Show the text of ``key``; False when there is none."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.list.setCurrentRow(row)
                return True
        return False

    def _show(self) -> None:
        if self.list.currentRow() < 0:
            return
        item = self.list.currentItem()
        key = str(item.data(Qt.ItemDataRole.UserRole))
        text = self._read(key)
        self.text.setAccessibleName(item.text())
        if self._markdown:
            document = self.text.document()
            readable = _readable(text, key, item.text())
            document.setMarkdown(readable, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
            dress(document, _SHARES)
            self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
        else:
            self.text.setPlainText(text)

    def _follow(self, link: QUrl) -> None:
        name = link.path().rsplit("/", 1)[-1]
        if not link.scheme() and name.endswith(".md"):
            self.turn_to(name.removesuffix(".md"))


def _readable(text: str, key: str, title: str) -> str:
    """Return a page without its comments, under its title; a table without a head, which Qt draws with one, as a list.

    A page that begins with its ``key`` has that under the title; any other says in its heading what the sheet says.
    """
    body = _HEADING.sub("", _COMMENT.sub("", text), count=1)
    if text.startswith(f"# {key}\n"):
        plain = _ESCAPED.sub(lambda found: f"\\{found[0]}", title)
        body = f"# {plain}\n\n`{key}`\n\n{body}"
    return _HEADLESS.sub(
        lambda found: _ROW.sub(lambda row: "- " + tr(labelled(f"**{row[1]}**", row[2])), found[1]), body
    )
