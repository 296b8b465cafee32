"""The glyphs of the roles as strokes: no font can lack them, and they stay sharp at any scale."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ftpsgui.presentation.view_state import Glyph


def paint_glyph(
    painter: QPainter, glyph: Glyph, box: QRectF, colour: QColor, *, weight: float = 0.13
) -> None:
    """Draw ``glyph`` centred in ``box``, in ``colour``; ``weight`` is the stroke as a part of the box."""
    side = min(box.width(), box.height())
    centre = box.center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, max(1.4, side * weight))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)

    def at(x: float, y: float) -> QPointF:
        return QPointF(centre.x() + (x - 0.5) * side, centre.y() + (y - 0.5) * side)

    path = QPainterPath()
    if glyph == "check":
        path.moveTo(at(0.16, 0.54))
        path.lineTo(at(0.40, 0.78))
        path.lineTo(at(0.84, 0.24))
    elif glyph == "cross":
        path.moveTo(at(0.22, 0.22))
        path.lineTo(at(0.78, 0.78))
        path.moveTo(at(0.78, 0.22))
        path.lineTo(at(0.22, 0.78))
    elif glyph == "bang":
        path.moveTo(at(0.5, 0.14))
        path.lineTo(at(0.5, 0.60))
    elif glyph == "info":
        path.moveTo(at(0.5, 0.42))
        path.lineTo(at(0.5, 0.86))
    elif glyph == "dash":
        path.moveTo(at(0.26, 0.5))
        path.lineTo(at(0.74, 0.5))
    painter.drawPath(path)
    if glyph in ("bang", "info"):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = max(1.0, side * weight * 0.62)
        painter.drawEllipse(at(0.5, 0.84 if glyph == "bang" else 0.16), radius, radius)
    elif glyph == "wait":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = max(1.0, side * 0.085)
        for x in (0.2, 0.5, 0.8):
            painter.drawEllipse(at(x, 0.5), radius, radius)
    painter.restore()


def paint_chevron(painter: QPainter, box: QRectF, colour: QColor, *, down: bool) -> None:
    """Draw the arrow of something that unfolds: to the right when folded, downwards when open."""
    side = min(box.width(), box.height())
    centre = box.center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    reach = side * 0.25
    path = QPainterPath()
    if down:
        path.moveTo(centre.x() - reach, centre.y() - reach / 2)
        path.lineTo(centre.x(), centre.y() + reach / 2)
        path.lineTo(centre.x() + reach, centre.y() - reach / 2)
    else:
        path.moveTo(centre.x() - reach / 2, centre.y() - reach)
        path.lineTo(centre.x() + reach / 2, centre.y())
        path.lineTo(centre.x() - reach / 2, centre.y() + reach)
    painter.drawPath(path)
    painter.restore()
