import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.presentation.svg import Svg, clean, number

SPACE = "{http://www.w3.org/2000/svg}"


def texts_of(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SPACE}text")]


def finish(svg: Svg) -> str:
    return svg.finish(100, 50, title="t", description="d")


@given(st.text())
def test_any_text_comes_out_as_text_and_never_as_markup(text: str):
    svg = Svg()
    with svg.group("g", title=f"a{text}"):
        svg.text(0, 0, text, size=12, fill="#000000")
    root = ET.fromstring(svg.finish(1, 1, title=text, description=text))
    assert [element.tag for element in root.iter()] == [
        f"{SPACE}{tag}" for tag in ("svg", "title", "desc", "g", "title", "text")
    ]
    assert root.find(f".//{SPACE}text").text == (clean(text) or None)


def test_markup_from_a_server_stays_text():
    svg = Svg()
    svg.text(0, 0, '</text><script href="x">&amp;\x1b[31m\u202egnp', size=12, fill="#000000")
    document = finish(svg)
    assert "<script" not in document
    assert "\x1b" not in document
    assert "\u202e" not in document
    assert texts_of(document) == [
        '</text><script href="x">&amp;\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}gnp'
    ]


@pytest.mark.parametrize("bad", ["", "1a", 'a"b', "a b", "A", "a<b"])
def test_an_id_that_is_not_plain_is_refused(bad: str):
    svg = Svg()
    with pytest.raises(ValueError, match="id"), svg.group(bad):
        pass


def test_an_id_stands_once():
    svg = Svg()
    svg.rect(0, 0, 1, 1, identity="a")
    with pytest.raises(ValueError, match="two elements"):
        svg.rect(0, 0, 1, 1, identity="a")


@pytest.mark.parametrize("bad", ["red", "#FFF", "url(#x)", '#000000" onload="'])
def test_a_colour_that_is_not_hex_is_refused(bad: str):
    with pytest.raises(ValueError, match="colour"):
        Svg().rect(0, 0, 1, 1, fill=bad)
    with pytest.raises(ValueError, match="colour"):
        Svg().text(0, 0, "x", size=1, fill=bad)


def test_a_path_takes_commands_and_numbers_only():
    Svg().path("M0 0 L1.5 -2 Z", fill="#000000")
    with pytest.raises(ValueError, match="path"):
        Svg().path('M0 0"/><a', fill="#000000")


def test_only_what_both_renderers_draw_alike():
    svg = Svg(font="Segoe UI, sans-serif")
    with svg.group("g", title="t"):
        svg.rect(0, 0, 10, 5, fill="#FFFFFF", stroke="#000000", dash="2 4", radius=2, opacity=0)
        svg.line(0, 0, 1, 1, stroke="#000000", dash="7 4")
        svg.circle(1, 1, 1, fill="#000000")
        svg.text(0, 0, "x", size=12, fill="#000000", bold=True, anchor="middle")
    document = finish(svg)
    assert 'font-family="Segoe UI"' in document
    for unwanted in ("class=", "style=", "clip", "filter", "<use", "<image", "href"):
        assert unwanted not in document


@pytest.mark.parametrize(
    ("value", "text"), [(1, "1"), (1.0, "1"), (1.50, "1.5"), (0.1 + 0.2, "0.3"), (-0.001, "0"), (10, "10")]
)
def test_numbers_are_short_and_stable(value: float, text: str):
    assert number(value) == text
