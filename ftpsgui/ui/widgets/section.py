"""A titled group of rows of label and value."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ftpsgui.model.phrases import labelled
from ftpsgui.presentation.view_state import RowView, SectionView
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import tr


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
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 130)
        grid.setColumnStretch(1, 1)
        for number, row in enumerate(view.rows):
            label = Label(row.label, kind="caption", tone="muted", wrap=True)
            label.setMaximumWidth(150)
            label.setMinimumWidth(130)
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._value(row), number, 1)
        layout.addLayout(grid)
        layout.addStretch(1)

    def _value(self, row: RowView) -> QWidget:
        tone = "accent" if row.glyph == "info" else row.role if row.role not in (None, "neutral") else ""
        value = Label(
            row.value, kind="mono" if row.code else "caption", tone=tone or "", wrap=True, selectable=True
        )
        value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        value.setAccessibleName(tr(labelled(row.label, row.value)) if row.label else row.value)
        if row.glyph is None or row.role is None:
            return value
        box = QWidget()
        box.setProperty("kind", "plain")
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        badge = Badge(11, circle=False)
        badge.show_role(row.role, row.glyph)
        line.addWidget(badge)
        line.addWidget(value, 1)
        return box
