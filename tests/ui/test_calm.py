"""Many changes are one layout, and a picture is drawn as often as one can follow."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ftpsgui.presentation.drawing import Drawing
from ftpsgui.presentation.view_state import TopologyView
from ftpsgui.ui.calm import calm
from ftpsgui.ui.widgets.topology_card import TopologyCard
from tests.ui.ui_helpers import show_sample, turn, until


class Counted(QVBoxLayout):
    """A layout that counts how often it laid out."""

    times = 0

    def setGeometry(self, box: QRect) -> None:  # noqa: N802
        self.times += 1
        super().setGeometry(box)


def hosted(window: QWidget) -> tuple[Counted, QWidget, list[QLabel]]:
    host = QWidget(window)
    host.resize(200, 400)
    layout = Counted(host)
    inner = QWidget()
    layout.addWidget(inner)
    below = QVBoxLayout(inner)
    labels = [QLabel(f"label {number}") for number in range(5)]
    for label in labels:
        label.hide()
        below.addWidget(label)
    host.show()
    layout.times = 0
    return layout, inner, labels


def test_five_labels_that_come_into_sight_are_one_layout(window, look):
    layout, inner, labels = hosted(window)
    for label in labels:
        label.show()
    look.processEvents()
    each = layout.times
    layout, inner, labels = hosted(window)
    with calm(inner):
        for label in labels:
            label.show()
        assert layout.times == 0
    look.processEvents()
    assert 1 <= layout.times < each
    assert all(label.height() >= label.sizeHint().height() for label in labels)


def test_a_layout_that_rested_before_goes_on_resting(window):
    layout, inner, _labels = hosted(window)
    with calm(inner), calm(inner):
        pass
    assert layout.isEnabled()
    layout.setEnabled(False)
    with calm(inner):
        pass
    assert not layout.isEnabled()


async def test_while_a_run_goes_on_the_picture_is_drawn_as_often_as_one_can_follow(window):
    card = TopologyCard()
    card.setParent(window)
    card.resize(500, 300)
    card.show()
    drawn: list[int] = []
    wanted = [0]

    def draw(width: int, _font: str) -> Drawing:
        drawn.append(wanted[0])
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20"></svg>'
        return Drawing(svg=svg, width=width, height=20, hotspots=(), description=str(wanted[0]))

    card.show_topology(TopologyView(klass="", caption=""), draw)
    await until(lambda: not card._timer.isActive())
    card.redraw()
    drawn.clear()
    for number in range(1, 6):
        wanted[0] = number
        card.redraw_in_time(running=True)
    assert drawn == []
    await until(lambda: drawn)
    assert drawn == [5]
    card.redraw_in_time(running=False)
    assert drawn == [5, 5]


async def test_a_long_exchange_is_drawn_once_when_it_is_turned_to(window, look):
    show_sample(window)
    results = window.results
    widths = []
    draw = results.draw_exchange

    def counted(width, font, everything):
        widths.append(width)
        return msgspec.structs.replace(draw(width, font, everything), height=3000)

    results.tabs.show_page("findings")
    results.exchange.show_picture(counted)
    await turn()
    assert widths == []  # nothing is drawn that nobody sees
    results.tabs.show_page("exchange")
    await turn()
    assert len(widths) == 1, widths
    assert results.exchange.picture.height() == 3000
