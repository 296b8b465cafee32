"""A role's glyph: large in a tinted circle, or small beside a line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ftpsgui.presentation.view_state import Glyph, Role
from ftpsgui.ui.glyphs import paint_glyph
from ftpsgui.ui.stamps import stamp
from ftpsgui.ui.theme import theme


class Badge(QWidget):
    """A glyph in its role's colour. Decorative for assistive technology: the words beside it say the same."""

    def __init__(self, size: int = 36, *, circle: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size, self._circle = size, circle
        self._role: Role = "neutral"
        self._glyph: Glyph = "dash"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """A square."""
        return QSize(self._size, self._size)

    def show_role(self, role: Role, glyph: Glyph) -> None:
        """Show another role."""
        if (role, glyph) != (self._role, self._glyph):
            self._role, self._glyph = role, glyph
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw circle and glyph."""
        colours = theme.role(self._role, self._glyph)
        what = ("badge", self._glyph, colours.ink, colours.tint, self._circle)
        stamp(QPainter(self), what, self.width(), self.height(), self._draw)

    def _draw(self, painter: QPainter) -> None:
        colours = theme.role(self._role, self._glyph)
        side = min(self.width(), self.height())
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        if self._circle:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.tint))
            painter.drawEllipse(box)
            inset = self._size * 0.31
            box = box.adjusted(inset, inset, -inset, -inset)
        paint_glyph(painter, self._glyph, box, QColor(colours.ink), weight=0.14)
