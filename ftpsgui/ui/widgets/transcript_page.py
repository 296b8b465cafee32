"""What was said, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_state import TranscriptLineView
from ftpsgui.ui.itemmodels.lines import LinesModel
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.label import ElidedLabel
from ftpsgui.ui.widgets.lines_view import LinesView
from ftpsgui.ui.words import tr


class TranscriptPage(QWidget):
    """The dialogue with the server. It follows the last line unless the user has scrolled away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.model: LinesModel[TranscriptLineView] = LinesModel(
            lambda line: (line.time, line.connection, line.mark, line.text),
            lambda line: line.role,
            4,
            frozenset({2, 3}),
        )
        self.view = LinesView(self.model, (74, 84, 34))
        self.note = ElidedLabel(kind="caption", tone="muted")
        self.copy = Button("secondary", clicked=self.view.copy_rows)
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 10)
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.model.say((tr(msg("Seconds")), tr(msg("Connection")), "", tr(msg("Line"))))
        self.view.say(tr(msg("Transcript")))
        self.note.setText(
            tr(msg("→ sent, ← received, · what happened. The password is never shown or saved."))
        )
        self.copy.say(
            tr(msg("Copy")),
            name=tr(msg("Copy the transcript")),
            hint=tr(msg("Copy the selected lines, or all")),
        )

    def show_lines(self, lines: Sequence[TranscriptLineView]) -> None:
        """Show ``lines``."""
        bar = self.view.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 4
        self.model.show_rows(lines)
        if at_end:
            self.view.scrollToBottom()

    def mark(self, evidence: tuple[str, ...]) -> int:
        """Select the lines of these observations, scroll to the first, and return how many they are."""
        wanted = set(evidence)
        rows = [index for index, line in enumerate(self.model.rows) if line.observation in wanted]
        selection = QItemSelection()
        for row in rows:
            index = self.model.index(row, 0)
            selection.select(index, self.model.index(row, 3))
        self.view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            self.view.scrollTo(self.model.index(rows[0], 0), LinesView.ScrollHint.PositionAtCenter)
        return len(rows)
