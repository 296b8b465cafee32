"""Before and after: what a second run shows that the first did not. One line, that unfolds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_state import ChangesView
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import HEAD, Card
from ftpsgui.ui.widgets.label import ElidedLabel, Label
from ftpsgui.ui.widgets.pill import Pill
from ftpsgui.ui.words import tr

_PILL = 150
_ARROW = "→"


class ChangesCard(Card):
    """Shows a :class:`ChangesView`, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._view: ChangesView | None = None
        self._hidden: ChangesView | None = None
        self.badge = Badge(14, circle=False)
        self.title = Label(kind="title")
        self.title.setFixedHeight(HEAD)
        self.scope = ElidedLabel(kind="caption", tone="muted")
        self.more = Button("link", clicked=self._turn)
        self.dismiss = Button("link", clicked=self._dismiss)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.badge)
        head.addWidget(self.title)
        head.addWidget(self.scope, 1)
        head.addWidget(self.more)
        head.addWidget(self.dismiss)
        self.body.setContentsMargins(16, 12, 10, 12)  # as of the topology: the link's word ends on the margin
        self.body.addLayout(head)
        self._table: QWidget | None = None
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.dismiss.say(tr(msg("Hide")), name=tr(msg("Hide what changed")))
        if self._table is None:
            self.more.say(tr(msg("Show what changed")))
        else:
            self.more.say(tr(msg("Fold")), name=tr(msg("Fold what changed")))

    def show_changes(self, view: ChangesView | None) -> None:
        """Show ``view``; None hides and folds the card, and so does what the user has hidden."""
        if view is None:
            self._fold()
        self.setVisible(view is not None and view != self._hidden)
        if view is None or view == self._view:
            self._view = view
            return
        self._view = view
        self.badge.show_role(view.role, view.glyph)
        self.title.setText(view.headline)
        self.scope.setText(view.scope)
        self.setAccessibleName(view.headline)
        self.setAccessibleDescription(view.scope)
        self.more.setVisible(bool(view.modes or view.findings))
        unfolded = self._table is not None
        self._fold()
        if unfolded:
            self._unfold()
        self.retranslate()

    def _turn(self) -> None:
        if self._table is None:
            self._unfold()
        else:
            self._fold()
        self.retranslate()

    def _fold(self) -> None:
        if self._table is not None:
            self.body.removeWidget(self._table)
            self._table.deleteLater()
            self._table = None

    def _unfold(self) -> None:
        if self._view is not None and (self._view.modes or self._view.findings):
            self._table = self._make_table(self._view)
            self.body.addWidget(self._table)

    def _make_table(self, view: ChangesView) -> QWidget:
        table = QWidget()
        table.setProperty("kind", "plain")
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(4, 1)
        for line, mode in enumerate(view.modes):
            name = Label(mode.name, kind="strong")
            name.setAccessibleName(mode.spoken)
            before, after = Pill(), Pill()
            before.show_cell(mode.before, mode.name)
            after.show_cell(mode.after, mode.name)
            for pill in (before, after):
                pill.setMinimumWidth(_PILL)
            for column, widget in enumerate((name, before, Label(_ARROW, tone="muted"), after)):
                grid.addWidget(widget, line, column)
        for line, finding in enumerate(view.findings, len(view.modes)):
            row = QWidget()
            row.setProperty("kind", "plain")
            glyph = Badge(11, circle=False)
            glyph.show_role(finding.role, finding.glyph)
            inner = QHBoxLayout(row)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(6)
            inner.addWidget(glyph, 0, Qt.AlignmentFlag.AlignVCenter)
            inner.addWidget(Label(finding.word, kind="caption", tone=_tone(finding.role)), 1)
            grid.addWidget(row, line, 0)
            grid.addWidget(Label(finding.title, wrap=True), line, 1, 1, 4)
        return table

    def _dismiss(self) -> None:
        self._hidden = self._view
        self.hide()


def _tone(role: str) -> str:
    return "muted" if role == "neutral" else role
