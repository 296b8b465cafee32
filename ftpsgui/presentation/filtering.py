"""Which lines of the transcript are shown: those of one connection, those that hold some words."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ftpsgui.model.message import msg
from ftpsgui.presentation.transcript_lines import Transcript
from ftpsgui.texts.translate import Translator


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader looks for. ``words``: all of them, in any order and case; ``connection``: empty for all."""

    words: str = ""
    connection: str = ""


class Finder:
    """Finds lines of a transcript. What they say is worded at the first search and kept for the next letter."""

    def __init__(self, lines: Transcript) -> None:
        self.lines = lines
        self._texts: list[str] | None = None

    def found(self, wanted: Wanted) -> Transcript:
        """Return the lines that are wanted; the very same transcript when all are."""
        words = wanted.words.casefold().split()
        if not words and not wanted.connection:
            return self.lines
        indexes: Iterable[int] = range(len(self.lines))
        if wanted.connection:
            indexes = [index for index, one in enumerate(self.lines.rows) if one.group == wanted.connection]
        for word in words:
            texts = self._folded()
            indexes = [index for index in indexes if word in texts[index]]
        return self.lines.only(indexes)

    def telling(self, observations: frozenset[str]) -> tuple[int, ...]:
        """Return the numbers of the lines that tell something of these observations."""
        return tuple(index for index, one in enumerate(self.lines.rows) if one.tells(observations))

    def _folded(self) -> list[str]:
        if self._texts is None:
            self._texts = [self.lines.text(index).casefold() for index in range(len(self.lines))]
        return self._texts


def connections(lines: Transcript) -> tuple[str, ...]:
    """Return the control connections that have lines, in the order of their first ones."""
    return tuple(dict.fromkeys(one.group for one in lines.rows if one.group))


def count_text(shown: int, whole: int, t: Translator) -> str:
    """Return how many lines are shown of how many."""
    if shown != whole:
        return t(msg("{shown} of {count} lines", shown=shown, count=whole))
    return t(msg("1 line") if whole == 1 else msg("{count} lines", count=whole))
