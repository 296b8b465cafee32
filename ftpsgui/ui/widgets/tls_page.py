"""TLS: the session, why the certificate is trusted or not, the chain, the data connections."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ftpsgui.presentation.view_state import RowView, SectionView
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.label import Label

_TWO_COLUMNS = 760


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
        value.setAccessibleName(f"{row.label}: {row.value}")
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


class TlsPage(QWidget):
    """Sections in two columns, or one where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.nothing = Label(tone="muted", wrap=True)
        self._views: tuple[SectionView, ...] = ()
        self._sections: list[Section] = []
        self._columns = 0
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column in (self._left, self._right):
            column.setSpacing(18)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        columns.addLayout(self._left, 1)
        columns.addLayout(self._right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(self.nothing)
        layout.addLayout(columns)
        layout.addStretch(1)

    def show_sections(self, sections: tuple[SectionView, ...], nothing: str) -> None:
        """Show ``sections``, or the sentence ``nothing`` when there are none."""
        self.nothing.setText(nothing)
        self.nothing.setVisible(not sections)
        if sections == self._views:
            return
        self._views = sections
        for old in self._sections:
            old.deleteLater()
        self._sections = [Section(view) for view in sections]
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """One column or two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= _TWO_COLUMNS else 1
        if columns == self._columns:
            return
        self._columns = columns
        for column in (self._left, self._right):
            while column.count():
                column.takeAt(0)
        heights = [0, 0]
        for section, view in zip(self._sections, self._views, strict=True):
            side = 0 if columns == 1 or heights[0] <= heights[1] else 1
            heights[side] += len(view.rows) + 2
            (self._left, self._right)[side].addWidget(section)
        for column in (self._left, self._right):
            column.addStretch(1)
