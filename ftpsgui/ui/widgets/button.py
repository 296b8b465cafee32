"""Push buttons of four kinds; each has an accessible name and, where there is one, its shortcut in the tooltip."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ftpsgui.ui.theme import theme
from ftpsgui.ui.words import button_text, explain, native_keys

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
ButtonKind = Literal["primary", "secondary", "accent", "link", "quiet"]


class Button(QPushButton):
    """A button. Text is shown as it is: an ampersand is an ampersand. A double click is one click.

    Else whoever double-clicks “Test” would stop it at once, and one gesture would answer “Really remove?” as well.
    """

    def __init__(
        self,
        kind: ButtonKind = "secondary",
        *,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if kind in ("link", "quiet"):
            self.setFont(theme.font("caption"))
        elif kind in ("primary", "accent"):
            self.setFont(theme.font("strong"))
        if kind in ("primary", "link", "accent"):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Do nothing: the first click of the two has done it."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Return presses this button, wherever it stands: in a dialog Qt would press the default one instead."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            if not event.isAutoRepeat():
                self.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the button; a filled one shows its focus by a line inside, since around it is its own colour."""
        super().paintEvent(event)
        if self.property("kind") != "primary" or not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.palette.on_accent), 1.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.25, 3.25, -3.25, -3.25), 4, 4)

    def say(self, text: str, *, name: str = "", hint: str = "", shortcut: str = "") -> None:
        """Set words: ``name`` for assistive technology when ``text`` alone is not enough, ``hint`` as tooltip."""
        self.setText(button_text(text))
        self.setAccessibleName(name or text)
        keys = native_keys(shortcut) if shortcut else ""
        lines = [line for line in (hint, keys) if line]
        explain(self, " · ".join(lines))
        if shortcut:
            self.setShortcut(QKeySequence(shortcut))
