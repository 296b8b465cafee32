"""No word stands alone in the last line of a paragraph, and no paragraph gets longer for it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics

from ftpsgui.ui.line_breaks import _faults, _line_starts, _lone, spare
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.label import Label, stand_on_line

ENGLISH = "Clients that obey the reply cannot connect; the others ignore it. So tell the server its address."
JAPANESE = "応答に従うクライアントは接続できず、タイムアウトまで待たされます。サーバーに設定してください。"


def last(text: str, width: int) -> str:
    return text[_line_starts(text, theme.font("body"), width)[-1] :]


@pytest.mark.parametrize("text", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_wherever_the_lines_break_the_last_one_is_not_a_lone_word(look, text):
    font, mended = theme.font("body"), 0
    for width in range(200, 600, 7):
        lines = len(_line_starts(text, font, width))
        less = spare(text, font, width)
        assert len(_line_starts(text, font, width - less)) == lines
        if less:
            before, after = _line_starts(text, font, width), _line_starts(text, font, width - less)
            assert _faults(text, after) < _faults(text, before)
        if _lone(last(text, width)):
            mended += not _lone(last(text, width - less))
        else:
            assert not _lone(last(text, width - less))
    assert mended


def test_what_has_one_line_or_ends_well_keeps_its_width(look):
    font = theme.font("body")
    whole = QFontMetrics(font).horizontalAdvance(ENGLISH)
    assert spare(ENGLISH, font, whole + 10) == 0
    assert spare("One line\nand another that is", font, 60) == 0
    assert spare("", font, 100) == 0


def test_a_label_breaks_its_lines_anew_and_keeps_its_height_and_its_margins(look, qtbot):
    small = Label(ENGLISH, kind="body", wrap=True)
    qtbot.addWidget(small)
    stand_on_line(small, Label("a", kind="headline"))
    top = small.contentsMargins().top()
    width = next(one for one in range(200, 600) if spare(ENGLISH, small.font(), one))
    plain = Label(wrap=True)
    qtbot.addWidget(plain)
    plain.setContentsMargins(0, top, 0, 0)
    plain.setText(ENGLISH)
    plain.resize(10, 10)
    height = plain.heightForWidth(width)
    small.resize(width, height)
    small.show()
    look.processEvents()
    assert small.contentsMargins().right() == spare(ENGLISH, small.font(), width) > 0
    assert small.contentsMargins().top() == top
    assert small.heightForWidth(width) == height
    small.setText("Short.")
    look.processEvents()
    assert small.contentsMargins().right() == 0


def test_a_word_in_katakana_is_kept_whole_where_there_is_room(look):
    text, font = (
        "このプログラム内の仮想ネットワークです。パケットはこのコンピューターの外に出ません。",
        theme.font("body"),
    )
    torn = 0
    for width in range(300, 500, 3):
        before, less = _line_starts(text, font, width), spare(text, font, width)
        after = _line_starts(text, font, width - less)
        assert len(after) == len(before)
        assert _faults(text, after) <= _faults(text, before)
        torn += _faults(text, before) > 0 and _faults(text, after) == 0
    assert torn
