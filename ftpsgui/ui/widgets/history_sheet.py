"""The list of past runs: choose one to see it again, or let go of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_history import HistoryView, RunLineView
from ftpsgui.ui.focus import chain
from ftpsgui.ui.icons import SIDE, role_icon
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.choice import Choice
from ftpsgui.ui.widgets.field import Field
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import tooltip, tr


class Runs(QTableWidget):
    """A run a line. ``entered`` by Return or a double click."""

    entered = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setProperty("kind", "runs")
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(30)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.horizontalHeader().setHighlightSections(False)
        self.setIconSize(QSize(SIDE, SIDE))
        self.doubleClicked.connect(lambda _index: self.entered.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Return opens, Delete removes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def show_lines(self, lines: tuple[RunLineView, ...]) -> None:
        """Show ``lines``; the first one is chosen."""
        self.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate((line.when, line.target, line.result, line.mode)):
                item = QTableWidgetItem(text)
                item.setToolTip(tooltip(text))
                if column == 0:
                    item.setIcon(role_icon(line.role, line.glyph))
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, line.spoken)
                self.setItem(row, column, item)
        header = self.horizontalHeader()
        for column in range(4):
            stretch = column == 2
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.ResizeToContents
            )
        if lines:
            self.selectRow(0)


class HistorySheet(QDialog):
    """Window-modal; to be shown by ``open()``. Intents carry the keys of runs."""

    open_wanted = Signal(str)
    remove_wanted = Signal(str)
    clear_wanted = Signal(tuple)
    server_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: tuple[RunLineView, ...] = ()
        self._sure = False
        self.setWindowTitle(tr(msg("History of runs")))
        self.setAccessibleName(self.windowTitle())
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("kind", "bar")
        self.server = Choice()
        self.server.setMinimumWidth(260)
        self.server.currentIndexChanged.connect(lambda _index: self.server_chosen.emit(self.server.key()))
        field = self._field = Field(self.server)
        field.say(tr(msg("Server")))
        self.runs = Runs()
        for part in (self.runs, self.runs.horizontalHeader()):
            part.setAccessibleName(self.windowTitle())
        self.runs.setHorizontalHeaderLabels(
            [tr(msg("When")), tr(msg("Server")), tr(msg("Verdict")), tr(msg("Use"))]
        )
        self.runs.entered.connect(self._open)
        self.runs.removed.connect(self._remove)
        self.runs.itemSelectionChanged.connect(self._look)
        self.empty = Label(tone="muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said = Label(kind="caption", tone="bad", wrap=True)
        self.said.hide()
        self.show_run = Button("primary", clicked=self._open)
        self.show_run.say(tr(msg("Show")), hint=tr(msg("Show this run again; nothing is sent")))
        self.show_run.setDefault(True)
        self.remove = Button("secondary", clicked=self._remove)
        self.remove.say(tr(msg("Remove")), hint=tr(msg("Remove this run")))
        self.clear = Button("link", clicked=self._clear)
        self.close_button = Button("secondary", clicked=self.reject)
        self.close_button.say(tr(msg("Close")))
        top = QHBoxLayout()
        top.addWidget(Label(self.windowTitle(), kind="headline"), 1, Qt.AlignmentFlag.AlignBottom)
        top.addWidget(field)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.clear)
        foot.addStretch(1)
        for button in (self.close_button, self.remove, self.show_run):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.runs, 1)
        layout.addWidget(self.said)
        layout.addWidget(Rule())
        layout.addLayout(foot)
        chain((self.server, self.runs, self.clear, self.close_button, self.remove, self.show_run))
        self.resize(QSize(1000, 520).boundedTo(parent.window().size() - QSize(40, 40)))
        self.runs.setFocus()

    def show_history(self, view: HistoryView) -> None:
        """Show ``view``, whatever came before."""
        self._lines, self._sure = view.lines, False
        blocked = self.server.blockSignals(True)
        self.server.fill(list(view.servers))
        self.server.choose(view.server)
        self.server.blockSignals(blocked)
        self.runs.show_lines(view.lines)
        self.empty.setText(view.empty)
        self.empty.setVisible(not view.lines)
        self.runs.setVisible(bool(view.lines))
        self._field.setVisible(len(view.servers) > 1)
        for button in (self.show_run, self.remove, self.clear):
            button.setVisible(bool(view.lines))
        self._look()

    def say(self, text: str) -> None:
        """Say what went wrong; empty: nothing any more."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _look(self) -> None:
        line = self._chosen()
        self.show_run.setEnabled(line is not None and line.can_open)
        self.remove.setEnabled(line is not None)
        self.clear.setEnabled(bool(self._lines))
        count = len(self._lines)
        if self._sure:
            words = tr(msg("Really remove? ({count})", count=count))
        else:
            words = tr(msg("Remove all that are listed"))
        self.clear.say(words, hint=tr(msg("Removes the runs that are listed here, for good")))

    def _chosen(self) -> RunLineView | None:
        rows = self.runs.selectionModel().selectedRows()
        row = rows[0].row() if rows else -1
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def _open(self) -> None:
        line = self._chosen()
        if line is not None and line.can_open:
            self.open_wanted.emit(line.key)

    def _remove(self) -> None:
        line = self._chosen()
        if line is not None:
            self.remove_wanted.emit(line.key)

    def _clear(self) -> None:
        if self._sure:
            self.clear_wanted.emit(tuple(line.key for line in self._lines))
        else:
            self._sure = True
            self._look()
