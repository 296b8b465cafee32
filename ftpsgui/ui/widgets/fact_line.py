"""A fact in one line that can be pressed: when, and what was said."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_state import EvidenceView
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.label import ElidedLabel, Label
from ftpsgui.ui.words import tooltip, tr

_TIME_WIDTH = 58


class FactLine(QAbstractButton):
    """Shows an :class:`EvidenceView`; ``wanted`` tells the id of its observation when it is pressed."""

    wanted = Signal(str)

    def __init__(self, view: EvidenceView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(view.text)
        hint = tr(msg("Show this in the transcript and in the picture"))
        self.setToolTip(tooltip(f"{view.text}\n{hint}"))
        time = Label(view.time, kind="caption", tone="muted")
        time.setFixedWidth(_TIME_WIDTH)
        text = ElidedLabel(view.text, kind="mono", tone="" if view.role == "neutral" else view.role)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 2)
        row.setSpacing(8)
        row.addWidget(time)
        row.addWidget(text, 1)
        for child in (time, text):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _checked=False: self.wanted.emit(view.observation))

    def sizeHint(self) -> QSize:  # noqa: N802
        """As its layout."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the hover and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.palette.sunken))
            painter.drawRoundedRect(box, 5, 5)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.palette.accent.ink), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 5, 5)
