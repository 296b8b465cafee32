"""Which other clients would work: groups of rows with a sign, a name, why, and the option that helps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from ftpsgui.presentation.view_state import ClientGroupView, ClientsView, ClientView
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.label import Label

_NAME, _SHORT_NAME, _WORD = 220, 130, 96
"""Widths of the columns with the names (longer ones are wrapped; the other where there is little room) and words."""
_ROOMY = 700
"""From this width of the page on, names have their full width and options stand beside their label."""
_BASELINE = 2
"""Small words stand this much lower, on the line of the larger names."""


class ClientRows(QWidget):
    """A title and one row for each client that fares so."""

    def __init__(self, view: ClientGroupView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        grid.setColumnMinimumWidth(2, _WORD)
        grid.setColumnStretch(3, 1)
        grid.addWidget(Label(view.title, kind="strong"), 0, 0, 1, 4)
        grid.addWidget(Rule(), 1, 0, 1, 4)
        top = Qt.AlignmentFlag.AlignTop
        self._names: list[Label] = []
        self._options: list[QBoxLayout] = []
        for number, client in enumerate(view.clients, 2):
            badge = Badge(13, circle=False)
            badge.show_role(client.role, client.glyph)
            sign = QVBoxLayout()
            sign.setContentsMargins(2, 3, 0, 0)
            sign.addWidget(badge, 0, top)
            sign.addStretch(1)
            grid.addLayout(sign, number, 0)
            name = Label(client.name, wrap=True, selectable=True)
            name.setFixedWidth(_SHORT_NAME)
            self._names.append(name)
            name.setAccessibleName(client.spoken)
            grid.addWidget(name, number, 1, top)
            tone = client.role if client.role != "neutral" else "muted"
            word = Label(client.word, kind="caption", tone=tone)
            word.setContentsMargins(0, _BASELINE, 0, 0)
            grid.addWidget(word, number, 2, top)
            grid.addLayout(self._words(client), number, 3)

    def fit(self, width: int) -> None:
        """Give names and options the room that a page of ``width`` has."""
        for name in self._names:
            name.setFixedWidth(_NAME if width >= _ROOMY else _SHORT_NAME)
        beside = QBoxLayout.Direction.LeftToRight if width >= _ROOMY else QBoxLayout.Direction.TopToBottom
        for line in self._options:
            line.setDirection(beside)
            line.setSpacing(8 if width >= _ROOMY else 0)

    def _words(self, client: ClientView) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setContentsMargins(0, _BASELINE, 0, 0)
        words.setSpacing(2)
        words.addWidget(Label(client.because, kind="caption", tone="muted", wrap=True, selectable=True))
        if client.options:
            line = QBoxLayout(QBoxLayout.Direction.TopToBottom)
            self._options.append(line)
            line.addWidget(Label(client.options_label, kind="caption"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label("\n".join(client.options), kind="mono", wrap=True, selectable=True), 1)
            words.addLayout(line)
        if client.note:
            words.addWidget(Label(client.note, kind="caption", tone="muted", wrap=True))
        words.addStretch(1)
        return words


class ClientsPage(QWidget):
    """The caption and the groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.caption = Label(kind="caption", tone="muted", wrap=True)
        self.groups: list[ClientRows] = []
        self._view: ClientsView | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 14)
        self._layout.setSpacing(14)
        self._layout.addWidget(self.caption)
        self._layout.addStretch(1)

    def show_clients(self, view: ClientsView) -> None:
        """Show ``view``."""
        if view == self._view:
            return
        self._view = view
        self.caption.setText(view.caption)
        for old in self.groups:
            self._layout.removeWidget(old)
            old.deleteLater()
        self.groups = [ClientRows(group) for group in view.groups]
        for number, group in enumerate(self.groups, 1):
            group.fit(self.width())
            self._layout.insertWidget(number, group)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Much room or little."""
        super().resizeEvent(event)
        for group in self.groups:
            group.fit(event.size().width())
