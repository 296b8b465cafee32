"""The diagram: who stands where on the path, and how far each connection comes. Pure; the SVG is the result.

    This computer    Your router    Internet    Its router    FTPS server
         |---- control -------------------------------------------->|
         |- - - PASV as advertised - - - - -✕
         |---- PASV at the server's address ----------------------->|
                          ✕ · · · · · · · PORT · · · · · · · · · · ·|

What an arrow says is decided in :mod:`ftpsgui.presentation.arrows`; here it is only placed, so that no text leaves
the picture or lies on another, in any language and width.
"""

from __future__ import annotations

import msgspec

from ftpsgui.model.findings import ModeRow, Topology
from ftpsgui.model.message import msg
from ftpsgui.presentation.arrows import Arrow, ControlNote, control_arrow, mode_arrows
from ftpsgui.presentation.drawing import (
    TEXT_SIZE,
    TITLE_SIZE,
    Box,
    Drawing,
    GlyphName,
    Hotspot,
    draw_glyph,
    draw_head,
    draw_mark,
    draw_rule,
)
from ftpsgui.presentation.measure import shorten, text_width, wrap
from ftpsgui.presentation.palette import Palette
from ftpsgui.presentation.places import MARGIN, Place, draw_places, lay_out, place_hotspots
from ftpsgui.presentation.svg import Run, Svg
from ftpsgui.texts.translate import Translator

MINIMUM_WIDTH = 480
"""Narrower than this nothing is promised; the picture is drawn this wide and scaled by whoever shows it."""

_GLYPH_ROOM = 17.0
_GAP = "   "
"""Between name and note."""
_LINE_HEIGHT = 16.0
_ABOVE = 6.0
_BELOW = 12.0
_AROUND = 5.0
"""How far the ground of a private network reaches beyond the boxes that stand on it."""


class _Text(msgspec.Struct, frozen=True, kw_only=True):
    """A line of text that was placed: the name of the arrow, a note, or both."""

    what: str
    note: str
    x: float
    baseline: float

    @property
    def width(self) -> float:
        return _line_width(self.what, self.note)


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """An arrow that was placed: its line at ``y`` from ``start`` to ``end`` (and a ghost on to ``goal``)."""

    arrow: Arrow
    box: Box
    glyph_x: float
    texts: tuple[_Text, ...]
    y: float
    start: float
    end: float
    goal: float


def draw(
    topology: Topology,
    modes: tuple[ModeRow, ...],
    palette: Palette,
    translate: Translator,
    width: int,
    *,
    selected: frozenset[str] = frozenset(),
    hovered: str | None = None,
    running: frozenset[str] = frozenset(),
    target: str = "",
    control: ControlNote | None = None,
    font: str = "sans-serif",
) -> Drawing:
    """Draw the topology and what was tried in ``width`` pixels; the height follows.

    ``selected``: observation ids whose arrows and boxes are marked; ``hovered``: an element id. ``running``: probes
    under way (``connect``, ``pasv`` …), drawn as pending. ``target``: ``host:port`` of the control connection,
    ``control``: a short note beside it (``TLS 1.3``). ``font``: one family, for the picture inside a window.
    """
    width = max(width, MINIMUM_WIDTH)
    places = lay_out(topology, translate, width)
    arrows = _arrows(topology, modes, places, running, target, control)
    top = max(place.box.bottom for place in places) + 8
    rows: list[_Row] = []
    y = top
    for arrow in arrows:
        rows.append(_row(arrow, places, translate, width, y))
        y = rows[-1].box.bottom
    height = round(y + 10)
    description = _description(places, arrows, translate)
    svg = Svg(font=font)
    _draw_networks(svg, places, palette)
    for row in rows:
        draw_mark(
            svg,
            row.box,
            palette,
            selected=bool(selected & set(row.arrow.evidence)),
            hovered=hovered == row.arrow.id,
        )
    _draw_rules(svg, places, rows, palette, top, y)
    draw_places(svg, places, palette, selected, hovered)
    for row in rows:
        _draw_row(svg, row, palette, translate, bool(selected & set(row.arrow.evidence)))
    document = svg.finish(
        width,
        height,
        title=translate.render(msg("The path between you and the server")),
        description=description,
    )
    hotspots = place_hotspots(places) + tuple(
        Hotspot(
            element_id=row.arrow.id,
            label=_label(row.arrow, translate),
            evidence=row.arrow.evidence,
            box=row.box,
        )
        for row in rows
    )
    return Drawing(svg=document, width=width, height=height, hotspots=hotspots, description=description)


def _arrows(
    topology: Topology,
    modes: tuple[ModeRow, ...],
    places: tuple[Place, ...],
    running: frozenset[str],
    target: str,
    control: ControlNote | None,
) -> tuple[Arrow, ...]:
    nodes = tuple(place.id for place in places)
    first = control_arrow(topology, note=control, target=target, running="connect" in running, nodes=nodes)
    return (*((first,) if first else ()), *mode_arrows(topology, modes, running=running, nodes=nodes))


