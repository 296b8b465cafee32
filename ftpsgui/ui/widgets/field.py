"""An editor with its caption above and, when it is wrong, the reason below."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ftpsgui.ui.widgets.label import Label, restyle
from ftpsgui.ui.words import tooltip


class Field(QWidget):
    """Caption, editor, reason. The caption is the editor's buddy and its accessible name."""

    def __init__(self, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.editor = editor
        self.caption = Label(kind="caption", tone="muted")
        self.caption.setBuddy(editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.caption)
        layout.addWidget(editor)

    def say(self, caption: str, *, hint: str = "", placeholder: str = "") -> None:
        """Set the words."""
        self.caption.setText(caption)
        self.editor.setAccessibleName(caption)
        self.editor.setAccessibleDescription(hint)
        self.editor.setToolTip(tooltip(hint))
        if isinstance(self.editor, QLineEdit):
            self.editor.setPlaceholderText(placeholder)

    def mark(self, wrong: bool) -> None:
        """Mark the editor as wrong, or as fine again."""
        if bool(self.editor.property("wrong")) != wrong:
            self.editor.setProperty("wrong", wrong)
            restyle(self.editor)
