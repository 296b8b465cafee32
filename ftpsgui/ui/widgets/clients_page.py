"""Which other clients would work: groups of rows with a sign, a name, why, and the option that helps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from ftpsgui.presentation.view_state import ClientGroupView, ClientsView, ClientView
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.label import Label, stand_on_line
from ftpsgui.ui.words import explain

_NAME, _SHORT_NAME = 250, 150
"""Width of the column with the names (longer ones are wrapped), and the same where there is little room."""
_ROOMY = 700
"""From this width of the page on, names have their full width and options stand beside their label."""


class ClientRows(QWidget):
    """A title and one row for each client that fares so."""

    def __init__(self, view: ClientGroupView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(2, 1)
        grid.addWidget(Label(view.title, kind="strong"), 0, 0, 1, 3)
        grid.addWidget(Rule(), 1, 0, 1, 3)
        top = Qt.AlignmentFlag.AlignTop
        self._names: list[Label] = []
        self._options: list[QBoxLayout] = []
        for number, client in enumerate(view.clients, 2):
            name = Label(client.name, wrap=True, selectable=True)
            badge = Badge(13, circle=False)
            badge.show_role(client.role, client.glyph)
            explain(badge, client.word)
            badge.setFixedHeight(name.fontMetrics().height())
            grid.addWidget(badge, number, 0, top)
            name.setFixedWidth(_SHORT_NAME)
            self._names.append(name)
            name.setAccessibleName(client.spoken)
            grid.addWidget(name, number, 1, top)
            grid.addLayout(self._words(client, name), number, 2)

    def fit(self, width: int) -> None:
        """Give names and options the room that a page of ``width`` has."""
        for name in self._names:
            name.setFixedWidth(_NAME if width >= _ROOMY else _SHORT_NAME)
        beside = QBoxLayout.Direction.LeftToRight if width >= _ROOMY else QBoxLayout.Direction.TopToBottom
        for line in self._options:
            line.setDirection(beside)
            line.setSpacing(8 if width >= _ROOMY else 0)

    def _words(self, client: ClientView, name: Label) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        because = Label(client.because, kind="caption", tone="muted", wrap=True, selectable=True)
        stand_on_line(because, name)
        words.addWidget(because)
        if client.options:
            line = QBoxLayout(QBoxLayout.Direction.TopToBottom)
            self._options.append(line)
            label = Label(client.options_label, kind="caption")
            options = Label("\n".join(client.options), kind="mono", wrap=True, selectable=True)
            stand_on_line(label, options)
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(options, 1)
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
