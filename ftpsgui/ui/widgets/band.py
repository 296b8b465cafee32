"""A band across the window that says what kind of network this is: the demo, an opened session."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.choice import Choice
from ftpsgui.ui.widgets.label import Label


class Band(QFrame):
    """A sentence, a choice (hidden when there is nothing to choose), and a way out."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "band")
        badge = Badge(14, circle=False)
        badge.show_role("neutral", "info")
        self.title = Label(kind="strong")
        self.text = Label(kind="caption", wrap=True)
        self.choice = Choice()
        self.choice.currentIndexChanged.connect(lambda _index: self.chosen.emit(self.choice.key()))
        # The choice has its words whole before the sentence has its line; below that both give way.
        self.choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.choice.setMinimumWidth(180)
        self.text.setMinimumWidth(180)
        self.leave = Button("link", clicked=self.left.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.choice)
        row.addWidget(self.leave)

    def say(self, title: str, text: str, leave: str, choice_name: str = "") -> None:
        """Set the words."""
        self.title.setText(title)
        self.text.setText(text)
        self.leave.say(leave)
        self.choice.setAccessibleName(choice_name)

    def show_choices(self, entries: list[tuple[str, str]], chosen: str) -> None:
        """Set what can be chosen; no entries hides the choice."""
        self.choice.setVisible(bool(entries))
        blocked = self.choice.blockSignals(True)
        self.choice.fill(entries)
        self.choice.choose(chosen)
        self.choice.blockSignals(blocked)
