"""What looks the same each time is painted once: a pill's ground, a glyph, an arrow. Afterwards it is a copy.

A widget that paints itself in Python costs ten times what Qt's own cost, and a window full of them is painted anew
whenever something above them grows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from PySide6.QtGui import QImage, QPainter

_MOST = 400

_known: dict[Hashable, QImage] = {}


def stamp(
    painter: QPainter, what: Hashable, width: int, height: int, draw: Callable[[QPainter], object]
) -> None:
    """Paint what ``draw`` paints in ``width`` × ``height`` logical pixels from the origin, antialiased.

    ``what`` names it and all that it depends on but its size: its colours, its role. Between whole scales (150 %) it
    is drawn each time, since a copy would not meet the screen's pixels.
    """
    ratio = painter.device().devicePixelRatio()
    if ratio != int(ratio):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
        return
    key = (what, width, height, ratio)
    image = _known.get(key)
    if image is None:
        if len(_known) >= _MOST:
            _known.clear()
        image = _known[key] = _made(width, height, ratio, draw)
    painter.drawImage(0, 0, image)


def _made(width: int, height: int, ratio: float, draw: Callable[[QPainter], object]) -> QImage:
    image = QImage(
        math.ceil(width * ratio), math.ceil(height * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return image
