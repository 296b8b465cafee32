"""A fact in one line that can be pressed: when, and what was said."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_state import EvidenceView
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.label import Label, stand_on_line
from ftpsgui.ui.widgets.row_button import RowButton
from ftpsgui.ui.words import explain, tr

_TIME_WIDTH = 58
FACT_SIDE = 6
"""Between the edge of the line, where hover and focus are drawn, and its words."""


class FactLine(RowButton):
    """Shows an :class:`EvidenceView`; ``wanted`` tells the id of its observation when it is pressed."""

    wanted = Signal(str)

    def __init__(self, view: EvidenceView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.setAccessibleName(view.text)
        explain(self, tr(msg("Show this in the transcript and in the picture")))
        time = Label(view.time, kind="caption", tone="muted")
        time.setFixedWidth(round(_TIME_WIDTH * theme.scale))
        text = Label(view.text, kind="mono", tone="" if view.role == "neutral" else view.role, wrap=True)
        stand_on_line(time, text)
        row = QHBoxLayout(self)
        row.setContentsMargins(FACT_SIDE, 2, FACT_SIDE, 2)
        row.setSpacing(8)
        row.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        self.holds(time, text)
        self.clicked.connect(lambda _checked=False: self.wanted.emit(view.observation))
