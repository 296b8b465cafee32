"""Text to copy: monospaced, read-only, as high as its lines; a long line goes on below, indented, and is whole."""

from __future__ import annotations

import re
from math import ceil

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCursor, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from ftpsgui.ui.theme import theme

_HANGING = 4
"""By how many letters the rest of a long line is indented, so that it is not taken for a line of its own."""
_JOINER = "\u2060"
"""Keeps ``--dport`` and ``/etc/vsftpd.conf`` on one line: without it Qt breaks lines after their hyphens and slashes."""
_RING = 2
"""Width of the focus ring (the style sheet draws it)."""


class CodeView(QTextEdit):
    """A snippet. The page scrolls when the wheel turns over it."""

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "code")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFont(theme.font("mono"))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setPlainText(re.sub(r"(?<=[-/])(?=\w|[-/])", _JOINER, text))
        hanging = self.fontMetrics().horizontalAdvance(" " * _HANGING)
        indented = QTextBlockFormat()
        indented.setLeftMargin(hanging)
        indented.setTextIndent(-hanging)
        # All lines alike: the joiner may come from another font, which is higher.
        indented.setLineHeight(
            self.fontMetrics().lineSpacing() + 2, QTextBlockFormat.LineHeightTypes.FixedHeight.value
        )
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(indented)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        height = ceil(self.document().size().height()) + 2 * _RING
        if height != self.height():
            self.setFixedHeight(height)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """Copy plain text: what is pasted has the lines of the snippet, and no looks."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText().replace(_JOINER, ""))
        return data

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Leave the wheel to the page."""
        event.ignore()
