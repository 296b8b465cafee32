"""What the user names, drops or pastes: sessions, logs of other clients; and where reports and pictures go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import log_client
from ftpsgui.presentation.file_names import file_name
from ftpsgui.presentation.view_text import visible
from ftpsgui.session.codec import decode
from ftpsgui.session.errors import SessionError
from ftpsgui.session.files import read_bytes, write_atomically
from ftpsgui.session.files import save as save_session
from ftpsgui.transcripts.read import looks_like_session, read_log
from ftpsgui.ui.aside import aside
from ftpsgui.ui.drops import files_in
from ftpsgui.ui.record import Record
from ftpsgui.ui.replay import describe, describe_log
from ftpsgui.ui.reporting import Reporting
from ftpsgui.ui.widgets.notice import NoticeAction
from ftpsgui.ui.words import tr

if TYPE_CHECKING:
    from ftpsgui.ui.controller import Controller


PATIENCE = 20.0
"""Seconds that the disk may take: a network drive that is gone never answers."""
_SOON = 0.3
"""Seconds after which it is said that a file is being read."""
TOPIC = "files"
"""What the notices of this room are about: a newer one takes the place of an older one."""


def _documents() -> str:
    """Return where the user keeps documents: a program that was started from a menu may stand where nobody can write."""
    for place in (
        QStandardPaths.StandardLocation.DocumentsLocation,
        QStandardPaths.StandardLocation.HomeLocation,
    ):
        folder = QStandardPaths.writableLocation(place)
        if folder and Path(folder).is_dir():
            return folder
    return ""


class Files(QObject):
    """Asks where, writes and reads. What went well is said in the status line, what did not in a notice that stays."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        window = self._window = controller.window
        self.reporting = Reporting(controller, self)
        window.save_wanted.connect(self.ask_where_to_save)
        window.open_wanted.connect(self.ask_what_to_open)
        window.report_wanted.connect(self.reporting.open_sheet)
        window.picture_wanted.connect(self.save_picture)
        window.dropped.connect(self.take_dropped)
        window.text_dropped.connect(self.take_text)
        window.paste_wanted.connect(self.paste)
        window.bar.log_pasted.connect(self._paste_from_line)
        controller.replay.address_given.connect(self._read_again)
        self._log: tuple[bytes, str] | None = None
        self._folder = ""

    def ask_where_to_save(self) -> None:
        """Save the session where the user says."""
        record = self._controller.record
        if record is not None:
            name = file_name(record.plan, record.started)
            self.ask(
                tr(msg("Save session")), name, save=True, then=self.save, kind="JSON", ending=".ftpsgui.json"
            )

    def ask_what_to_open(self) -> None:
        """Open the session or the log that the user chooses."""
        self.ask(tr(msg("Open a session or a log")), "", save=False, then=self.open)

    def take_dropped(self, paths: tuple[str, ...]) -> None:
        """Open the file that was dropped onto the window; several are too many."""
        if len(paths) == 1:
            self.open(Path(paths[0]))
        else:
            self._window.tell(TOPIC, msg("Drop one file at a time."))

    def save(self, path: Path) -> None:
        """Save what was recorded."""
        record = self._controller.record
        session = record.session() if record is not None else None
        if session is not None and self._try(
            lambda: save_session(session, path), path, self.ask_where_to_save
        ):
            assert record is not None
            record.saved_as = path

    def open(self, path: Path) -> None:
        """Show a saved session, or a log of another client; what was shown before stays when that does not work."""
        if not self._busy():
            self._controller.errands.start(self._open(path))

    async def _open(self, path: Path) -> None:
        try:
            data = await self._read(path)
            if not self._busy():
                self._take(data, path.name)
        except SessionError as error:
            self._say_unreadable(path.name, error.message)

    async def _read(self, path: Path) -> bytes:
        """Read what is in ``path`` without holding up the window; SessionError in words."""
        reading = asyncio.ensure_future(aside(lambda: read_bytes(path, regular=True)))
        try:
            if not (await asyncio.wait({reading}, timeout=_SOON))[0]:
                self._window.say_for_a_while(tr(msg("Reading {file}…", file=visible(path.name, limit=80))))
            async with asyncio.timeout(PATIENCE):
                return await reading
        except TimeoutError:
            seconds = f"{PATIENCE:g}"
            raise SessionError(
                msg("The disk did not answer within {seconds} seconds.", seconds=seconds)
            ) from None
        finally:
            reading.cancel()

    def paste(self) -> None:
        """Read the log that is on the clipboard, or the file that was copied there."""
        if self._busy():
            return
        data = QGuiApplication.clipboard().mimeData()
        paths = files_in(data)
        if paths:
            self.take_dropped(paths)
            return
        text = data.text()
        if not text.strip():
            self._window.tell(
                TOPIC, msg("There is no text on the clipboard. Copy the log of the client first.")
            )
            return
        self.take_text(text)

    def _paste_from_line(self, text: str) -> None:
        """Read a log that was pasted into a line, which holds less than the clipboard may have."""
        whole = QGuiApplication.clipboard().text()
        self.take_text(whole if whole.split()[:20] == text.split()[:20] else text)

    def take_text(self, text: str) -> None:
        """Read a log, or a session, that was pasted or dropped as text."""
        if self._busy():
            return
        try:
            self._take(text.encode("utf-8", "surrogatepass"), "")
        except SessionError as error:
            said = msg("The pasted text was not read. {reason}", reason=error.message)
            self._window.tell(TOPIC, self._over_the_old(said), "bad")

    def _busy(self) -> bool:
        if self._controller.running:
            self._window.tell(TOPIC, msg("A test is running. Stop it before you open a file."))
        return self._controller.running

    def _take(self, data: bytes, name: str, peer: str | None = None) -> None:
        """Show what ``data`` holds; SessionError when it is neither a session nor a log."""
        before = self._controller.record
        if looks_like_session(data):
            session = decode(data)
            self._log = None
            self._controller.show_session(session, msg("Saved session"), describe(session, name))
        else:
            log = read_log(data, peer=peer, name=name)
            self._log = (data, name)
            title = msg("Log of {client}", client=log_client(log.kind, visible(log.client, limit=60)))
            self._controller.show_record(
                Record.saved(log.session), title, describe_log(log, name), asks_address=log.needs_peer
            )
        self._window.hush(TOPIC)
        if before is not None and before.would_be_lost:
            self._window.tell(
                TOPIC,
                msg("Before this, another result was shown."),
                "neutral",
                NoticeAction(msg("Show it again"), lambda: self._controller.show_record(before)),
            )

    def _read_again(self, peer: str) -> None:
        if self._log is not None:
            self._take(*self._log, peer=peer)

    def _say_unreadable(self, name: str, reason: Message) -> None:
        self._window.tell(
            TOPIC,
            self._over_the_old(msg("{file} was not opened. {reason}", file=name, reason=reason)),
            "bad",
            NoticeAction(msg("Open another file…"), self.ask_what_to_open),
        )

    def _over_the_old(self, said: Message) -> Message:
        """Return ``said``, and that what stands below it is another result."""
        record = self._controller.record
        if record is None:
            return said
        target = visible(record.plan.input, limit=80)
        return msg("{said} Shown below is still the result from before: {target}.", said=said, target=target)

    def save_picture(self, kind: str) -> None:
        """Save the topology as SVG or PNG where the user says."""
        results = self._window.results
        picture = results.topology.picture if results is not None else None
        if picture is None or picture.drawing is None:
            return
        data = picture.drawing.svg.encode() if kind == "svg" else picture.png()

        def write(path: Path) -> None:
            self._try(lambda: write_atomically(path, data), path, lambda: self.save_picture(kind))

        self.ask(
            tr(msg("Save the topology")),
            "topology",
            save=True,
            then=write,
            kind=kind.upper(),
            ending=f".{kind}",
        )

    def ask(
        self,
        title: str,
        name: str,
        *,
        save: bool,
        then: Callable[[Path], object],
        kind: str = "",
        ending: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Ask for a file, without blocking; ``then`` gets its path.

        ``kind``: what is saved, in a word (``HTML``): the dialog shows such files, by their ``ending``, and adds that to
        a name without one.
        """
        dialog = QFileDialog(parent or self._window, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave if save else QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile if save else QFileDialog.FileMode.ExistingFile)
        if kind:
            dialog.setNameFilters([f"{kind} (*{ending})", f"{tr(msg('All files'))} (*)"])
            dialog.setDefaultSuffix(ending.removeprefix("."))
        # Qt's own dialog, where the system has none, lacks these in some languages.
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, tr(msg("Folder:")))
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, tr(msg("Kind of file:")))
        dialog.setDirectory(self._folder or _documents())
        if name:
            dialog.selectFile(name + ending)
        dialog.fileSelected.connect(self._keep_folder)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep_folder(self, path: str) -> None:
        self._folder = str(Path(path).parent)

    def _try(self, write: Callable[[], object], path: Path, again: Callable[[], object]) -> bool:
        try:
            write()
        except SessionError as error:
            self._window.tell(TOPIC, error.message, "bad", NoticeAction(msg("Save elsewhere…"), again))
            return False
        self._window.hush(TOPIC)
        self._window.say_for_a_while(tr(msg("Saved: {path}", path=str(path))))
        return True
