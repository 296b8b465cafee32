"""The exchange, hop by hop: each message with its source and destination before and after every NAT."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontInfo, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.drawing import Drawing
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.check import Check
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.picture import Picture, drawn_width
from ftpsgui.ui.words import tr

_TALL = 4000
"""Pixels of height until something is drawn: most exchanges are long, and where the page is short for a moment, the
window's scroll bar goes and comes again, and everything is drawn twice."""


class ExchangePage(QWidget):
    """Draws again when its width changes, and not at all while it is hidden."""

    chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self._draw: Callable[[int, str, bool], Drawing] | None = None
        self._drawn = 0
        """The width for which was drawn what there is; 0: not yet."""
        self.note = Label(kind="caption", tone="muted", wrap=True)
        self.everything = Check()
        self.everything.setFont(theme.font("caption"))
        self.everything.toggled.connect(self.redraw)
        self.picture = Picture()
        self.picture.chosen.connect(self.chosen)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.note, 1)
        head.addWidget(self.everything)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 14)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.picture)
        layout.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.redraw)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.everything.say(
            tr(msg("All commands")), tr(msg("Also the commands that say nothing about addresses"))
        )
        self._say_note()

    def show_picture(self, draw: Callable[[int, str, bool], Drawing] | None) -> None:
        """Show what ``draw`` makes for a width, a font family, and all commands or only those about addresses."""
        self._draw = draw
        self.picture.setVisible(draw is not None)
        if self.picture.drawing is None:
            self.picture.setFixedHeight(_TALL)
        self.everything.setVisible(draw is not None)
        self._say_note()
        self._drawn = 0
        self._timer.start()

    def redraw(self) -> None:
        """Draw in the width that there is."""
        self._drawn = 0
        width = self.width() - 32
        if self._draw is not None and self.isVisible() and width > 50:
            family = QFontInfo(theme.font("body")).family()
            self.picture.show_drawing(self._draw(drawn_width(width), family, self.everything.isChecked()))
            self._drawn = self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Draw for the new width, once."""
        super().resizeEvent(event)
        self._draw_if_due()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Draw what was missed while hidden."""
        super().showEvent(event)
        self._draw_if_due()

    def _draw_if_due(self) -> None:
        if self._drawn != self.width():
            self._timer.start()

    def _say_note(self) -> None:
        if self._draw is None:
            self.note.setText(tr(msg("Nothing was exchanged with the server.")))
        else:
            self.note.setText(
                tr(
                    msg(
                        "A NAT rewrites the addresses in the packet's header; under TLS it cannot touch those in the payload."
                    )
                )
            )
