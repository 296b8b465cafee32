"""Past runs: listed, shown again, removed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ftpsgui.memory.runs import past_runs, read_run, remove_run
from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.view_history import history_view, server_key
from ftpsgui.session.errors import SessionError
from ftpsgui.ui.replay import describe
from ftpsgui.ui.widgets.history_sheet import HistorySheet
from ftpsgui.ui.words import tr, translator

if TYPE_CHECKING:
    from ftpsgui.ui.controller import Controller


class History(QObject):
    """The sheet over the window while it is open. The run that is under way is not listed."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._memory = controller.memory
        self._window = controller.window
        self._server = ""
        self.sheet: HistorySheet | None = None

    def show(self) -> None:
        """Open the list: of the server that is shown, when it has a history, else of all."""
        if self.sheet is not None:
            return
        record = self._controller.record
        self._server = server_key(record.plan) if record is not None else ""
        sheet = self.sheet = HistorySheet(self._window)
        sheet.open_wanted.connect(self.open)
        sheet.remove_wanted.connect(lambda key: self.remove((key,)))
        sheet.clear_wanted.connect(self.remove)
        sheet.server_chosen.connect(self._choose)
        sheet.finished.connect(self._finished)
        self._fill()
        sheet.open()

    def open(self, key: str) -> None:
        """Show a past run as if it had just run."""
        if self._controller.running:
            self._say(msg("A test is running. Stop it before you open a file."))
            return
        try:
            session = read_run(self._memory.places.runs / key)
        except SessionError as error:
            self._say(error.message)
            return
        self._window.hush("history")
        if self.sheet is not None:
            self.sheet.accept()
        self._controller.show_session(session, msg("From the history"), describe(session, ""), ours=True)

    def remove(self, keys: tuple[str, ...]) -> None:
        """Forget these runs; without any left, the recent servers too."""
        self._say(None)
        try:
            for key in keys:
                remove_run(self._memory.places.runs / key)
            if not past_runs(self._memory.places.runs):
                self._memory.recent.clear()
        except SessionError as error:
            self._say(error.message)
        self._controller.servers.changed.emit()
        self._fill()

    def _choose(self, server: str) -> None:
        self._server = server
        self._fill()

    def _fill(self) -> None:
        if self.sheet is None:
            return
        try:
            runs = past_runs(self._memory.places.runs)
        except SessionError as error:
            self._say(error.message)
            runs = ()
        writing = self._controller.keeper.path
        runs = tuple(run for run in runs if run.path != writing)
        now = dt.datetime.now().astimezone()
        self.sheet.show_history(history_view(runs, now, translator(), self._server))

    def _say(self, problem: Message | None) -> None:
        """Say it in the sheet, which covers the window; None: nothing any more."""
        if self.sheet is not None:
            self.sheet.say(tr(problem) if problem is not None else "")
        elif problem is not None:
            self._window.tell("history", problem)

    def _finished(self) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            sheet.deleteLater()
