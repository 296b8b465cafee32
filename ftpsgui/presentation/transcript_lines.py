"""The transcript's lines: where each belongs and whose it is are known at once, its words when somebody looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.rows import ByIdentity, Rows
from ftpsgui.presentation.stamps import stamp
from ftpsgui.presentation.view_state import Role, TranscriptLineView
from ftpsgui.presentation.view_text import visible
from ftpsgui.texts.translate import Translator

Part = Literal["", "setup", "preliminary", "final"]
"""Which of an attempt's replies a line tells, or belongs to as its command; empty for an event."""
Direction = Literal["sent", "received", "event"]

_MARKS = {"sent": "→", "received": "←", "event": "·"}
_LONGEST = 2000


class Row(NamedTuple):
    """A line before it has words. ``group``: its control connection; ``data``: it tells of a data connection."""

    time: float
    observation: str
    group: str
    direction: Direction
    words: Message | str
    role: Role = "neutral"
    data: bool = False
    part: Part = ""
    also: tuple[str, ...] = ()
    """Other observations that rest on what it says."""

    def text(self, t: Translator) -> str:
        """Return what the line says."""
        words = self.words if isinstance(self.words, str) else t(self.words)
        return visible(words, limit=_LONGEST)

    def tells(self, observations: frozenset[str]) -> bool:
        """Whether the line tells something of these observations."""
        return self.observation in observations or not observations.isdisjoint(self.also)


def _moved(row: Row, time: float, also: tuple[str, ...]) -> Row:
    return row._replace(time=time, also=also)


_kept: ByIdentity[Row, Row] = ByIdentity(_moved)


def moved(row: Row, time: float, also: tuple[str, ...] = ()) -> Row:
    """Return ``row`` at another time, or with what rests on it; the very same one each time."""
    return _kept(row, (time, also), time, also)


class Transcript(Rows[TranscriptLineView]):
    """Lines in the order of time, of which a view is made when somebody looks at it. ``timed``: the times are known."""

    def __init__(self, rows: Sequence[Row], t: Translator, *, timed: bool = True) -> None:
        super().__init__(rows, lambda row: _line(row, (t.language, timed), t, timed))
        self.rows = rows
        self._t = t
        self._timed = timed

    def text(self, index: int) -> str:
        """Return what a line says; this costs less than its view."""
        return self.rows[index].text(self._t)

    def only(self, indexes: Iterable[int]) -> Transcript:
        """Return some of the lines."""
        return Transcript([self.rows[index] for index in indexes], self._t, timed=self._timed)

    def __eq__(self, other: object) -> bool:
        """Whether these are the same lines in the same words."""
        if not isinstance(other, Transcript):
            return NotImplemented
        alike = (self._t.language, self._timed) == (other._t.language, other._timed)
        return alike and list(self.rows) == list(other.rows)

    __hash__ = None


def _worded(row: Row, t: Translator, timed: bool) -> TranscriptLineView:
    connection = row.group
    if row.data:
        connection = t(msg("{connection} data", connection=connection)).strip()
    when = stamp(row.time, timed=timed, digits=3)
    return TranscriptLineView(
        time=when if isinstance(when, str) else t(when),
        connection=connection,
        direction=row.direction,
        mark=_MARKS[row.direction],
        text=row.text(t),
        role=row.role,
        observation=row.observation,
        also=row.also,
        group=row.group,
    )


_line: ByIdentity[Row, TranscriptLineView] = ByIdentity(_worded)
