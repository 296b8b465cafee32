"""What looks the same is painted once."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from ftpsgui.ui import stamps
from ftpsgui.ui.stamps import stamp
from ftpsgui.ui.widgets.badge import Badge


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(stamps, "_known", {})


def canvas(ratio: float = 1.0) -> QImage:
    image = QImage(round(40 * ratio), round(40 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    return image


@pytest.mark.parametrize(("ratio", "drawn"), [(1.0, 1), (2.0, 1), (1.5, 3)])
def test_the_second_time_is_a_copy_where_its_pixels_meet_the_screens(look, ratio, drawn):
    times = []

    def draw(painter: QPainter) -> None:
        times.append(1)
        painter.fillRect(2, 2, 4, 4, QColor("red"))

    pictures = []
    for _ in range(3):
        image = canvas(ratio)
        painter = QPainter(image)
        stamp(painter, "square", 8, 8, draw)
        painter.end()
        pictures.append(image)
    assert len(times) == drawn
    assert pictures[0] == pictures[2]
    assert pictures[0].pixelColor(round(4 * ratio), round(4 * ratio)) == QColor("red")
    assert pictures[0].pixelColor(round(7 * ratio), round(7 * ratio)) == QColor("white")


def test_another_size_or_another_name_is_another_picture(look):
    drawn = []
    image = canvas()
    painter = QPainter(image)
    for what, size in (("a", 8), ("b", 8), ("a", 9), ("a", 8)):
        stamp(painter, what, size, size, lambda _painter, what=what, size=size: drawn.append((what, size)))
    painter.end()
    assert drawn == [("a", 8), ("b", 8), ("a", 9)]


def test_no_more_is_kept_than_a_window_shows(look, monkeypatch):
    monkeypatch.setattr(stamps, "_MOST", 10)
    image = canvas()
    painter = QPainter(image)
    for number in range(35):
        stamp(painter, number, 2, 2, lambda _painter: None)
    painter.end()
    assert len(stamps._known) <= 10


def test_a_badge_takes_the_colours_of_its_new_role(look):
    badge = Badge(20)
    badge.resize(20, 20)
    badge.show_role("good", "check")
    good = badge.grab().toImage()
    badge.show_role("bad", "check")
    assert badge.grab().toImage() != good
    badge.show_role("good", "check")
    assert badge.grab().toImage() == good
