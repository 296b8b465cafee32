"""The path between this computer and the server, and how far each connection comes on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QFontInfo, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from ftpsgui.model.message import msg
from ftpsgui.presentation.drawing import Drawing
from ftpsgui.presentation.view_state import TopologyView
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import HEAD, Card
from ftpsgui.ui.widgets.label import ElidedLabel, Label
from ftpsgui.ui.widgets.picture import Picture, drawn_width
from ftpsgui.ui.words import tr

Draw = Callable[[int, str], Drawing]
"""Draws the picture in a width (pixels) and a font family."""


_FOLLOWED_MS = 120
"""A picture takes longer to draw than all words of the window, and nobody reads more than eight a second."""


class TopologyCard(Card):
    """The diagram card. It draws again when its width, the colours or the language change."""

    chosen = Signal(tuple)
    export_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._draw: Draw | None = None
        self._drawn = QElapsedTimer()
        self.title = Label(kind="title")
        self.title.setFixedHeight(HEAD)
        self.caption = ElidedLabel(tone="muted", kind="caption")
        self.svg = Button("link", clicked=lambda: self.export_wanted.emit("svg"))
        self.png = Button("link", clicked=lambda: self.export_wanted.emit("png"))
        self.picture = Picture()
        self.picture.chosen.connect(self.chosen)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.caption, 1)
        head.addWidget(self.svg)
        head.addWidget(self.png)
        # A link has room for its focus ring at both sides: its word ends on the margin, not the ring.
        self.body.setContentsMargins(16, 12, 10, 12)
        self.body.addLayout(head)
        pictured = QHBoxLayout()
        pictured.setContentsMargins(0, 0, 6, 0)
        pictured.addWidget(self.picture)
        self.body.addLayout(pictured)
        self.body.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.redraw)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.title.setText(tr(msg("Topology")))
        self.svg.say(
            "SVG", name=tr(msg("Save the topology as SVG")), hint=tr(msg("Save the topology as SVG"))
        )
        self.png.say(
            "PNG", name=tr(msg("Save the topology as PNG")), hint=tr(msg("Save the topology as PNG"))
        )

    def show_topology(self, view: TopologyView, draw: Draw | None) -> None:
        """Show the words; ``draw`` makes the picture, at once the first time and else at the next :meth:`redraw`."""
        self.caption.setText(" · ".join(filter(None, (view.klass, view.caption))))
        self.caption.set_extra_tooltip(view.tooltip)
        first = self._draw is None
        self._draw = draw
        if first:
            self.redraw()

    def redraw_in_time(self, *, running: bool) -> None:
        """Draw now; while a run goes on, no more often than one can follow, and the last one for certain."""
        wait = _FOLLOWED_MS - self._drawn.elapsed() if running and self._drawn.isValid() else 0
        if wait <= 0:
            self.redraw()
        elif not self._timer.isActive():
            self._timer.start(wait)

    def redraw(self) -> None:
        """Draw in the width that there is."""
        self._timer.stop()
        self._drawn.start()
        width = self.width() - 2 * 17
        if self._draw is None or width < 50:
            return
        family = QFontInfo(theme.font("body")).family()
        self.picture.show_drawing(self._draw(drawn_width(width), family))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Draw for the new width, once."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._timer.start(0)
