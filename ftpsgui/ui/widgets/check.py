"""A check box whose mark is drawn, so that it shows in both themes."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QWidget

from ftpsgui.ui.glyphs import paint_glyph
from ftpsgui.ui.theme import theme
from ftpsgui.ui.words import button_text, explain

_AROUND = 4
"""Between the words and the ring around them."""


class Check(QCheckBox):
    """The style sheet draws the box, this class the check mark in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def say(self, text: str, hint: str = "") -> None:
        """Set words and hint."""
        self.setText(button_text(text))
        self.setAccessibleName(text)
        explain(self, hint)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the box and the words, then the mark, and the focus around the words: the box stands at the very edge."""
        super().paintEvent(event)
        if not self.isChecked() and not self.hasFocus():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            words = QRectF(self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self))
            ring = QRectF(
                words.left() - _AROUND, 1, self.width() - words.left() + _AROUND - 1, self.height() - 2
            )
            painter.setPen(QPen(QColor(theme.palette.accent.ink), 2))
            painter.drawRoundedRect(ring, 4, 4)
        if self.isChecked():
            box = QRectF(self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self))
            inset = box.width() * 0.22
            colour = theme.palette.on_accent if self.isEnabled() else theme.palette.muted
            paint_glyph(
                painter, "check", box.adjusted(inset, inset, -inset, -inset), QColor(colour), weight=0.18
            )
