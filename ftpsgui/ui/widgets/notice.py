"""A strip under the target that says what went wrong beside the test, until it is put away; and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.view_state import Role
from ftpsgui.presentation.view_text import visible
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.label import Label, restyle
from ftpsgui.ui.words import tr


class NoticeAction(NamedTuple):
    """A button in a notice: its words, and what it does after the notice is put away."""

    label: Message
    do: Callable[[], object]


class Notice(QFrame):
    """One sentence, a button that does something about it when there is one, and one that puts it away (``dismissed``)."""

    dismissed = Signal()

    def __init__(
        self,
        message: Message,
        role: Role = "warning",
        action: NoticeAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "band")
        self._action = action
        self._badge = Badge(14, circle=False)
        self.text = Label(kind="caption", wrap=True, selectable=True)
        self.action = Button("link", clicked=self._press)
        self.close_button = Button("link", clicked=self.dismissed.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self.show_message(message, role, action)

    def show_message(
        self, message: Message, role: Role = "warning", action: NoticeAction | None = None
    ) -> None:
        """Say something else."""
        self._message, self._action = message, action
        if self.property("role") != role:
            self.setProperty("role", role)
            restyle(self)
        self._badge.show_role(role, {"good": "check", "bad": "cross", "warning": "bang"}.get(role, "info"))  # type: ignore[arg-type]
        self.action.setVisible(action is not None)
        self.retranslate()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def retranslate(self) -> None:
        """Say it in the window's language."""
        self.text.setText(visible(tr(self._message), limit=600))
        self.setAccessibleName(self.text.text())
        if self._action is not None:
            self.action.say(tr(self._action.label))
        self.close_button.say(tr(msg("Close")), name=tr(msg("Put this message away")))

    def _press(self) -> None:
        action = self._action
        self.dismissed.emit()
        if action is not None:
            action.do()
