"""Files that the user names: sessions, reports and pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ftpsgui import __version__
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge.base import load
from ftpsgui.model.message import msg
from ftpsgui.session.errors import SessionError
from ftpsgui.session.files import load as load_session
from ftpsgui.session.files import save as save_session
from ftpsgui.session.files import write_atomically
from ftpsgui.ui.words import tr, translator

if TYPE_CHECKING:
    from ftpsgui.ui.controller import Controller

_SUFFIXES = {"html": "html", "markdown": "md", "text": "txt", "json": "json"}


class Files(QObject):
    """Asks where, writes and reads; says in the status line how it went. No dialog blocks the loop."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        window = self._window = controller.window
        window.save_wanted.connect(self.ask_where_to_save)
        window.open_wanted.connect(self.ask_what_to_open)
        window.report_wanted.connect(self.ask_where_to_report)
        window.picture_wanted.connect(self.save_picture)

    def ask_where_to_save(self) -> None:
        """Save the session where the user says."""
        self._ask_file(tr(msg("Save session")), "session.ftpsgui.json", save=True, then=self.save)

    def ask_what_to_open(self) -> None:
        """Open the session that the user chooses."""
        self._ask_file(tr(msg("Open session")), "", save=False, then=self.open)

    def ask_where_to_report(self, name: str) -> None:
        """Save a report in the format ``name``."""
        self._ask_file(
            tr(msg("Save report")),
            f"report.{_SUFFIXES[name]}",
            save=True,
            then=lambda path: self.report(name, path),
        )

    def save(self, path: Path) -> None:
        """Save what was recorded."""
        record = self._controller.record
        session = record.session() if record is not None else None
        if session is not None:
            self._try(lambda: save_session(session, path), path)

    def open(self, path: Path) -> None:
        """Show a saved session as if it had just run."""
        if self._controller.running:
            return
        try:
            session = load_session(path)
        except SessionError as error:
            self._window.say_for_a_while(tr(error.message))
            return
        self._controller.show_session(session)

    def report(self, name: str, path: Path) -> None:
        """Write a report of what is shown."""
        state, diagnosis = self._controller.state, self._controller.diagnosis
        if state is None or diagnosis is None:
            return
        from ftpsgui.reports import render
        from ftpsgui.reports.report import build_report

        clients = forecast(state, diagnosis, load())
        report = build_report(state, diagnosis, tool_version=__version__, clients=clients)
        text = render(report, name, translator())
        self._try(lambda: write_atomically(path, text.encode()), path)

    def save_picture(self, kind: str) -> None:
        """Save the topology as SVG or PNG where the user says."""
        results = self._window.results
        drawing = results.topology.picture.drawing if results is not None else None
        if results is None or drawing is None:
            return

        def write(path: Path) -> None:
            if kind == "svg":
                self._try(lambda: write_atomically(path, drawing.svg.encode()), path)
            elif results.topology.picture.save_png(str(path)):
                self._window.say_for_a_while(tr(msg("Saved: {path}", path=str(path))))
            else:
                self._window.say_for_a_while(
                    tr(msg("The picture could not be written to {path}.", path=str(path)))
                )

        self._ask_file(tr(msg("Save the topology")), f"topology.{kind}", save=True, then=write)

    def _ask_file(self, title: str, name: str, *, save: bool, then: Callable[[Path], object]) -> None:
        dialog = QFileDialog(self._window, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave if save else QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile if save else QFileDialog.FileMode.ExistingFile)
        if name:
            dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _try(self, write: Callable[[], object], path: Path) -> None:
        try:
            write()
        except SessionError as error:
            self._window.say_for_a_while(tr(error.message))
        else:
            self._window.say_for_a_while(tr(msg("Saved: {path}", path=str(path))))
