"""A role's glyph as an icon, for menus and tables."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from ftpsgui.presentation.view_state import Glyph, Role
from ftpsgui.ui.glyphs import paint_glyph
from ftpsgui.ui.theme import theme

SIDE = 14
_SHARPEST = 3
"""Device pixels a logical one, for screens at 300 %."""


def role_icon(role: Role, glyph: Glyph) -> QIcon:
    """Return ``glyph`` in its role's colour, :data:`SIDE` logical pixels wide."""
    picture = QPixmap(SIDE * _SHARPEST, SIDE * _SHARPEST)
    picture.setDevicePixelRatio(_SHARPEST)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_glyph(painter, glyph, QRectF(1, 1, SIDE - 2, SIDE - 2), QColor(theme.role(role, glyph).ink))
    painter.end()
    return QIcon(picture)
