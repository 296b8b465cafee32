"""The servers that were tested last, under the first page: a click puts one into the form."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_servers import ServerView
from ftpsgui.ui.glyphs import paint_glyph
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.row_button import RowButton
from ftpsgui.ui.words import explain, tr

ROW, HEAD, MOST = 34, 30, 5


class RecentRow(RowButton):
    """One server: how it went, what it is called, when."""

    def __init__(self, view: ServerView, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = view
        self.setFixedHeight(ROW)
        self.setAccessibleName(view.spoken)
        explain(self, view.spoken)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as there is room."""
        return QSize(200, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the line; the name is cut rather than the time."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = theme.role(self.view.role, self.view.glyph)
        paint_glyph(painter, self.view.glyph, QRectF(12, ROW / 2 - 6, 12, 12), QColor(role.ink))
        painter.setFont(theme.font("caption"))
        detail = painter.fontMetrics().horizontalAdvance(self.view.detail)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(theme.palette.muted))
        painter.drawText(self.rect().adjusted(0, 0, -12, 0), right, self.view.detail)
        painter.setFont(theme.font("body"))
        painter.setPen(QColor(theme.palette.text))
        room = self.width() - 34 - detail - 28
        name = painter.fontMetrics().elidedText(self.view.label, Qt.TextElideMode.ElideMiddle, room)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect().adjusted(34, 0, 0, 0), left, name)


class RecentList(QWidget):
    """As many rows as there is room for. ``chosen`` carries the row's number."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.rows: list[RecentRow] = []
        self.title = Label(kind="caption", tone="muted")
        self.title.setFixedHeight(HEAD)
        self.title.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self.title.setContentsMargins(12, 0, 0, 6)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.title)
        self._layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(HEAD + ROW)
        self.retranslate()

    def retranslate(self) -> None:
        """Say the title in the window's language."""
        self.title.setText(tr(msg("Recent servers")))

    def show_servers(self, servers: tuple[ServerView, ...]) -> None:
        """Show ``servers``, the newest first."""
        if [row.view for row in self.rows] == list(servers[:MOST]):
            return
        for row in self.rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [RecentRow(view, self) for view in servers[:MOST]]
        for number, row in enumerate(self.rows):
            row.clicked.connect(lambda _checked=False, number=number: self.chosen.emit(number))
            self._layout.insertWidget(1 + number, row)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show the rows that fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        count = max(1, (self.height() - HEAD) // ROW)
        for number, row in enumerate(self.rows):
            row.setVisible(number < count)
