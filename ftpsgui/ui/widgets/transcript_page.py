"""What was said, line by line: searched, narrowed to one connection, copied."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.filtering import Finder, Wanted, connections, count_text
from ftpsgui.presentation.transcript_lines import Transcript
from ftpsgui.presentation.view_state import TranscriptLineView
from ftpsgui.ui.itemmodels.lines import LinesModel
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.choice import Choice
from ftpsgui.ui.widgets.label import FittingLabel, Label
from ftpsgui.ui.widgets.lines_view import LinesView
from ftpsgui.ui.words import explain, tr, translator


class TranscriptPage(QWidget):
    """The dialogue with the server, from its beginning; while a test runs, at its end unless the user has scrolled away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.model: LinesModel[TranscriptLineView] = LinesModel(
            lambda line: (line.time, line.connection, line.mark, line.text),
            lambda line: line.role,
            4,
            frozenset({2, 3}),
        )
        self.view = LinesView(self.model, (74, 84, 34))
        self._finder = Finder(Transcript((), translator()))
        self._shown = self._finder
        self._live = False
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(320)
        self.search.textChanged.connect(self._filter)
        self.connection = Choice()
        self.connection.currentIndexChanged.connect(self._filter)
        self.count = Label(kind="caption", tone="muted")
        self.note = FittingLabel(kind="caption", tone="muted")
        self.copy = Button("secondary", clicked=self.view.copy_rows)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.search, 1)
        head.addWidget(self.connection)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.note)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.model.say((tr(msg("Seconds")), tr(msg("Connection")), "", tr(msg("Line"))))
        self.view.say(tr(msg("Transcript")))
        self.note.set_texts(
            (tr(msg("→ sent, ← received, · what happened. The password is never shown or saved.")), "")
        )
        self.copy.say(
            tr(msg("Copy")),
            name=tr(msg("Copy the transcript")),
            hint=tr(msg("Copy the selected lines, or all that are shown")),
        )
        words = tr(msg("Search the transcript"))
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        keys = QKeySequence(QKeySequence.StandardKey.Find).toString(QKeySequence.SequenceFormat.NativeText)
        explain(self.search, " · ".join(filter(None, (words, keys))))
        self.connection.setAccessibleName(tr(msg("Whose lines are shown")))
        self._fill_connections()
        self._say_count()

    def show_lines(self, lines: Transcript, *, live: bool = False) -> None:
        """Show ``lines``, as far as they are wanted. ``live``: more of them are coming."""
        before = self._finder.lines.rows
        another = not before or not lines or lines.rows[0] != before[0]
        self._finder, self._live = Finder(lines), live
        self._fill_connections()
        self._filter()
        if another and not live:
            self.view.scrollToTop()

    def _fill_connections(self) -> None:
        entries = [("", tr(msg("All connections"))), *((one, one) for one in connections(self._finder.lines))]
        known = [self.connection.itemData(index) for index in range(self.connection.count())]
        if known == [key for key, _words in entries] and self.connection.itemText(0) == entries[0][1]:
            return
        chosen = self.connection.key()
        blocked = self.connection.blockSignals(True)
        self.connection.fill(entries)
        self.connection.choose(chosen)
        self.connection.blockSignals(blocked)

    def _filter(self) -> None:
        bar = self.view.verticalScrollBar()
        at_end = self._live and bar.value() >= bar.maximum() - 4
        wanted = Wanted(words=self.search.text(), connection=self.connection.key())
        lines = self._finder.found(wanted)
        self._shown = self._finder if lines is self._finder.lines else Finder(lines)
        self.model.show_rows(lines)
        self._say_count()
        if at_end:
            self.view.scrollToBottom()

    def _say_count(self) -> None:
        self.count.setText(count_text(self.model.rowCount(), len(self._finder.lines), translator()))

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def mark(self, evidence: tuple[str, ...]) -> int:
        """Select the lines of these observations, scroll to the first, and return how many they are."""
        wanted = frozenset(evidence)
        if not self._shown.telling(wanted):
            self.search.clear()
            self.connection.choose("")
        rows = self._shown.telling(wanted)
        selection = QItemSelection()
        for row in rows:
            index = self.model.index(row, 0)
            selection.select(index, self.model.index(row, 3))
        self.view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            self._bring_into_sight(rows[0])
            # Once more when the page has its height: it may have been turned to just now.
            QTimer.singleShot(0, self, lambda: self._bring_into_sight(rows[0]))
        return len(rows)

    def _bring_into_sight(self, row: int) -> None:
        if row < self.model.rowCount():
            self.view.scrollTo(self.model.index(row, 0), LinesView.ScrollHint.PositionAtCenter)
