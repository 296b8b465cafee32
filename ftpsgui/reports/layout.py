"""Plain text in columns, for scripts of any width: how wide text stands in a terminal, wrapping, padding."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NOT_FIRST = frozenset("、。，．・：；！？）」』】〕〉》ー…)]}.,:;!?%")
"""Never at the start of a line."""
_NOT_LAST = frozenset("（「『【〔〈《([{")
"""Never at the end of a line."""


def width(text: str) -> int:
    """Return the number of terminal columns that ``text`` takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


@lru_cache(4096)
def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """Return ``text`` filled with spaces to ``columns``."""
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """Break ``text`` into lines of at most ``columns``; its own line feeds stay; long words stay whole."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap(paragraph, max(columns, 8))
    return lines


def _wrap(text: str, columns: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for gap, unit in _units(text):
        if line and width(line) + width(gap) + width(unit) > columns:
            lines.append(line)
            line = unit
        else:
            line += (gap if line else "") + unit
    lines.append(line)
    return lines


def _units(text: str) -> list[tuple[str, str]]:
    """Split into what may not be broken, each with the space before it; wide characters may be broken apart."""
    if text.isascii():
        words = [word for word in text.split(" ") if word]
        return [(" " if number or text[0] == " " else "", word) for number, word in enumerate(words)]
    units: list[tuple[str, str]] = []
    gap, unit = "", ""

    def flush() -> None:
        nonlocal gap, unit
        if unit:
            units.append((gap, unit))
        gap, unit = "", ""

    for character in text:
        if character == " ":
            if unit:
                flush()
            gap = " "
            continue
        wide = _character_width(character) == 2
        opens = unit != "" and unit[-1] in _NOT_LAST
        if unit and not opens and character not in _NOT_FIRST and (wide or _character_width(unit[-1]) == 2):
            flush()
        unit += character
    flush()
    return units


def indent(lines: list[str], by: str) -> list[str]:
    """Return ``lines`` with ``by`` before each that is not empty."""
    return [by + line if line else line for line in lines]


def table(rows: list[list[str]], gap: str = "  ") -> list[str]:
    """Return ``rows`` as lines with aligned columns; the last column is not padded."""
    if not rows:
        return []
    columns = max(len(row) for row in rows)
    widths = [max((width(row[i]) for row in rows if i < len(row)), default=0) for i in range(columns)]
    return [
        gap.join(
            cell if index == len(row) - 1 else pad(cell, widths[index]) for index, cell in enumerate(row)
        ).rstrip()
        for row in rows
    ]
