"""Text to copy: monospaced, read-only, as high as its lines, scrolled sideways when a line is long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from ftpsgui.ui.theme import theme


class CodeView(QPlainTextEdit):
    """A snippet. The page scrolls when the wheel turns over it."""

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFont(theme.font("mono"))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QPlainTextEdit { border: none; background: transparent; padding: 0; }")
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setPlainText(text)
        self.horizontalScrollBar().installEventFilter(self)
        self._fit()

    def _fit(self) -> None:
        lines = max(1, self.document().blockCount())
        height = lines * self.fontMetrics().lineSpacing() + 4
        bar = self.horizontalScrollBar()
        widest = max(
            (self.fontMetrics().horizontalAdvance(line) for line in self.toPlainText().split("\n")), default=0
        )
        if widest > self.viewport().width():
            height += bar.sizeHint().height()
        self.setFixedHeight(height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Make room when the sideways bar comes."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._fit()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Leave the wheel to the page, but for sideways turns."""
        if abs(event.angleDelta().x()) > abs(event.angleDelta().y()):
            super().wheelEvent(event)
        else:
            event.ignore()
