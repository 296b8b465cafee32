"""An editor with its caption above and, when it is wrong, the reason below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget

from ftpsgui.ui.theme import theme
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


class Eye(QAbstractButton):
    """Shows or hides the password."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Fits into a line edit."""
        return QSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw an eye; struck through while the password is hidden."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.hasFocus()
        colour = QColor(theme.palette.text if lit else theme.palette.muted)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.palette.accent.ink), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(QPen(colour, 1.4))
        x, y = self.width() / 2, self.height() / 2
        path = QPainterPath()
        path.moveTo(x - 7, y)
        path.quadTo(x, y - 8.5, x + 7, y)
        path.quadTo(x, y + 8.5, x - 7, y)
        painter.drawPath(path)
        painter.drawEllipse(QRectF(x - 2, y - 2, 4, 4))
        if not self.isChecked():
            painter.drawLine(int(x - 6), int(y + 6), int(x + 6), int(y - 6))


class PasswordEdit(QLineEdit):
    """A line for a password, with an eye at its right end."""

    shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhHiddenText
        )
        self.setTextMargins(0, 0, 24, 0)
        self.eye = Eye(self)
        self.eye.toggled.connect(self._toggle)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keep the eye at the right end."""
        if event.type() == QEvent.Type.Resize:
            self.eye.setGeometry(self.width() - 29, (self.height() - 24) // 2, 24, 24)
        return super().eventFilter(watched, event)

    def _toggle(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.shown.emit(shown)
