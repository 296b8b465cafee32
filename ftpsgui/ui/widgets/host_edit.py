"""The line for the server: a whole address can be pasted into it, and saved and recent servers hang from it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ftpsgui.presentation.pasted_target import inserted, parse_target
from ftpsgui.ui.widgets.inlay import Unfold
from ftpsgui.ui.widgets.line import Line

_TYPED = 3
"""Characters that may come at once from a keyboard."""
_LINES_OF_A_LOG = 3


class HostEdit(Line):
    """``spread``: more than a host was typed (a :class:`PastedTarget`, and whether it was pasted).

    ``list_wanted``: show the known servers. ``lines_pasted``: this was no host but a text of several lines, a log.
    """

    lines_pasted = Signal(str)

    spread = Signal(object, bool)
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = ""
        self.unfold = Unfold(self)
        self.unfold.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # the arrow down does the same: one stop of Tab is enough
        self.unfold.clicked.connect(lambda _checked=False: self.list_wanted.emit())
        self.inlay(self.unfold)
        self.textEdited.connect(lambda _text: self._maybe_pasted())
        self.editingFinished.connect(self.spread_now)

    def show_host(self, host: str) -> None:
        """Show ``host``; this also empties the undo history, which may hold a password."""
        self.setText(host)
        self._before = host

    def spread_now(self, *, pasted: bool = False) -> None:
        """Hand out what was typed beside the host; the host alone stays."""
        target = parse_target(self.text())
        if target.host and (target.host != self.text() or target.port or target.user):
            self.show_host(target.host)
            self.spread.emit(target, pasted)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Open the list by an arrow down, as in a combo box."""
        if event.key() == Qt.Key.Key_Down:
            self.list_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _trim(self, text: str) -> None:
        if sum(bool(line.strip()) for line in text.splitlines()) >= _LINES_OF_A_LOG:
            self.setText(self._before)
            self.lines_pasted.emit(text)
        else:
            super()._trim(text)

    def _maybe_pasted(self) -> None:
        # More than a few characters at once is a paste: spread it now, before a password can be seen for long.
        text = self.text()
        if inserted(self._before, text) > _TYPED and ("@" in text or "://" in text):
            self.spread_now(pasted=True)
        self._before = self.text()
