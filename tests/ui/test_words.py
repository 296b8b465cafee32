"""Words on their way to a widget."""

from __future__ import annotations

import html

from ftpsgui.ui.words import tooltip


def test_nothing_in_a_tooltip_is_markup():
    text = "".join(map(chr, range(32, 256))) + "日本語 <b>&amp;'\"</b>"
    assert html.escape(text, quote=True) in tooltip(text)


def test_a_tooltip_has_its_lines_and_nothing_has_none():
    assert "one<br/>&lt;br/&gt;two" in tooltip("one\n<br/>two")
    assert tooltip("") == ""
