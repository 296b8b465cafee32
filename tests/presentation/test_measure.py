import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.presentation.measure import shorten, text_width, wrap

TEXTS = st.text(max_size=60)


def test_full_width_characters_are_an_em_and_combining_ones_nothing():
    assert text_width("日本語", 10) == pytest.approx(30 * 1.03)
    assert text_width("é", 10) == text_width("é", 10) == text_width("e", 10)
    assert text_width("iii", 10) < text_width("mmm", 10)


def test_bold_is_wider_and_monospace_is_even():
    assert text_width("Control", 12, bold=True) > text_width("Control", 12)
    assert text_width("iiii", 12, mono=True) == text_width("WWWW", 12, mono=True)


def test_wrap_breaks_at_spaces_and_keeps_all_words():
    lines = wrap("as advertised and then nobody answered", 110, 12)
    assert len(lines) > 1
    assert " ".join(lines) == "as advertised and then nobody answered"


def test_japanese_breaks_between_characters_but_never_before_a_full_stop():
    text = "パッシブモードは動作しません。（理由）"
    for width in range(24, 240, 7):
        lines = wrap(text, width, 12)
        assert "".join(lines) == text
        if width > 60:
            assert not any(line.startswith(("。", "）", "ー", "ッ")) for line in lines)
            assert not any(line.endswith("（") for line in lines)


@given(TEXTS, st.integers(30, 400))
def test_no_line_is_wider_than_asked(text: str, width: int):
    for line in wrap(text, width, 12):
        assert line
        assert text_width(line, 12) <= width


def test_a_long_ipv6_address_is_shortened_in_the_middle():
    address = "2001:db8:1234:5678:9abc:def0:1234:5678"
    short = shorten(address, 120, 11)
    assert text_width(short, 11) <= 120
    assert short.startswith("2001:d")
    assert short.endswith(":5678")
    assert short.count("…") == 1
    assert shorten(address, 1000, 11) == address


@given(TEXTS, st.integers(12, 300))
def test_what_is_shortened_fits(text: str, width: int):
    assert text_width(shorten(text, width, 11), 11) <= max(width, text_width("…", 11))
