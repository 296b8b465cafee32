"""An outcome as a pill: glyph, word, seconds; tinted by role, dashed when it was predicted and not tried."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ftpsgui.model.phrases import labelled
from ftpsgui.presentation.view_state import CellView
from ftpsgui.ui.glyphs import paint_glyph
from ftpsgui.ui.stamps import stamp
from ftpsgui.ui.theme import theme
from ftpsgui.ui.words import explain, tr

_HEIGHT = 26
_GLYPH = 11
_LEFT = 13
_SLACK = 3
"""Advances are rounded; without it the last letter can fall to an ellipsis."""
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Pill(QWidget):
    """Shows one :class:`CellView`. Not interactive; its words are its accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._fitted: tuple[int, str, str] | None = None
        """The right edge for which was measured, and the words that fit."""
        super().__init__(parent)
        self._cell = CellView(role="neutral", glyph="dash", word="")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(64)

    def show_cell(self, cell: CellView, name: str) -> None:
        """Show ``cell``; ``name`` says which mode and column it belongs to."""
        if cell != self._cell:
            self._cell = cell
            self._fitted = None
            self.updateGeometry()
            self.update()
        whole = f"{cell.word} {cell.seconds}".rstrip()
        self.setAccessibleName(tr(labelled(name, whole)))
        explain(self, "\n".join(filter(None, (whole, cell.tooltip))), described=cell.tooltip)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as its words, as high as all pills."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._cell.word)
        if self._cell.seconds:
            width += 8 + metrics.horizontalAdvance(self._cell.seconds)
        sides = _LEFT if self._cell.plain else _LEFT * 2 + _GLYPH + 8
        return QSize(sides + width + _SLACK, _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The same: the words of a pill are never cut in the usual layouts."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again in another font."""
        super().changeEvent(event)
        self._fitted = None
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the pill."""
        cell, colours = self._cell, theme.role(self._cell.role, self._cell.glyph)
        width, height = self.width(), self.height()
        painter = QPainter(self)
        if not cell.plain:
            what = ("pill", cell.glyph, colours.ink, colours.tint, cell.predicted)
            stamp(painter, what, width, height, self._draw_ground)
        painter.setPen(QColor(theme.palette.muted if cell.plain else colours.ink))
        # Plain words have neither sign nor ground: they stand where signs stand, under the head of the column.
        left = _LEFT if cell.plain else _LEFT + _GLYPH + 8
        right = width - (0 if cell.plain else _LEFT)
        if self._fitted is None or self._fitted[0] != right:
            self._fitted = (right, *self._fit(right - left))
        _, word, seconds = self._fitted
        area = QRectF(left, 0, right - left, height)
        if seconds:
            painter.drawText(area, _AT_RIGHT, seconds)
        painter.drawText(area, _AT_LEFT, word)

    def _fit(self, room: int) -> tuple[str, str]:
        """Return the word and the seconds as far as they fit in ``room``."""
        cell, metrics = self._cell, self.fontMetrics()
        fits = cell.seconds and (
            metrics.horizontalAdvance(cell.word) + 8 + metrics.horizontalAdvance(cell.seconds) <= room
        )
        word = metrics.elidedText(cell.word, Qt.TextElideMode.ElideRight, room)
        return word, cell.seconds if fits else ""

    def _draw_ground(self, painter: QPainter) -> None:
        cell, colours = self._cell, theme.role(self._cell.role, self._cell.glyph)
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        painter.setBrush(QColor(colours.tint))
        pen = QPen(Qt.PenStyle.NoPen)
        if cell.predicted:
            pen = QPen(QColor(colours.ink), 1)
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        glyph = QRectF(_LEFT, (self.height() - _GLYPH) / 2, _GLYPH, _GLYPH)
        paint_glyph(painter, cell.glyph, glyph, QColor(colours.ink), weight=0.17)
