"""A line to type into: pasted line breaks are trimmed, and a small button may stand at its right end."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ftpsgui.presentation.pasted_target import one_line
from ftpsgui.ui.widgets.inlay import Inlay


class Line(QLineEdit):
    """What is pasted with a line break stands in one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inlay: Inlay | None = None
        self.textEdited.connect(self._trim)

    def inlay(self, button: Inlay) -> None:
        """Put ``button`` at the right end."""
        self._inlay = button
        self.setTextMargins(0, 0, 24, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the button at the right end."""
        super().resizeEvent(event)
        if self._inlay is not None:
            self._inlay.setGeometry(self.width() - 29, (self.height() - 24) // 2, 24, 24)

    def _trim(self, text: str) -> None:
        line = one_line(text)
        if line != text:
            self.setText(line)
