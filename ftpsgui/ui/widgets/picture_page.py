"""A page that holds one picture: the exchange, hop by hop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontInfo, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.drawing import Drawing
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.picture import Picture
from ftpsgui.ui.words import tr


class PicturePage(QWidget):
    """Draws again when its width changes, and not at all while it is hidden."""

    chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self._draw: Callable[[int, str], Drawing] | None = None
        self.picture = Picture()
        self.picture.chosen.connect(self.chosen)
        self.nothing = Label(tone="muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(self.nothing)
        layout.addWidget(self.picture)
        layout.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.redraw)
        self.retranslate()

    def retranslate(self) -> None:
        """Say the sentence for an empty page."""
        self.nothing.setText(tr(msg("Nothing was exchanged with the server yet.")))

    def show_picture(self, draw: Callable[[int, str], Drawing] | None) -> None:
        """Show what ``draw`` makes for a width and a font family."""
        self._draw = draw
        self.nothing.setVisible(draw is None)
        self.picture.setVisible(draw is not None)
        self._timer.start()

    def redraw(self) -> None:
        """Draw in the width that there is."""
        width = self.width() - 32
        if self._draw is not None and self.isVisible() and width > 50:
            self.picture.show_drawing(self._draw(width, QFontInfo(theme.font("body")).family()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Draw for the new width, once."""
        super().resizeEvent(event)
        self._timer.start()