def _row(arrow: Arrow, places: tuple[Place, ...], translate: Translator, width: int, top: float) -> _Row:
    """Place one arrow with its texts under ``top``."""
    x_of = {place.id: place.x for place in places}
    first = places[0].x + 10
    start, goal, end = x_of[arrow.origin], x_of[arrow.goal], x_of[arrow.end]
    if arrow.reach == "died" and arrow.end == arrow.goal:
        end += -16 if goal > start else 16  # it stopped at the door: the cross stands before the life line
    if arrow.reach == "died" and arrow.end == arrow.origin:
        end = start
    texts, glyph_x, lines = _place_texts(arrow, translate, first, width - MARGIN, top)
    y = top + _ABOVE + lines * _LINE_HEIGHT + 5
    box = Box(x=MARGIN / 2, y=top + 2, width=width - MARGIN, height=y + _BELOW - 4 - top)
    return _Row(arrow=arrow, box=box, glyph_x=glyph_x, texts=texts, y=y, start=start, end=end, goal=goal)


def _place_texts(
    arrow: Arrow, translate: Translator, left: float, right: float, top: float
) -> tuple[tuple[_Text, ...], float, int]:
    """Place the words above the arrow: in one line where they fit, else the notes on lines of their own.

    All begin at the same ``left``, whichever way their arrow goes: so the eye runs down one edge.
    """
    room = right - left - _GLYPH_ROOM
    what = translate.render(arrow.what)
    note = " · ".join(translate.render(one) for one in arrow.notes)
    if _line_width(what, note) <= room:
        lines = [(what, note)]
    else:
        lines = [(shorten(what, room, TITLE_SIZE, bold=True), "")]
        lines += [("", line) for line in wrap(note, room, TEXT_SIZE)]
    x = left
    baseline = top + _ABOVE + 11
    texts = tuple(
        _Text(what=line[0], note=line[1], x=x + _GLYPH_ROOM, baseline=baseline + index * _LINE_HEIGHT)
        for index, line in enumerate(lines)
    )
    return texts, x, len(lines)


def _line_width(what: str, note: str) -> float:
    gap = _GAP if what and note else ""
    return text_width(what, TITLE_SIZE, bold=True) + text_width(gap + note, TEXT_SIZE)


def _draw_networks(svg: Svg, places: tuple[Place, ...], palette: Palette) -> None:
    """Put an end and its router on one ground: there, and nowhere else, their private addresses mean something."""
    box_of = {place.id: place.box for place in places}
    for first, second in (("client", "client-router"), ("server-router", "server")):
        if first in box_of and second in box_of:
            left, right = box_of[first], box_of[second]
            svg.rect(
                left.x - _AROUND,
                left.y - _AROUND,
                right.right - left.x + 2 * _AROUND,
                left.height + 2 * _AROUND,
                fill=palette.sunken,
                radius=11,
            )


def _draw_rules(
    svg: Svg, places: tuple[Place, ...], rows: list[_Row], palette: Palette, top: float, bottom: float
) -> None:
    """Draw the life lines, interrupted where a text stands."""
    for place in places:
        holes = [
            (text.baseline - 13, text.baseline + 5)
            for row in rows
            for text in row.texts
            if min(text.x, row.glyph_x) - 4 <= place.x <= text.x + text.width + 4
        ]
        draw_rule(svg, place.x, top, bottom + 2, holes, palette.line)


def _draw_row(svg: Svg, row: _Row, palette: Palette, translate: Translator, selected: bool) -> None:
    arrow = row.arrow
    role = palette.role(arrow.role)
    with svg.group(arrow.id, title=_label(arrow, translate)):
        svg.rect(row.box.x, row.box.y, row.box.width, row.box.height, fill=palette.surface, opacity=0)
        glyph: GlyphName = "running" if arrow.running else role.name
        draw_glyph(svg, glyph, row.glyph_x + 5, row.texts[0].baseline - 4, role.ink)
        for text in row.texts:
            gap = _GAP if text.what and text.note else ""
            runs = [
                Run(text.what, TITLE_SIZE, role.ink, bold=True),
                Run(gap + text.note, TEXT_SIZE, palette.muted),
            ]
            svg.runs(text.x, text.baseline, [run for run in runs if run.text])
        _draw_arrow(svg, row, palette, selected)


def _draw_arrow(svg: Svg, row: _Row, palette: Palette, selected: bool) -> None:
    arrow, y = row.arrow, row.y
    role = palette.role(arrow.role)
    rightwards = row.goal > row.start
    thick = (1.4 if arrow.predicted or arrow.reach == "kept" else 2.2) + selected
    back = -9 if rightwards else 9
    match arrow.reach:
        case "arrived":
            svg.line(row.start, y, row.end + back, y, stroke=role.ink, width=thick, dash=role.dash)
            draw_head(svg, row.end, y, rightwards=rightwards, colour=role.ink)
        case "died":
            if row.end != row.start:
                dash = palette.bad.dash if arrow.role == "bad" else palette.neutral.dash
                svg.line(row.start, y, row.end, y, stroke=role.ink, width=thick, dash=dash)
            else:
                svg.line(row.start, y, row.goal, y, stroke=palette.muted, width=1, dash=palette.neutral.dash)
            draw_glyph(svg, "bad", row.end, y, role.ink, 13)
        case "kept":
            svg.line(row.start, y, row.end + back, y, stroke=role.ink, width=thick, dash=palette.neutral.dash)
            draw_head(svg, row.end, y, rightwards=rightwards, colour=role.ink, open_head=True)


def _label(arrow: Arrow, translate: Translator) -> str:
    return translate.render(arrow.spoken)


def _description(places: tuple[Place, ...], arrows: tuple[Arrow, ...], translate: Translator) -> str:
    """Say the picture in sentences: the places from left to right, then one sentence for each arrow."""
    path = translate.render(msg("From left to right: {places}.", places=" | ".join(p.full for p in places)))
    return "\n".join([path, *(_label(arrow, translate) for arrow in arrows)])
