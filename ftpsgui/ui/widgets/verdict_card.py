"""What the eye meets first: what is wrong (or not), how sure that is, for whom, and which mode to use today."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from ftpsgui.presentation.view_state import ActionView, CellView, VerdictView
from ftpsgui.ui.calm import calm
from ftpsgui.ui.stamps import stamp
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Card
from ftpsgui.ui.widgets.label import Label, stand_on_line
from ftpsgui.ui.widgets.pill import Pill

_HEIGHT = 122
"""Enough for what most verdicts say, so that nothing below moves when the test ends."""

_NARROW = 640
"""Pixels; in less the button stands below the sentence, which would be broken into too many lines beside it."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_EDGE = 6


class VerdictCard(Card):
    """Shows a :class:`VerdictView`; ``acted`` when its button is pressed."""

    acted = Signal(ActionView)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(_HEIGHT)
        self._view: VerdictView | None = None
        self.badge = Badge(38)
        self.headline = Label(kind="headline", wrap=True, selectable=True)
        self.subline = Label(tone="muted", wrap=True, selectable=True)
        self.use_today = Pill()
        self.use_today.setFont(theme.font("caption"))
        self.use_today.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.certainty = Label(kind="strong")
        self.meta = Label(kind="caption", tone="muted", wrap=True)
        self.clock = Label(kind="title", tone="muted")
        self.action = Button("primary", clicked=self._act)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.headline)
        words.addWidget(self.subline)
        self._below = QHBoxLayout()
        words.addLayout(self._below)
        stand_on_line(self.meta, self.certainty)
        claim = QHBoxLayout()
        claim.setSpacing(10)
        claim.addWidget(self.certainty, 0, Qt.AlignmentFlag.AlignTop)
        claim.addWidget(self.meta, 1, Qt.AlignmentFlag.AlignTop)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setContentsMargins(0, 4, 0, 0)
        self._foot.addWidget(self.use_today)
        self._foot.addLayout(claim, 1)
        self._foot.setAlignment(claim, Qt.AlignmentFlag.AlignVCenter)
        words.addLayout(self._foot)
        words.addStretch(1)
        row = self._row = QHBoxLayout()
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)

    def show_verdict(self, view: VerdictView, clock: str = "") -> None:
        """Show ``view``; ``clock`` is the running time, empty when done."""
        with calm(self):
            self.show_clock(clock)
            if view != self._view:
                self._view = view
                self._say(view)

    def _say(self, view: VerdictView) -> None:
        self.badge.show_role(view.role, view.glyph)
        self.headline.setText(view.headline)
        self.subline.setText(view.subline)
        self.subline.setVisible(bool(view.subline))
        self.certainty.setText(view.certainty)
        self.certainty.setVisible(bool(view.certainty))
        self.meta.setText(view.meta)
        self.use_today.setVisible(bool(view.use_today))
        if view.use_today:
            self.use_today.show_cell(CellView(role="good", glyph="check", word=view.use_today), "")
            self.use_today.setAccessibleName(view.use_today)
        self.action.setVisible(view.action is not None)
        if view.action is not None:
            self.action.say(view.action.label)
        self._arrange()
        self.setAccessibleName(view.headline)
        self.setAccessibleDescription(f"{view.subline} {view.use_today} {view.certainty} {view.meta}")
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put what does not fit side by side below each other."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the mode to use and what is claimed on one line where both fit, else below each other; the button, too."""
        narrow = self.width() < _NARROW
        if narrow != (self._row.indexOf(self.action) < 0):
            here, there = (self._row, self._below) if narrow else (self._below, self._row)
            self._below.setContentsMargins(0, 6 if narrow else 0, 0, 4 if narrow else 0)
            here.removeWidget(self.action)
            there.addWidget(self.action, 0, _LEFT if narrow else Qt.AlignmentFlag.AlignVCenter)
        gaps = 10 * 2
        wanted = self.meta.fontMetrics().horizontalAdvance(self.meta.text()) + gaps
        for label in (self.use_today, self.certainty):
            wanted += 0 if label.isHidden() else label.sizeHint().width()
        room = self.width() - 2 * 16 - 8 - self.badge.width() - self._row.spacing()
        for beside in (self.clock,) if narrow else (self.action, self.clock):
            room -= 0 if beside.isHidden() else beside.sizeHint().width() + self._row.spacing()
        below = wanted > room and not self.use_today.isHidden()
        self._foot.setDirection(
            QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        )
        self._foot.setSpacing(6 if below else 10)

    def show_clock(self, clock: str) -> None:
        """Show the running time; an empty text hides it."""
        self.clock.setText(clock)
        self.clock.setVisible(bool(clock))

    def announce(self) -> None:
        """Let assistive technology speak the verdict, wherever the focus is."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _act(self) -> None:
        if self._view is not None and self._view.action is not None:
            self.acted.emit(self._view.action)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the card and, at its left edge, the role's bar."""
        super().paintEvent(event)
        if self._view is None:
            return
        ink = theme.role(self._view.role, self._view.glyph).ink
        stamp(
            QPainter(self), ("edge", ink), _EDGE, self.height(), lambda painter: self._draw_edge(painter, ink)
        )

    def _draw_edge(self, painter: QPainter, ink: str) -> None:
        card = QPainterPath()
        card.addRoundedRect(QRectF(self.rect()), 10, 10)
        painter.setClipPath(card)
        painter.fillRect(QRectF(0, 0, _EDGE, self.height()), QColor(ink))
