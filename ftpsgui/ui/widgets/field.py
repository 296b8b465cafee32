"""An editor with its caption above and, when it is wrong, the reason below."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ftpsgui.ui.widgets.label import Label, restyle
from ftpsgui.ui.words import explain


class Field(QWidget):
    """Caption, editor, reason. The caption is the editor's buddy and its accessible name."""

    def __init__(self, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.editor = editor
        self._hint = ""
        self._problem: str | None = None
        self.caption = Label(kind="caption", tone="muted")
        self.caption.setBuddy(editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.caption)
        layout.addWidget(editor)

    def say(self, caption: str, *, hint: str = "", placeholder: str = "") -> None:
        """Set the words."""
        self._hint = hint
        self.caption.setText(caption)
        self.editor.setAccessibleName(caption)
        self.mark(self._problem)
        if isinstance(self.editor, QLineEdit):
            self.editor.setPlaceholderText(placeholder)

    def mark(self, problem: str | None) -> None:
        """Mark the editor as wrong, and let its tooltip and its description say why; None: it is fine again."""
        self._problem = problem
        wrong = problem is not None
        explain(self.editor, problem or self._hint)
        if bool(self.editor.property("wrong")) != wrong:
            self.editor.setProperty("wrong", wrong)
            restyle(self.editor)
