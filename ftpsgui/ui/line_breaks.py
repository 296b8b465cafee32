"""Where a paragraph's lines end: no word stands alone in the last one, and a word in katakana is kept whole."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

_LONE_LETTERS, _LONE_SIGNS = 14, 5
"""Up to how many letters of one word, or signs of a script without spaces, are lost in a line of their own."""
_STEP, _LEAST = 0.03, 0.7
"""How the width is narrowed, and to which part of it at most."""
_FEW = 3
"""Up to so many lines, words in katakana are kept whole where that can be: in a longer text they mostly cannot."""


def spare(text: str, font: QFont, width: int) -> int:
    """Return how many pixels narrower than ``width`` ``text`` must be so that its lines end well.

    Well: the last one is no lone word, and none ends inside a word in katakana. 0 where they do, and where nothing
    better is found that needs no further line.
    """
    if width <= 0 or "\n" in text or QFontMetrics(font).horizontalAdvance(text) <= width:
        return 0
    starts = _line_starts(text, font, width)
    count, least, best = len(starts), _faults(text, starts), width
    part = 1 - _STEP
    while least > 0 and part >= _LEAST:
        starts = _line_starts(text, font, width * part)
        if len(starts) > count:
            break
        faults = _faults(text, starts)
        if faults < least:
            least, best = faults, int(width * part)
        part -= _STEP
    return width - best


def _faults(text: str, starts: list[int]) -> int:
    lone = len(starts) > 1 and _lone(text[starts[-1] :])
    torn = 0
    if len(starts) <= _FEW:
        torn = sum(_katakana(text[start - 1]) and _katakana(text[start]) for start in starts[1:])
    return (_FEW if lone else 0) + torn


def _katakana(sign: str) -> bool:
    return "\u30a1" <= sign <= "\u30fa" or sign in "ーヽヾ"


def _lone(line: str) -> bool:
    line = line.strip()
    if line.isascii():
        return " " not in line and len(line) <= _LONE_LETTERS
    return len(line) <= _LONE_SIGNS


def _line_starts(text: str, font: QFont, width: float) -> list[int]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    starts = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return starts
