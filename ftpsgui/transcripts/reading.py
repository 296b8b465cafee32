"""The lines of a log one by one: their time, their connection, what they say; what a mail program broke is joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ftpsgui.transcripts.detection import Reader, lines_of
from ftpsgui.transcripts.events import Event, Heard
from ftpsgui.transcripts.lines import split_stamp
from ftpsgui.transcripts.replies import ends_within

_MOST = 20_000
"""Lines that are read of a longer log: the last ones, where the trouble usually is."""
_WIDE = 40
"""Bytes of a line from which on it may have been broken; of a sentence in a wide script these are few characters."""
_MARKED = re.compile(r"^[.<>!*] ")


@dataclass(frozen=True, slots=True)
class LineRead:
    """A line that was understood. ``at``: seconds since the first line; ``channel``: see ``detection.Reader``."""

    at: float
    channel: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of a log. ``unread``: the numbers of those not understood; ``skipped``: how many the first ones were."""

    read: tuple[LineRead, ...]
    count: int
    unread: tuple[int, ...]
    skipped: int


def read_lines(reader: Reader, text: str) -> Lines:
    """Return what the lines of ``text`` say, empty ones aside."""
    read: list[LineRead] = []
    unread: list[int] = []
    first: float | None = None
    now, count = 0.0, 0
    lines = lines_of(text)
    skipped = max(0, len(lines) - _MOST)
    above = ""
    for number, line in enumerate(lines[skipped:], start=skipped + 1):
        if not line.strip():
            above = ""
            continue
        count += 1
        stamp, bare = split_stamp(line)
        if stamp is None and _MARKED.match(line):
            stamp = split_stamp(line[2:])[0]
        if stamp is not None:
            first = stamp if first is None else first
            now = max(now, stamp - first)
        found = reader.read(bare)
        if found is None and bare != line:
            found = reader.read(line)
        if found is not None:
            read.append(LineRead(now, reader.channel, tuple(found)))
            above = bare
        elif above and (joined := _joined(reader, above, read[-1], line.strip())) is not None:
            above, read[-1] = joined
        else:
            unread.append(number)
            above = ""
    return Lines(tuple(read), count, tuple(unread), skipped)


def _joined(reader: Reader, above: str, said: LineRead, line: str) -> tuple[str, LineRead] | None:
    """Return the line above with ``line`` at its end, and what it says then; None where it is no part of that.

    A reply to PASV or EPSV that stops before its port goes on here; so does a long line that says nothing by itself.
    """
    last = said.events[-1] if said.events else None
    if isinstance(last, Heard):
        if not ends_within(last.line):
            return None
    elif said.events or len(above.encode()) < _WIDE:
        return None
    for between in (" ", ""):
        whole = above.rstrip() + between + line
        events = tuple(reader.read(whole) or ())
        if events and _goes_on(last, events):
            return whole, LineRead(said.at, said.channel, events)
    return None


def _goes_on(last: Event | None, events: Sequence[Event]) -> bool:
    """Whether what was read now is more than before; of a reply: whether it has come nearer to its port."""
    if last is None:
        return True
    now = events[-1]
    if not (isinstance(last, Heard) and isinstance(now, Heard)):
        return False
    rest = now.line[len(last.line.rstrip()) :].strip()
    return rest[:1] in "(0123456789|,="
