"""TLS: the session, why the certificate is trusted or not, the chain, the data connections."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ftpsgui.presentation.view_state import SectionView
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.section import Section

_TWO_COLUMNS = 960


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
