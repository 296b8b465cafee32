"""The list of findings. What was unfolded stays unfolded while facts arrive."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ftpsgui.presentation.view_state import Boxes, FindingView, SectionView
from ftpsgui.ui.calm import calm
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.finding_row import FindingRow
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.section import Section


class FindingsPage(QWidget):
    """Rows of findings with hairlines between them, or one sentence when there are none."""

    evidence_wanted = Signal(tuple)
    again_wanted = Signal(str)
    finding_wanted = Signal(str)
    router_chosen = Signal(str)
    firewall_chosen = Signal(str)
    cure_chosen = Signal(str)
    changed = Signal()
    """There are other widgets in it than before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.rows: list[FindingRow] = []
        self._rules: list[Rule] = []
        self._spare: list[FindingRow] = []
        """Rows that stand for no finding now."""
        self._views: tuple[FindingView, ...] | None = None
        self._unfold_first = False
        self._touched = False
        self._stale = False
        self._boxes = Boxes()
        self.cure = ""
        self.nothing = Label(tone="muted", wrap=True)
        self.nothing.setContentsMargins(4, 10, 4, 10)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 6, 12, 8)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.nothing)
        self.also: Section | None = None
        self._also_view: SectionView | None = None
        self._layout.addStretch(1)

    def show_findings(
        self,
        views: tuple[FindingView, ...],
        nothing: str,
        *,
        unfold_first: bool,
        boxes: Boxes | None = None,
        cure: str = "",
    ) -> None:
        """Show ``views``; ``unfold_first``: :meth:`unfolding` opens the first one unless the user has chosen otherwise."""
        self.cure = self.cure or cure
        if boxes is not None and boxes != self._boxes:
            self._boxes = boxes
            self._stale = True
        self.nothing.setText(nothing)
        self.nothing.setVisible(not views)
        if views != self._views or self._stale:
            with calm(self):
                self._rebuild(views)
        self._unfold_first = unfold_first

    def show_also(self, view: SectionView | None) -> None:
        """Show under the findings what was asked on request; None: nothing was."""
        if view == self._also_view:
            return
        self._also_view = view
        if self.also is not None:
            self._layout.removeWidget(self.also)
            self.also.deleteLater()
            self.also = None
        if view is not None:
            self.also = Section(view)
            self.also.setContentsMargins(4, 18, 4, 4)
            self._layout.insertWidget(self._layout.count() - 1, self.also)
            self.also.show()
        self.changed.emit()

    def unfolding(self) -> Iterator[None]:
        """Unfold the first finding when it is due, in parts: what it says has many widgets."""
        if self._unfold_first and self.rows and not self._chosen():
            row = self.rows[0]
            for _ in row.prepared():
                yield
            if row in self.rows and not self._chosen():
                row.unfold()

    def _chosen(self) -> bool:
        return self._touched or any(row.unfolded for row in self.rows)

    def forget(self) -> None:
        """Start a new run: nothing is unfolded by the user yet."""
        self._touched = False
        for row in self.rows:
            row.unfold(False)
        self._touched = False

    def reveal(self, finding_id: str) -> FindingRow | None:
        """Unfold a finding and return its row."""
        for row in self.rows:
            if row.view.id == finding_id:
                row.unfold()
                return row
        return None

    def _rebuild(self, views: tuple[FindingView, ...]) -> None:
        kept = {row.view.id: row for row in self.rows} if not self._stale else {}
        gone = [row for row in self.rows if row.view.id not in kept]
        self._stale = False
        unfolded = {row.view.id for row in self.rows if row.unfolded}
        focused = next(((row.view.id, part) for row in self.rows if (part := row.focused_part())), None)
        touched = self._touched
        rows = []
        for view in views:
            row = kept.pop(view.id, None)
            if row is not None:
                row.show_finding(view)
            else:
                row = self._new_row(view)
                row.unfold(view.id in unfolded)
            rows.append(row)
        for old in (*kept.values(), *gone):
            old.hide()  # now, so that the focus leaves it now
            self._spare.append(old)
        if rows != self.rows:
            self._place(rows)
        for row in rows:
            row.show()
            if focused is not None and row.view.id == focused[0]:
                row.take_focus(focused[1])
        self.rows = rows
        self.changed.emit()
        self._views = views
        self._touched = touched

    def _new_row(self, view: FindingView) -> FindingRow:
        """Return a row for ``view``: one that is not needed any more (another run, mostly, finds the same), or a new one."""
        if self._spare:
            row = self._spare.pop()
            row.reuse(view, self._boxes, self.cure)
            return row
        row = FindingRow(view, self._boxes, self.cure)
        row.cure_chosen.connect(self._choose_cure)
        row.router_chosen.connect(self.router_chosen)
        row.firewall_chosen.connect(self.firewall_chosen)
        row.evidence_wanted.connect(self.evidence_wanted)
        row.again_wanted.connect(self.again_wanted)
        row.finding_wanted.connect(self.finding_wanted)
        row.head.clicked.connect(self._touch)
        row.changed.connect(self.changed)
        return row

    def _place(self, rows: list[FindingRow]) -> None:
        """Put ``rows`` below each other, with a hairline above each but the first."""
        while len(self._rules) < len(rows) - 1:
            self._rules.append(Rule())
        for widget in (*self._rules, *self.rows):
            self._layout.removeWidget(widget)
        for index, row in enumerate(rows):
            if index:
                self._layout.insertWidget(2 * index, self._rules[index - 1])
            self._layout.insertWidget(2 * index + 1, row)
        for number, rule in enumerate(self._rules, 1):
            rule.setVisible(number < len(rows))

    def _choose_cure(self, product: str) -> None:
        self.cure = product
        for row in self.rows:
            row.prefer(product)
        self.cure_chosen.emit(product)

    def _touch(self) -> None:
        self._touched = True
