"""The data modes: what each did at each address, and two facts below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.model.phrases import labelled, listing
from ftpsgui.presentation.view_state import FactView, ModesView
from ftpsgui.ui.calm import calm
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.card import HEAD, Card, Rule
from ftpsgui.ui.widgets.label import ElidedLabel, Label
from ftpsgui.ui.widgets.pill import Pill
from ftpsgui.ui.words import explain, tr

_WIDE = 660
"""From this width on the facts stand beside the table."""


class _Fact(QWidget):
    """A statement at the left, its value with a glyph at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self.text = Label(kind="caption", wrap=True)
        self.badge = Badge(11, circle=False)
        self.value = Label(kind="caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.text, 1)
        row.addWidget(self.badge)
        row.addWidget(self.value)

    def show_fact(self, fact: FactView) -> None:
        self.text.setText(fact.text)
        self.badge.setVisible(fact.glyph is not None)
        if fact.glyph is not None:
            self.badge.show_role(fact.role, fact.glyph)
        self.value.setText(fact.value)
        self.value.set_tone(
            "accent" if fact.glyph == "info" else "muted" if fact.role == "neutral" else fact.role
        )
        explain(self, fact.tooltip)
        self.setAccessibleName(tr(labelled(fact.text, fact.value)))


class ModesCard(Card):
    """Shows a :class:`ModesView`. Widgets are kept while the shape of the table stays the same."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(kind="title")
        self.title.setFixedHeight(HEAD)
        self.caption = ElidedLabel(kind="caption", tone="muted")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._view: ModesView | None = None
        self._shape: object = None
        self._heads: list[list[Label]] = []
        self.pills: dict[tuple[str, int], Pill] = {}
        self._facts: list[_Fact] = []
        self._halves: QBoxLayout | None = None
        self._rule: Rule | None = None
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.caption, 1)
        self.body.addLayout(head)
        self._table = QWidget()
        self._table.setProperty("kind", "plain")
        self.body.addWidget(self._table, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.title.setText(tr(msg("Data modes")))

    def show_modes(self, view: ModesView) -> None:
        """Show ``view``."""
        if view == self._view:
            return
        with calm(self):
            self._show(view)

    def _show(self, view: ModesView) -> None:
        self._view = view
        self.caption.setText(view.caption)
        shape = (
            view.note,
            len(view.facts),
            tuple((len(group.columns), tuple(line.name for line in group.lines)) for group in view.groups),
        )
        if shape != self._shape:
            self._shape = shape
            self._build(view)
        for number, group in enumerate(view.groups):
            for label, words in zip(self._heads[number], (group.title, *group.columns), strict=True):
                label.setText(words)
            for line in group.lines:
                for column, cell in enumerate(line.cells):
                    where = tr(listing((line.name, group.columns[column])))
                    self.pills[f"{number}{line.name}", column].show_cell(cell, where)
        for widget, fact in zip(self._facts, view.facts, strict=True):
            widget.show_fact(fact)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the facts beside the table where the card is wide."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self._halves is None or self._rule is None:
            return
        wide = self.width() >= _WIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(direction)
        self._halves.setSpacing(32 if wide else 10)
        self._halves.setStretch(0, 1 if wide else 0)
        self._rule.setVisible(not wide)

    def _build(self, view: ModesView) -> None:
        self._heads, self.pills, self._facts = [], {}, []
        table = QWidget()
        table.setProperty("kind", "plain")
        halves = self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom, table)
        halves.setContentsMargins(0, 4, 0, 0)
        grid = QGridLayout()
        halves.addLayout(grid, 1)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        row = 0
        if view.note:
            grid.addWidget(Label(view.note, tone="muted", wrap=True), 0, 0, 1, 3)
            row = 1
        for number, group in enumerate(view.groups):
            heads = [Label(kind="caption", tone="muted") for _ in range(1 + len(group.columns))]
            for column, label in enumerate(heads):
                label.setContentsMargins(13 if column else 0, 6 if number else 0, 0, 0)
                label.setWordWrap(True)
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignBottom)
            self._heads.append(heads)
            row += 1
            for line in group.lines:
                grid.addWidget(Label(line.name, kind="strong"), row, 0)
                for column in range(len(line.cells)):
                    pill = Pill()
                    pill.setFont(theme.font("caption"))
                    self.pills[f"{number}{line.name}", column] = pill
                    grid.addWidget(pill, row, column + 1)
                row += 1
        grid.setRowStretch(row, 1)
        facts = QVBoxLayout()
        facts.setSpacing(6)
        self._rule = Rule()
        if view.facts:
            facts.addWidget(self._rule)
            facts.addSpacing(4)
        for _ in view.facts:
            fact = _Fact()
            self._facts.append(fact)
            facts.addWidget(fact)
        facts.addStretch(1)
        halves.addLayout(facts, 1)
        self._arrange()
        self.body.replaceWidget(self._table, table)
        self._table.deleteLater()
        self._table = table
