"""A strip under the target that says what went wrong beside the test, until it is put away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.view_state import Role
from ftpsgui.presentation.view_text import visible
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import tr


class Notice(QFrame):
    """One sentence, and a button that puts it away (``dismissed``)."""

    dismissed = Signal()

    def __init__(self, message: Message, role: Role = "warning", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "band")
        self._badge = Badge(14, circle=False)
        self.text = Label(kind="caption", wrap=True, selectable=True)
        self.close_button = Button("link", clicked=self.dismissed.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 16, 6)
        row.setSpacing(10)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 1)
        row.addWidget(self.close_button)
        self.show_message(message, role)

    def show_message(self, message: Message, role: Role = "warning") -> None:
        """Say something else."""
        self._message = message
        self._badge.show_role(role, {"good": "check", "bad": "cross", "warning": "bang"}.get(role, "info"))  # type: ignore[arg-type]
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the window's language."""
        self.text.setText(visible(tr(self._message), limit=600))
        self.setAccessibleName(self.text.text())
        self.close_button.say(tr(msg("Close")), name=tr(msg("Put this message away")))
