"""Fonts, the same for Latin letters in whatever language the window was started, and colours that can be seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFont
from PySide6.QtSvg import QSvgRenderer

from ftpsgui.presentation.drawing import Drawing
from ftpsgui.presentation.palette import DARK, LIGHT, contrast
from ftpsgui.ui import theme
from ftpsgui.ui.stylesheet import _seen
from ftpsgui.ui.widgets.picture import Picture, drawn_width
from tests.ui.ui_helpers import show_sample


@pytest.mark.parametrize(
    ("system", "installed", "taken"),
    [
        ("IPAゴシック", ["DejaVu Sans", "IPAゴシック"], "DejaVu Sans"),
        ("DejaVu Sans", ["DejaVu Sans", "IPAGothic"], "DejaVu Sans"),
        ("IPAGothic", ["IPAGothic"], "IPAGothic"),
        ("IPAゴシック", ["DejaVu Sans", "Inter", "IPAゴシック"], "Inter"),
        ("Yu Gothic UI", ["DejaVu Sans", "Inter", "Yu Gothic UI"], "Yu Gothic UI"),
    ],
)
def test_the_fonts_that_nobody_chose_give_way_to_a_latin_one(monkeypatch, system, installed, taken):
    monkeypatch.setattr(theme.QFontDatabase, "families", lambda: installed)
    assert theme._family(system) == taken


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_what_can_be_typed_into_or_dragged_is_seen(colours):
    for ground in (colours.surface, colours.window):
        assert contrast(_seen(colours, ground), ground) >= 3


def test_the_letters_of_a_picture_fall_back_as_those_of_the_window_do(look):
    families = theme.theme.font("body").families()
    assert QFont.substitutes(families[0])[: len(families) - 1] == [name.lower() for name in families[1:]]


def test_a_picture_grows_with_the_letters_of_the_system(look, qtbot, monkeypatch):
    picture = Picture()
    qtbot.addWidget(picture)
    picture.resize(520, 100)
    drawing = Drawing(svg="<svg/>", width=400, height=100, hotspots=(), description="")
    monkeypatch.setattr(QSvgRenderer, "load", lambda *_: True)
    picture.show_drawing(drawing)
    assert picture.height() == 100
    monkeypatch.setattr(theme.theme, "_base", 17)
    picture.show_drawing(drawing)
    assert picture.height() == round(100 * 17 / 13) - 1  # 520 pixels are a little less than 17/13 of 400


def test_code_is_never_larger_than_the_words_beside_it(look, monkeypatch):
    size = theme.theme.font("mono").pixelSize()
    code = QFont(theme.theme.font("mono"))
    assert size <= theme.theme.font("body").pixelSize()

    class Metrics:
        def __init__(self, font: QFont) -> None:
            self.high = font.fixedPitch()

        def xHeight(self) -> float:  # noqa: N802
            return 60.0 if self.high else 50.0

    monkeypatch.setattr(theme, "QFontMetricsF", Metrics)
    for pixels, wanted in ((12, 10), (17, 15), (13, 11)):
        code.setPixelSize(pixels)
        assert theme.theme._beside_words(code) == wanted


def test_a_picture_is_drawn_narrower_where_letters_are_large_and_there_is_room(look, monkeypatch):
    assert drawn_width(700) == 700
    monkeypatch.setattr(theme.theme, "_base", 17)
    assert drawn_width(1118) == round(1118 * 13 / 17)
    assert drawn_width(700) == 650
    assert drawn_width(500) == 500


def test_another_palette_lets_each_widget_be_looked_at_twice_and_no_more(window, qapp):
    """Once without a style sheet, once with the new one; to put one in place of another is eight times."""
    show_sample(window)
    label = window.results.verdict.headline
    heard: list[int] = []

    class Ear(QObject):
        def eventFilter(self, what: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.StyleChange:
                heard.append(1)
            return False

    ear = Ear()
    label.installEventFilter(ear)
    before = label.palette().windowText().color()
    window.choose_appearance("dark")
    qapp.processEvents()
    assert 1 <= len(heard) <= 2
    assert label.palette().windowText().color() != before
    label.removeEventFilter(ear)
