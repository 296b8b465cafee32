"""The accent line under the target; while a test runs it fills from the left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ftpsgui.ui.theme import theme


class ProgressStrip(QWidget):
    """Two pixels high at rest, three while running."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: float | None = None
        self.setFixedHeight(3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Thin."""
        return QSize(100, 3)

    def show_progress(self, progress: float | None) -> None:
        """Show 0-1, or rest with None."""
        if progress != self._progress:
            self._progress = progress
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the line."""
        painter = QPainter(self)
        accent = QColor(theme.palette.accent.ink)
        if self._progress is None:
            painter.fillRect(QRectF(0, 1, self.width(), 2), accent)
            return
        painter.fillRect(QRectF(0, 0, self.width(), 3), QColor(theme.palette.line))
        painter.fillRect(QRectF(0, 0, max(24.0, self.width() * self._progress), 3), accent)
