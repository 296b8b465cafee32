"""What if: the four topologies with what they predict, what was observed, and switches for what could be changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_state import WhatIfRowView, WhatIfView
from ftpsgui.presentation.view_whatif import SUPPOSITIONS, WhatIf
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.check import Check
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.pill import Pill
from ftpsgui.ui.words import tr

_SIDE_BY_SIDE = 1000
_CLOSE = 680
"""Pixels; in less the columns stand closer together, and are no wider than their words."""
_PILL = 136

Suppose = Callable[[WhatIf], WhatIfView]
"""Makes the table for what the reader supposes."""


class WhatIfPage(QWidget):
    """Calls ``suppose`` anew whenever a switch is thrown; the table's widgets stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self._suppose: Suppose | None = None
        self._view: WhatIfView | None = None
        self.caption = Label(tone="muted", wrap=True)
        self.summary = Label(kind="strong", wrap=True, selectable=True)
        self.question = Label(kind="strong")
        self.checks = {name: Check() for name, _words, _hint in SUPPOSITIONS}
        self.reset = Button("link", clicked=self._reset)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.caption)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(10)
        self._table.setVerticalSpacing(6)
        left.addLayout(self._table)
        left.addWidget(self.summary)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.question)
        head.addStretch(1)
        head.addWidget(self.reset)
        right.addLayout(head)
        for name, _words, _hint in SUPPOSITIONS:
            check = self.checks[name]
            check.setChecked(getattr(WhatIf(), name))
            check.toggled.connect(self._thrown)
            right.addWidget(check)
        right.addStretch(1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(16, 12, 16, 14)
        self._halves.setSpacing(28)
        self._halves.addLayout(left, 2)
        self._halves.addLayout(right, 1)
        self._heads: list[Label] = []
        self._lines: list[_Line] = []
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.question.setText(tr(msg("What if …")))
        self.reset.say(tr(msg("Reset")), name=tr(msg("Reset what is supposed")))
        for name, words, hint in SUPPOSITIONS:
            self.checks[name].say(tr(words), tr(hint))

    @property
    def supposed(self) -> WhatIf:
        """What the switches say."""
        return WhatIf(**{name: check.isChecked() for name, check in self.checks.items()})

    def show_whatif(self, suppose: Suppose | None) -> None:
        """Show the table that ``suppose`` makes."""
        self._suppose = suppose
        self._thrown()

    def _reset(self) -> None:
        for name, check in self.checks.items():
            check.setChecked(getattr(WhatIf(), name))

    def _thrown(self) -> None:
        if self._suppose is None:
            return
        view = self._suppose(self.supposed)
        if view == self._view:
            return
        self._view = view
        self.caption.setText(view.caption)
        self.summary.setText(view.summary)
        self.reset.setVisible(view.changed)
        if not self._heads:
            self._build(view)
        for head, words in zip(self._heads, view.columns, strict=True):
            head.setText(words)
        for line, row in zip(self._lines, view.rows, strict=True):
            line.show_row(row, view.columns)

    def _build(self, view: WhatIfView) -> None:
        for column, _words in enumerate(view.columns, 1):
            head = Label(kind="caption", tone="muted")
            head.setContentsMargins(12, 0, 0, 0)
            self._heads.append(head)
            self._table.addWidget(head, 0, column)
        for number, _row in enumerate(view.rows):
            self._lines.append(_Line(self._table, 1 + 2 * number))
        self._table.setColumnStretch(0, 1)
        self._set_columns()

    def _set_columns(self) -> None:
        roomy = self.width() >= _CLOSE
        self._table.setHorizontalSpacing(10 if roomy else 4)
        for line in self._lines:
            for pill in (*line.predicted, *line.observed):
                pill.setMinimumWidth(_PILL if roomy else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the switches beside or below the table."""
        super().resizeEvent(event)
        wide = self.width() >= _SIDE_BY_SIDE
        self._set_columns()
        self._halves.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )


class _Line:
    """A topology in the table: its name, three predictions, and below them what was observed."""

    def __init__(self, table: QGridLayout, line: int) -> None:
        self.name = Label(kind="strong")
        self.title = Label(tone="muted", wrap=True)
        self.mark = Label(kind="caption", tone="accent")
        words = QHBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.name, 0, Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(self.title, 1)
        words.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        table.addLayout(words, line, 0)
        self.observed_label = Label(kind="caption", tone="muted")
        self.observed_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.addWidget(self.observed_label, line + 1, 0)
        self.predicted = [Pill() for _ in range(3)]
        self.observed = [Pill() for _ in range(3)]
        for pills, row in ((self.predicted, line), (self.observed, line + 1)):
            for column, pill in enumerate(pills, 1):
                table.addWidget(pill, row, column)

    def show_row(self, row: WhatIfRowView, columns: tuple[str, ...]) -> None:
        self.name.setText(row.name)
        self.name.setAccessibleName(row.spoken)
        self.title.setText(row.title)
        self.mark.setText(row.mark)
        self.observed_label.setText(row.observed_label)
        self.observed_label.setVisible(bool(row.observed))
        for pill, cell, column in zip(self.predicted, row.predicted, columns, strict=True):
            pill.show_cell(cell, f"{row.name} {column}")
        for index, pill in enumerate(self.observed):
            pill.setVisible(bool(row.observed))
            if row.observed:
                pill.show_cell(row.observed[index], f"{row.name} {row.observed_label} {columns[index]}")
