"""A record from a file: shown whole at once, or step by step as its facts came."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.phrases import listing
from ftpsgui.presentation.view_text import visible
from ftpsgui.session.session import Session
from ftpsgui.texts.moments import where_we_are
from ftpsgui.transcripts.read import Imported
from ftpsgui.ui.record import Record
from ftpsgui.ui.widgets.source_band import SourceBand
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import tr

LONGEST_MS = 800
"""A pause between two facts is never shown longer than this: nobody watches a timeout again."""
SHORTEST_MS = 30
_SHOWN = 5


class Replay(QObject):
    """The band, the slider and the clock of a record from a file. ``stepped`` after each move."""

    stepped = Signal()
    left = Signal()
    address_given = Signal(str)
    """The address that the client of a log had dialled."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._band: SourceBand | None = None
        self._record: Record | None = None
        self._title: Message = msg("Saved session")
        self._text: Message = literal("")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self.stepped)

    @property
    def playing(self) -> bool:
        """Whether facts are coming by themselves."""
        return self._timer.isActive()

    @property
    def band(self) -> SourceBand | None:
        """The band, once there was one."""
        return self._band

    def show(self, record: Record, title: Message, text: Message, *, asks_address: bool = False) -> None:
        """Show the band for ``record``; ``text`` says which file it is. ``asks_address``: it lacks the server's."""
        self._timer.stop()
        self._record, self._title, self._text = record, title, text
        if self._band is None:
            self._band = SourceBand()
            self._band.moved.connect(self._move)
            self._band.play_pressed.connect(self.toggle)
            self._band.left.connect(self.left)
            self._band.address_given.connect(self.address_given)
            self._window.add_band(self._band)
        self._band.ask_address(asks_address)
        self._band.show()
        self.say()

    def hide(self) -> None:
        """Forget the record."""
        self._timer.stop()
        self._record = None
        if self._band is not None:
            self._band.hide()

    def say(self) -> None:
        """Say everything, in the window's language."""
        record, band = self._record, self._band
        if record is None or band is None:
            return
        band.say(tr(self._title), tr(self._text))
        band.show_range(record.total, record.position)
        band.show_playing(self.playing)
        position = msg("{position} of {total}", position=record.position, total=record.total)
        if record.timed:
            position = msg(
                "{position} of {total} · {seconds} s",
                position=record.position,
                total=record.total,
                seconds=f"{record.last_time():.2f}",
            )
        band.show_position(tr(position))

    def toggle(self) -> None:
        """Play from here (from the start when all is shown), or hold."""
        record = self._record
        if record is None:
            return
        if self.playing:
            self._timer.stop()
        else:
            if record.position >= record.total:
                record.go_to(1)
                self.stepped.emit()
            self._wait()
        self.say()

    def _wait(self) -> None:
        record = self._record
        if record is not None and record.position < record.total:
            gap = round(1000 * record.gap())
            self._timer.start(max(SHORTEST_MS, min(gap, LONGEST_MS)))

    def _next(self) -> None:
        if self._record is None:
            return
        self._record.go_to(self._record.position + 1)
        self._wait()
        self.say()
        self.stepped.emit()

    def _move(self, position: int) -> None:
        if self._record is None:
            return
        self._timer.stop()
        self._record.go_to(position)
        self.say()
        self._settle.start()  # a slider that is dragged fast is drawn once a turn


def describe(session: Session, name: str) -> Message:
    """Return a line about a session from a file: its name, when it was, which version wrote it."""
    when = where_we_are(session.started)
    if when == session.started:  # it cannot be read
        when = ""
    program = f"ftpsgui {session.tool_version}" if session.tool_version else ""
    return literal(" · ".join(filter(None, (visible(name, limit=80), when, program))))


def describe_log(log: Imported, name: str) -> Message:
    """Return a line about a log: its name, how long it is, how much of it was not understood."""
    where = literal(visible(name, limit=80)) if name else msg("pasted text")
    said = _lines(log, where)
    if not log.elsewhere:
        return said
    return msg("{said} · {count} lines about other servers left out", said=said, count=log.elsewhere)


def _lines(log: Imported, where: Message) -> Message:
    if log.skipped:
        return msg(
            "{name} · its last {lines} lines, {unread} of them not understood",
            name=where,
            lines=log.lines,
            unread=len(log.unread),
        )
    if not log.unread:
        return msg("{name} · {lines} lines", name=where, lines=log.lines)
    return msg(
        "{name} · {lines} lines, {unread} of them not understood (line {numbers})",
        name=where,
        lines=log.lines,
        unread=len(log.unread),
        numbers=listing([*map(str, log.unread[:_SHOWN]), *(["…"] if len(log.unread) > _SHOWN else [])]),
    )
