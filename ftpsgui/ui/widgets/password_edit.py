"""A line for a password, with an eye at its right end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ftpsgui.ui.widgets.inlay import Eye
from ftpsgui.ui.widgets.line import Line


class PasswordEdit(Line):
    """Hidden until the eye is pressed (``shown``)."""

    shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhHiddenText
        )
        self.eye = Eye(self)
        self.eye.toggled.connect(self._toggle)
        self.inlay(self.eye)

    def setText(self, text: str | None, /) -> None:  # noqa: N802
        """Set the text; nobody types here, so it shows from its beginning, with no half a dot."""
        super().setText(text)
        if not self.hasFocus():
            self.home(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show the text from its beginning again."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.home(False)

    def _toggle(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.shown.emit(shown)
