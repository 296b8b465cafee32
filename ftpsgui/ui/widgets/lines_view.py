"""A table view of plain lines: selects rows, copies them, says what they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ftpsgui.ui.itemmodels.lines import LinesModel
from ftpsgui.ui.theme import theme


class LinesView(QTableView):
    """Rows are lines; the last column takes the room that is left."""

    def __init__(self, model: LinesModel, widths: tuple[int, ...], parent: QWidget | None = None) -> None:  # type: ignore[type-arg]
        super().__init__(parent)
        self.lines = model
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.font("mono").pixelSize() + 10)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setSectionsClickable(False)
        self._widths = widths
        model.headerDataChanged.connect(self._fit)
        self._fit()
        self.setMinimumHeight(300)

    def say(self, name: str) -> None:
        """Set the accessible name of the table and of its heads."""
        self.setAccessibleName(name)
        self.horizontalHeader().setAccessibleName(name)

    def _fit(self) -> None:
        metrics = QFontMetrics(theme.font("caption"))
        for column, width in enumerate(self._widths):
            head = str(self.lines.headerData(column, Qt.Orientation.Horizontal) or "")
            self.setColumnWidth(column, max(round(width * theme.scale), metrics.horizontalAdvance(head) + 26))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Copy selected rows; everything else as usual."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        else:
            super().keyPressEvent(event)

    def copy_rows(self) -> None:
        """Put the selected rows, or all when none is selected, on the clipboard."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        QGuiApplication.clipboard().setText(self.lines.text(chosen or range(self.lines.rowCount())))
