"""An SVG from the presentation in a widget: sharp at any scale, with a real button on every part that means something."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ftpsgui.presentation.drawing import Drawing, Hotspot
from ftpsgui.ui.theme import theme
from ftpsgui.ui.words import explain

_TILE, _TILES = 512, 4
"""Pixels of height that are rendered at once, and how many such parts are kept."""


_ROOMY = 650
"""Pixels that a picture with five places wants for its words before they are drawn larger."""


def drawn_width(width: int) -> int:
    """Return for which width to draw a picture that will be shown ``width`` wide: less where letters are large."""
    return max(round(width / theme.scale), min(width, _ROOMY))


class Spot(QAbstractButton):
    """A transparent button over a part of the picture."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hotspot: Hotspot | None = None

    def show_hotspot(self, hotspot: Hotspot, box: QRectF) -> None:
        """Stand for ``hotspot`` at ``box``."""
        if hotspot != self.hotspot:
            self.hotspot = hotspot
            self.setAccessibleName(hotspot.label)
            explain(self, hotspot.label)
            self.setEnabled(bool(hotspot.evidence))
        self.setGeometry(box.adjusted(-2, -2, 2, 2).toAlignedRect())
        self.show()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Show where a click would go."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """The mark goes with the pointer."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the focus ring, and a faint mark under the pointer."""
        if not self.isEnabled() or not (self.hasFocus() or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(theme.palette.accent.ink)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus():
            painter.setPen(QPen(accent, 2))
            painter.drawRoundedRect(box, 5, 5)
        else:
            accent.setAlphaF(0.07)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawRoundedRect(box, 5, 5)


class Picture(QWidget):
    """Draws a :class:`Drawing`. ``chosen`` tells the evidence of the part that was pressed."""

    chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Drawing | None = None
        self._placed = 0.0
        """The scale for which the buttons stand where they do."""
        self._renderer = QSvgRenderer(self)
        self._tiles: dict[tuple[int, float], QPixmap] = {}
        self.spots: list[Spot] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def drawing(self) -> Drawing | None:
        """What is shown."""
        return self._drawing

    def show_drawing(self, drawing: Drawing) -> None:
        """Show ``drawing``; nothing happens when it is the same as before."""
        if drawing == self._drawing:
            if self._placed != self._scale():
                self._place()
            return
        self._drawing = drawing
        self._tiles.clear()
        self._renderer.load(QByteArray(drawing.svg.encode()))
        self.setAccessibleName(drawing.description)
        self.setFixedHeight(round(drawing.height * self._scale()))
        self._place()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """The picture's own size."""
        drawing = self._drawing
        return QSize(drawing.width, drawing.height) if drawing else QSize(480, 10)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """It can be scaled down somewhat."""
        return QSize(260, 10)

    def png(self, scale: float = 2.0) -> bytes:
        """Return the picture as a PNG file on the card's colour; empty when nothing is shown."""
        if self._drawing is None:
            return b""
        image = QImage(
            round(self._drawing.width * scale),
            round(self._drawing.height * scale),
            QImage.Format.Format_ARGB32,
        )
        image.fill(QColor(theme.palette.surface))
        painter = QPainter(image)
        self._renderer.render(painter)
        painter.end()
        memory = QBuffer()
        memory.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(memory, "PNG")  # type: ignore[call-overload]
        return bytes(memory.data().data())

    def _scale(self) -> float:
        if self._drawing is None or self._drawing.width == 0:
            return 1.0
        return min(theme.scale, self.width() / self._drawing.width)

    def _place(self) -> None:
        drawing, renderer = self._drawing, self._renderer
        hotspots: Sequence[Hotspot] = drawing.hotspots if drawing else ()
        while len(self.spots) < len(hotspots):
            spot = Spot(self)
            spot.clicked.connect(self._choose)
            self.spots.append(spot)
        scale = self._placed = self._scale()
        if drawing is not None:
            self.setFixedHeight(round(drawing.height * scale))
        for index, spot in enumerate(self.spots):
            if index >= len(hotspots):
                spot.hide()
                continue
            hotspot = hotspots[index]
            box = renderer.boundsOnElement(hotspot.element_id)
            if box.isEmpty():
                box = QRectF(hotspot.box.x, hotspot.box.y, hotspot.box.width, hotspot.box.height)
            spot.show_hotspot(
                hotspot, QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)
            )

    def _choose(self) -> None:
        spot = self.sender()
        if isinstance(spot, Spot) and spot.hotspot is not None:
            self.chosen.emit(spot.hotspot.evidence)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint what was rendered: the buttons over it move, and a tall one scrolls, more often than it changes."""
        if self._drawing is None:
            return
        painter, box = QPainter(self), event.rect()
        for number in range(max(0, box.top()) // _TILE, box.bottom() // _TILE + 1):
            painter.drawPixmap(0, number * _TILE, self._tile(number))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Render anew for another width."""
        super().resizeEvent(event)
        self._tiles.clear()

    def _tile(self, number: int) -> QPixmap:
        """Return a part of the picture, :data:`_TILE` pixels high, on the ground of the card."""
        ratio = self.devicePixelRatioF()
        known = self._tiles.pop((number, ratio), None)
        if known is None:
            known = self._render(number * _TILE, ratio)
            while len(self._tiles) >= _TILES:
                self._tiles.pop(next(iter(self._tiles)))
        self._tiles[number, ratio] = known
        return known

    def _render(self, top: int, ratio: float) -> QPixmap:
        assert self._drawing is not None
        size = QSize(self.width(), min(_TILE, max(1, self.height() - top)))
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(theme.palette.surface))
        scale = self._scale()
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, -top, self._drawing.width * scale, self._drawing.height * scale)
        self._renderer.render(painter, box)
        painter.end()
        return pixmap
