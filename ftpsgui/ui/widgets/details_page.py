"""Every fact of the run, whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_details import whole_fact
from ftpsgui.presentation.view_state import DetailView
from ftpsgui.ui.itemmodels.lines import LinesModel
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.lines_view import LinesView
from ftpsgui.ui.words import tr

_BESIDE = 960
"""From this width on the chosen fact stands beside the table."""


class DetailsPage(QWidget):
    """A table of facts, and beside it the chosen one as it is saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.model: LinesModel[DetailView] = LinesModel(
            lambda one: (one.id, one.time, one.probe, one.connection, one.kind, one.summary),
            lambda one: one.role,
            6,
            frozenset({5}),
        )
        self.view = LinesView(self.model, (50, 66, 100, 60, 136))
        self.full = QPlainTextEdit()
        self.full.setReadOnly(True)
        self.full.setTabChangesFocus(True)
        self.full.setFont(theme.font("mono"))
        self.view.selectionModel().currentRowChanged.connect(self._show_current)
        splitter = self._splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.view)
        splitter.addWidget(self.full)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([760, 380])
        self.full.setMinimumHeight(180)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.addWidget(splitter, 1)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the whole fact below the table where both do not fit beside each other."""
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE
        self._splitter.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.model.say(
            (
                tr(msg("Fact")),
                tr(msg("Seconds")),
                tr(msg("Check")),
                tr(msg("Connection")),
                tr(msg("Kind")),
                tr(msg("In short")),
            )
        )
        self.view.say(tr(msg("Facts")))
        self.full.setAccessibleName(tr(msg("The chosen fact, whole")))
        self.full.setPlaceholderText(tr(msg("Choose a fact to see it whole.")))

    def show_details(self, details: Sequence[DetailView]) -> None:
        """Show ``details``."""
        self.model.show_rows(details)
        if not details:
            self.full.clear()

    def _show_current(self) -> None:
        row = self.view.currentIndex().row()
        self.full.setPlainText(whole_fact(self.model.rows[row]) if 0 <= row < len(self.model.rows) else "")

    def mark(self, evidence: tuple[str, ...]) -> None:
        """Turn to the first of these facts."""
        for row, detail in enumerate(self.model.rows):
            if detail.id in evidence:
                self.view.selectRow(row)
                self.view.scrollTo(self.model.index(row, 0))
                return
