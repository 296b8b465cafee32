"""Which lines of the transcript are shown: those of one connection, those that hold some words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_state import TranscriptLineView
from ftpsgui.texts.translate import Translator


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader looks for. ``words``: all of them, in any order and case; ``connection``: empty for all."""

    words: str = ""
    connection: str = ""


def filtered(lines: Sequence[TranscriptLineView], wanted: Wanted) -> Sequence[TranscriptLineView]:
    """Return the lines that are wanted; the very same sequence when all are."""
    words = wanted.words.casefold().split()
    if not words and not wanted.connection:
        return lines
    return tuple(
        line
        for line in lines
        if (not wanted.connection or line.group == wanted.connection)
        and (not words or _holds(line.text.casefold(), words))
    )


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def connections(lines: Sequence[TranscriptLineView]) -> tuple[str, ...]:
    """Return the control connections that have lines, in the order of their first ones."""
    return tuple(dict.fromkeys(line.group for line in lines if line.group))


def count_text(shown: int, whole: int, t: Translator) -> str:
    """Return how many lines are shown of how many."""
    if shown != whole:
        return t(msg("{shown} of {count} lines", shown=shown, count=whole))
    return t(msg("1 line") if whole == 1 else msg("{count} lines", count=whole))
