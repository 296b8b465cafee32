"""Small buttons that stand inside a line edit, at its right end."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ftpsgui.ui.glyphs import paint_chevron
from ftpsgui.ui.theme import theme
from ftpsgui.ui.words import explain


class Inlay(QAbstractButton):
    """Paints its focus ring; what it shows is painted by :meth:`paint_sign`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def say(self, name: str, hint: str = "") -> None:
        """Set what assistive technology and the tooltip say."""
        self.setAccessibleName(name)
        explain(self, hint or name)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Fits into a line edit."""
        return QSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw ring and sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.isEnabled() and (self.underMouse() or self.hasFocus())
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.palette.accent.ink), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        self.paint_sign(painter, QColor(theme.palette.text if lit else theme.palette.muted))

    def paint_sign(self, painter: QPainter, colour: QColor) -> None:
        """Draw what the button stands for."""
        raise NotImplementedError


class Eye(Inlay):
    """Shows or hides the password; struck through while it is hidden."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)

    def paint_sign(self, painter: QPainter, colour: QColor) -> None:
        """Draw an eye."""
        painter.setPen(QPen(colour, 1.4))
        x, y = self.width() / 2, self.height() / 2
        path = QPainterPath()
        path.moveTo(x - 7, y)
        path.quadTo(x, y - 8.5, x + 7, y)
        path.quadTo(x, y + 8.5, x - 7, y)
        painter.drawPath(path)
        painter.drawEllipse(QRectF(x - 2, y - 2, 4, 4))
        if not self.isChecked():
            painter.drawLine(int(x - 6), int(y + 6), int(x + 6), int(y - 6))


class Unfold(Inlay):
    """Opens a list below the line."""

    def paint_sign(self, painter: QPainter, colour: QColor) -> None:
        """Draw an arrow downwards."""
        paint_chevron(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3), colour, down=True)


class Browse(Inlay):
    """Lets a file be chosen."""

    def paint_sign(self, painter: QPainter, colour: QColor) -> None:
        """Draw a folder."""
        painter.setPen(QPen(colour, 1.4))
        x, y = self.width() / 2 - 7, self.height() / 2 - 5.5
        path = QPainterPath()
        path.moveTo(x, y + 11)
        path.lineTo(x, y)
        path.lineTo(x + 5, y)
        path.lineTo(x + 6.5, y + 2)
        path.lineTo(x + 14, y + 2)
        path.lineTo(x + 14, y + 11)
        path.closeSubpath()
        painter.drawPath(path)
