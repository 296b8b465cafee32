"""Columns and wrapping for narrow and wide characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.reports.layout import pad, table, width, wrap


def test_wide_characters_count_twice_and_combining_ones_not() -> None:
    assert width("abc") == 3
    assert width("日本語") == 6
    assert width("e\u0301") == 1
    assert pad("日本", 6) == "日本  "


def test_words_stay_whole() -> None:
    assert wrap("one two three four", 9) == ["one two", "three", "four"]
    assert wrap("a verylongwordthatdoesnotfit b", 8) == ["a", "verylongwordthatdoesnotfit", "b"]
    assert wrap("first\nsecond", 80) == ["first", "second"]
    assert wrap("", 10) == [""]


def test_japanese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    lines = wrap("サーバーは私設アドレスを通知しています。直してください。", 16)
    assert all(width(line) <= 18 for line in lines)
    assert not any(line.startswith(("。", "、", "ー")) for line in lines)
    assert "".join(lines) == "サーバーは私設アドレスを通知しています。直してください。"


def test_an_opening_bracket_does_not_end_a_line() -> None:
    assert not any(line.endswith("（") for line in wrap("あいうえお（かきくけこ）さしすせそ", 12))


def test_table_aligns_wide_and_narrow() -> None:
    assert table([["日本", "x"], ["abc", "y"]]) == ["日本  x", "abc   y"]
    assert table([]) == []


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n")), st.integers(8, 40))
def test_wrapping_loses_nothing_but_spaces(text: str, columns: int) -> None:
    assert "".join(wrap(text, columns)).replace(" ", "") == text.replace(" ", "")
