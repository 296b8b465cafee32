"""The pictures in the renderer that shows them: what it draws, and where it says that things are."""

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from ftpsgui.presentation.diagram import draw
from ftpsgui.presentation.drawing import Drawing
from ftpsgui.presentation.ladder import draw_ladder
from ftpsgui.presentation.measure import text_width
from ftpsgui.presentation.palette import DARK, LIGHT, Palette
from ftpsgui.texts.translate import Translator
from ftpsgui.topology.derive import derive
from ftpsgui.topology.modes import mode_rows
from tests.presentation import stories
from tests.presentation.boxes import text_boxes

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(params=["diagram", "ladder"])
def drawing(request: pytest.FixtureRequest) -> Drawing:
    return picture(request.param, LIGHT)


def picture(kind: str, palette: Palette) -> Drawing:
    state = stories.t4()
    if kind == "ladder":
        return draw_ladder(state, derive(state), palette, Translator("en"), 712)
    return draw(derive(state), mode_rows(state), palette, Translator("en"), 712, target="203.0.113.1:21")


def renderer_of(drawing: Drawing) -> QSvgRenderer:
    renderer = QSvgRenderer(QByteArray(drawing.svg.encode()))
    assert renderer.isValid()
    return renderer


def pixels(drawing: Drawing, ground: str) -> QImage:
    image = QImage(drawing.width, drawing.height, QImage.Format.Format_ARGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    renderer_of(drawing).render(painter)
    painter.end()
    return image


def test_qt_finds_each_hotspot_where_the_drawing_says(qapp: QApplication, drawing: Drawing):
    renderer = renderer_of(drawing)
    assert renderer.defaultSize().width() == drawing.width
    for spot in drawing.hotspots:
        bounds = renderer.boundsOnElement(spot.element_id)
        for ours, theirs in (
            (spot.box.x, bounds.x()),
            (spot.box.y, bounds.y()),
            (spot.box.right, bounds.right()),
            (spot.box.bottom, bounds.bottom()),
        ):
            assert theirs == pytest.approx(ours, abs=2), spot.element_id


def test_something_is_drawn_where_each_text_stands(drawing: Drawing):
    image = pixels(drawing, "#FFFFFF")
    for text, box in text_boxes(drawing):
        xs = range(int(box.x), min(int(box.right), image.width() - 1))
        ys = range(int(box.y), min(int(box.bottom), image.height() - 1))
        dark = sum(image.pixelColor(x, y).lightness() < 130 for x in xs for y in ys)
        assert dark > 0, text


def test_the_dark_picture_is_drawn_for_a_dark_card():
    image = pixels(picture("diagram", DARK), DARK.surface)
    colours = {image.pixelColor(x, y).name().upper() for x in range(0, 712, 2) for y in range(image.height())}
    assert {DARK.accent.tint, DARK.warning.tint, DARK.sunken} <= colours
    assert LIGHT.surface not in colours


@pytest.mark.parametrize("bold", [False, True])
def test_the_measured_width_is_an_upper_bound_of_the_real_one(bold: bool):
    font = QFont("sans-serif")
    font.setPixelSize(12)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    metrics = QFontMetricsF(font)
    for text in (
        "PASV → 203.0.113.1:50003",
        "[2001:db8::1]:21",
        "as advertised, the server's own address",
        "日本語の表示",
    ):
        assert metrics.horizontalAdvance(text) <= text_width(text, 12, bold=bold) + 1, text
