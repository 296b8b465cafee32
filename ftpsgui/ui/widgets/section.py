"""A titled group of rows of label and value."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ftpsgui.model.phrases import labelled
from ftpsgui.presentation.view_state import RowView, SectionView
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import tr

_LABEL, _GAP = 132, 26


class Section(QWidget):
    """A title and rows of label and value."""

    def __init__(self, view: SectionView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(Label(view.title, kind="strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(4)
        # A sign hangs in the gap before its value: so values stand in one column, with a sign or without.
        grid.setColumnMinimumWidth(0, round(_LABEL * theme.scale))
        grid.setColumnMinimumWidth(1, _GAP)
        grid.setColumnStretch(2, 1)
        for number, row in enumerate(view.rows):
            label = Label(row.label, kind="caption", tone="muted", wrap=True)
            label.setFixedWidth(round(_LABEL * theme.scale))
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            value = self._value(row)
            if row.glyph is not None and row.role is not None:
                badge = Badge(11, circle=False)
                badge.show_role(row.role, row.glyph)
                badge.setFixedHeight(value.fontMetrics().height())
                grid.addWidget(badge, number, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(value, number, 2)
        layout.addLayout(grid)
        layout.addStretch(1)

    def _value(self, row: RowView) -> Label:
        tone = "accent" if row.glyph == "info" else row.role if row.role not in (None, "neutral") else ""
        value = Label(
            row.value, kind="mono" if row.code else "caption", tone=tone or "", wrap=True, selectable=True
        )
        value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        value.setAccessibleName(tr(labelled(row.label, row.value)) if row.label else row.value)
        return value
