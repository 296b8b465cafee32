"""The facts that a finding rests on, one a line: a click shows one in the transcript and marks it in the pictures."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_state import FindingView
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.fact_line import FACT_SIDE, FactLine
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import tr


class EvidenceList(QWidget):
    """A caption, a line for each fact, and a link that marks all of them. ``evidence_wanted`` tells which."""

    evidence_wanted = Signal(tuple)

    def __init__(self, view: FindingView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.lines: list[FactLine] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.setContentsMargins(FACT_SIDE, 0, FACT_SIDE, 0)
        head.addWidget(Label(tr(msg("What this rests on")), kind="caption", tone="muted"))
        everything = Button("link", clicked=lambda: self.evidence_wanted.emit(view.evidence))
        everything.say(
            tr(msg("Show the facts")), hint=tr(msg("Mark the lines of the transcript that prove this"))
        )
        head.addWidget(everything)
        head.addStretch(1)
        layout.addLayout(head)
        for fact in view.facts:
            line = FactLine(fact)
            line.wanted.connect(lambda name: self.evidence_wanted.emit((name,)))
            self.lines.append(line)
            layout.addWidget(line)
        if view.more_facts:
            more = Label(view.more_facts, kind="caption", tone="muted")
            more.setContentsMargins(FACT_SIDE, 0, FACT_SIDE, 0)
            layout.addWidget(more)
