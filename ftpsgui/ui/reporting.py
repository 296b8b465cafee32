"""The report of what is shown: the sheet, its preview, and the bytes in the chosen format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData, QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from ftpsgui import __version__
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge.base import load
from ftpsgui.model.message import msg
from ftpsgui.presentation.file_names import file_name
from ftpsgui.reports import load_format, render
from ftpsgui.reports.changed import changed_lines
from ftpsgui.reports.preview import FORMATS, preview
from ftpsgui.reports.redact import Removed, redact, redact_and_list
from ftpsgui.reports.removed import missing, plain
from ftpsgui.reports.report import Redaction, Report, build_report
from ftpsgui.session.errors import SessionError
from ftpsgui.session.files import write_atomically
from ftpsgui.ui.words import tr, translator

if TYPE_CHECKING:
    from ftpsgui.ui.controller import Controller
    from ftpsgui.ui.files import Files
    from ftpsgui.ui.widgets.report_sheet import ReportSheet

_PDF = "pdf"


class Reporting(QObject):
    """Opens the sheet; keeps the format and the level that were chosen last."""

    def __init__(self, controller: Controller, files: Files) -> None:
        super().__init__(controller)
        self._controller, self._files = controller, files
        self._format = "html"
        self._level: Redaction = "none"
        self._sheet: ReportSheet | None = None
        self._saved: Path | None = None

    def open_sheet(self) -> None:
        """Ask what the report shall be like; nothing happens when there is nothing to report."""
        if self._controller.state is None or self._controller.running or self._sheet is not None:
            return
        from ftpsgui.ui.widgets.report_sheet import ReportSheet

        sheet = self._sheet = ReportSheet(self._controller.window)
        sheet.format.choose(self._format)
        sheet.level.choose(self._level)
        sheet.changed.connect(self._choose)
        sheet.save_wanted.connect(self._ask_where)
        sheet.copy_wanted.connect(self._copy)
        sheet.open_wanted.connect(self._open)
        sheet.finished.connect(self._close)
        self._choose()
        sheet.open()

    def render(self, name: str, level: Redaction) -> bytes | None:
        """Return the report in the format ``name`` as the bytes of a file."""
        report = self._shown(level)
        return None if report is None else _rendered(report, name)

    def removed(self, name: str, level: Redaction) -> tuple[Removed, ...]:
        """Return what a reader of the report in the format ``name`` misses when ``level`` is left out."""
        if level == "none":
            return ()
        state, report = self._controller.state, self._whole()
        if state is None or report is None:
            return ()
        redacted, removed = redact_and_list(report, level, plan=state.plan)
        whole, bare = (plain(name, _markup(one, name)) for one in (report, redacted))
        return missing(removed, whole, bare)

    def _shown(self, level: Redaction) -> Report | None:
        state, report = self._controller.state, self._whole()
        if state is None or report is None or level == "none":
            return report
        return redact(report, level, plan=state.plan)

    def _whole(self) -> Report | None:
        state, diagnosis = self._controller.state, self._controller.diagnosis
        if state is None or diagnosis is None:
            return None
        clients = forecast(state, diagnosis, load())
        changes = changed_lines(self._controller.watcher.changes)
        return build_report(state, diagnosis, tool_version=__version__, clients=clients, changes=changes)

    def save(self, name: str, level: Redaction, path: Path) -> None:
        """Write the report; the sheet, or the window, says how that went."""
        data = self.render(name, level)
        if data is None:
            return
        try:
            write_atomically(path, data)
        except SessionError as error:
            words, good = error.message, False
        else:
            words, good = msg("Saved: {path}", path=str(path)), True
        if self._sheet is not None:
            self._saved = path if good else None
            self._sheet.say(tr(words), good=good, opens=good)
        else:
            self._controller.window.tell("files", words, "good" if good else "bad")

    def _choose(self) -> None:
        sheet = self._sheet
        assert sheet is not None
        self._format, self._level = sheet.format.key(), cast("Redaction", sheet.level.key())
        removed = self.removed(self._format, self._level)
        text = b"" if removed else self.render("text", self._level) or b""
        sheet.show_preview(preview(self._level, removed, translator()), text.decode())

    def _ask_where(self) -> None:
        name, level = self._format, self._level
        suffix = ".pdf" if name == _PDF else load_format(name).SUFFIX
        state = self._controller.state
        stem = file_name(state.plan, state.started_wall, named=level == "none") if state else "ftpsgui"
        self._files.ask(
            tr(msg("Save report")),
            stem,
            save=True,
            ending=suffix,
            kind=tr(FORMATS[name]),
            then=lambda path: self.save(name, level, path),
            parent=self._sheet,
        )

    def _copy(self) -> None:
        name = self._format if self._format in ("markdown", "json") else "text"
        report = self._shown(self._level)
        if report is None:
            return
        copied = QMimeData()
        copied.setText(_rendered(report, name).decode("utf-8"))
        if self._format == "html":
            from ftpsgui.reports import html_mail

            copied.setHtml(html_mail.render(report, translator()))
        QGuiApplication.clipboard().setMimeData(copied)
        if self._sheet is not None:
            self._sheet.say(tr(msg("Copied.")))

    def _open(self) -> None:
        if self._saved is None or self._sheet is None:
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved))):
            said = msg("No program of this computer opened it: {path}", path=str(self._saved))
            self._sheet.say(tr(said), good=False)

    def _close(self, _result: int) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None


def _rendered(report: Report, name: str) -> bytes:
    if name == _PDF:
        from ftpsgui.ui.pdf import render_pdf

        return render_pdf(report, translator())
    return render(report, name, translator()).encode("utf-8", "backslashreplace")


def _markup(report: Report, name: str) -> str:
    if name == _PDF:
        from ftpsgui.ui.pdf import markup

        return markup(report, translator())
    return render(report, name, translator())
