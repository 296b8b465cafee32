"""A combo box with a drawn arrow, whose entries are told apart by a key and not by their words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ftpsgui.ui.glyphs import paint_chevron
from ftpsgui.ui.theme import theme


class Choice(QComboBox):
    """One of several. ``fill`` may be called again in another language: the chosen key stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Else it keeps the width of its first words when it has others, in another language say.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def fill(self, entries: list[tuple[str, str]]) -> None:
        """Set the entries as (key, words)."""
        chosen = self.key()
        blocked = self.blockSignals(True)
        self.clear()
        for key, words in entries:
            self.addItem(words, key)
        self.choose(chosen)
        self.blockSignals(blocked)
        self.updateGeometry()

    def key(self) -> str:
        """Return the key of the chosen entry, or an empty text."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Choose by key; a key that is not there changes nothing."""
        index = self.findData(key)
        if index >= 0:
            self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll the page, not the choice."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the box, then the arrow."""
        if self.fontMetrics().horizontalAdvance(self.currentText()) <= self.width() - 36:
            super().paintEvent(event)
        else:
            self._paint_elided()
        painter = QPainter(self)
        box = QRectF(self.width() - 24, 0, 18, self.height())
        paint_chevron(painter, box, QColor(theme.palette.muted), down=True)

    def _paint_elided(self) -> None:
        # Imported here: QStyle brings hundreds of enums, and the first paint does not need it.
        from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStylePainter

        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.width() - 36
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
