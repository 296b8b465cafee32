"""The message ladder: each command and reply at each hop, with both addresses before and after each NAT.

    192.168.10.2:9000 --> 203.0.113.1:21  |  198.51.100.1:? --> 203.0.113.1:21  |  198.51.100.1:? --> 10.20.30.2:?
    PASV

The address on the left of a hop is the client's end, the one on the right the server's; the arrow says who sends.
A header that a NAT rewrote is marked; the payload that it could not read is shown untouched above all hops.
"""

from __future__ import annotations

import msgspec

from ftpsgui.model.findings import Topology
from ftpsgui.model.message import msg
from ftpsgui.presentation.drawing import (
    SMALL_SIZE,
    Box,
    Drawing,
    Hotspot,
    draw_glyph,
    draw_head,
    draw_mark,
    draw_rule,
)
from ftpsgui.presentation.hops import Hop, Segment, hops, path_of
from ftpsgui.presentation.ladder_words import segment_name, spoken, text_lines
from ftpsgui.presentation.measure import shorten, text_width, wrap
from ftpsgui.presentation.palette import Palette
from ftpsgui.presentation.places import MARGIN, Place, draw_places, lay_out, place_hotspots
from ftpsgui.presentation.rungs import Rung, rungs
from ftpsgui.presentation.svg import Run, Svg
from ftpsgui.session.state import State
from ftpsgui.texts.of_a_log import words_for
from ftpsgui.texts.translate import Translator

MINIMUM_WIDTH = 480

_LINE = 15.0
_GAP = "   "


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of text that was placed: its runs, and how wide it may be."""

    x: float
    baseline: float
    runs: tuple[Run, ...]
    width: float


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """A rung that was placed. ``y`` is the height of its arrows (of the band for TLS); ``stacked``: two lines of addresses."""

    rung: Rung
    hops: tuple[Hop, ...]
    box: Box
    lines: tuple[_Line, ...]
    y: float
    label: str


class _Layout(msgspec.Struct, frozen=True, kw_only=True):
    """What all rows share: the life lines' x, the segments between them, and whether two addresses fit side by side."""

    x_of: dict[str, float]
    spans: dict[Segment, tuple[float, float]]
    ends: tuple[float, float]
    left: float
    right: float
    stacked: bool


def draw_ladder(
    state: State,
    topology: Topology,
    palette: Palette,
    translate: Translator,
    width: int,
    *,
    everything: bool = False,
    selected: frozenset[str] = frozenset(),
    hovered: str | None = None,
    font: str = "sans-serif",
) -> Drawing:
    """Draw the ladder of ``state`` in ``width`` pixels; the height follows.

    ``everything``: also the commands that say nothing about addresses. ``selected``: observation ids whose rungs are
    marked; ``hovered``: an element id.
    """
    width = max(width, MINIMUM_WIDTH)
    translate = words_for(translate, log=state.log is not None)
    places = lay_out(topology, translate, width, internet=False)
    found = [(rung, hops(rung, topology, state)) for rung in rungs(state, everything=everything)]
    layout = _layout(places, topology, [hop for _, one in found for hop in one], width)
    head = max(place.box.bottom for place in places)
    y = head + 24
    rows: list[_Row] = []
    for rung, way in found:
        rows.append(_row(rung, way, topology, translate, palette, layout, y))
        y = rows[-1].box.bottom + 2
    inferred = any(not hop.seen for row in rows for hop in row.hops)
    legend = _legend(translate, palette, layout, y + 6) if inferred else ()
    height = round((legend[-1].baseline if legend else y) + 12)
    svg = Svg(font=font)
    _draw_ground(svg, layout, palette, head + 4, y)
    for row in rows:
        draw_mark(
            svg, row.box, palette, selected=row.rung.evidence in selected, hovered=hovered == row.rung.id
        )
    _draw_rules(svg, places, rows, palette, head + 4, y)
    draw_places(svg, places, palette, selected, hovered, "ladder")
    _draw_segment_names(svg, layout, topology, translate, palette, head + 16)
    for row in rows:
        _draw_row(svg, row, layout, palette)
    for line in legend:
        svg.runs(line.x, line.baseline, line.runs)
    description = "\n".join(row.label for row in rows)
    title = translate.render(msg("What was said, at each hop"))
    return Drawing(
        svg=svg.finish(width, height, title=title, description=description),
        width=width,
        height=height,
        hotspots=place_hotspots(places, "ladder")
        + tuple(
            Hotspot(element_id=row.rung.id, label=row.label, evidence=(row.rung.evidence,), box=row.box)
            for row in rows
            if row.rung.evidence
        ),
        description=description,
    )


def _layout(places: tuple[Place, ...], topology: Topology, all_hops: list[Hop], width: int) -> _Layout:
    path = path_of(topology)
    x_of = {place.id: place.x for place in places}
    spans: dict[Segment, tuple[float, float]] = {
        segment: (x_of[path.places[index]], x_of[path.places[index + 1]])
        for index, segment in enumerate(path.segments)
    }
    stacked = any(
        text_width(f"{hop.left}{_GAP}{hop.right}", SMALL_SIZE, bold=True) + 20
        > spans[hop.segment][1] - spans[hop.segment][0]
        for hop in all_hops
    )
    return _Layout(
        x_of=x_of,
        spans=spans,
        ends=(places[0].x, places[-1].x),
        left=places[0].x,
        right=width - MARGIN,
        stacked=stacked,
    )


def _row(
    rung: Rung,
    way: tuple[Hop, ...],
    topology: Topology,
    translate: Translator,
    palette: Palette,
    layout: _Layout,
    top: float,
) -> _Row:
    """Place one rung under ``top``."""
    label = spoken(rung, way, topology, translate)
    x = layout.left + 8
    room = layout.right - x
    texts = text_lines(rung, way, translate, palette, room)
    first = top + (20 if rung.kind == "heading" else 14)
    lines = tuple(
        _Line(
            x=x,
            baseline=first + index * _LINE,
            runs=runs,
            width=sum(text_width(run.text, run.size, bold=run.bold) for run in runs),
        )
        for index, runs in enumerate(texts)
    )
    y = lines[-1].baseline
    bottom = y + 6
    if way:
        y += 23
        bottom = y + (20 if layout.stacked else 9)
    box = Box(x=MARGIN / 2, y=top, width=layout.right, height=bottom - top)
    return _Row(rung=rung, hops=way, box=box, lines=lines, y=y, label=label)


def _legend(translate: Translator, palette: Palette, layout: _Layout, top: float) -> tuple[_Line, ...]:
    text = translate.render(
        msg("Solid: seen on this computer. Dashed: inferred from the topology. ?: cannot be known from here.")
    )
    room = layout.right - MARGIN
    return tuple(
        _Line(
            x=MARGIN,
            baseline=top + 12 + index * _LINE,
            runs=(Run(line, SMALL_SIZE, palette.muted),),
            width=text_width(line, SMALL_SIZE),
        )
        for index, line in enumerate(wrap(text, room, SMALL_SIZE))
    )


def _draw_ground(svg: Svg, layout: _Layout, palette: Palette, top: float, bottom: float) -> None:
    for segment, (start, end) in layout.spans.items():
        if segment != "internet":
            svg.rect(start, top, end - start, bottom - top, fill=palette.sunken)


def _draw_segment_names(
    svg: Svg, layout: _Layout, topology: Topology, translate: Translator, palette: Palette, baseline: float
) -> None:
    for segment, (start, end) in layout.spans.items():
        name = shorten(translate.render(segment_name(segment, topology)), end - start - 6, SMALL_SIZE)
        svg.text((start + end) / 2, baseline, name, size=SMALL_SIZE, fill=palette.muted, anchor="middle")


def _draw_rules(
    svg: Svg, places: tuple[Place, ...], rows: list[_Row], palette: Palette, top: float, bottom: float
) -> None:
    for place in places:
        holes = [
            (line.baseline - 12, line.baseline + 4)
            for row in rows
            for line in row.lines
            if line.x - 4 <= place.x <= line.x + line.width + 4
        ]
        draw_rule(svg, place.x, top, bottom, holes, palette.line)


def _draw_row(svg: Svg, row: _Row, layout: _Layout, palette: Palette) -> None:
    with svg.group(row.rung.id, title=row.label):
        svg.rect(row.box.x, row.box.y, row.box.width, row.box.height, fill=palette.surface, opacity=0)
        if row.rung.kind == "tls":
            role = palette.role(row.rung.role)
            box = row.box
            svg.rect(
                layout.left,
                box.y + 2,
                layout.ends[1] - layout.ends[0],
                box.height - 2,
                fill=role.tint,
                radius=4,
            )
        for line in row.lines:
            svg.runs(line.x, line.baseline, line.runs)
        for hop in row.hops:
            _draw_hop(svg, row, hop, layout, palette)


def _draw_hop(svg: Svg, row: _Row, hop: Hop, layout: _Layout, palette: Palette) -> None:
    """Draw one hop: its arrow, the two addresses above (or above and below) it, and the NAT that it came through."""
    start, end = layout.spans[hop.segment]
    y, rung = row.y, row.rung
    ink = palette.role(rung.role).ink if rung.role in ("good", "bad") else palette.accent.ink
    tail, tip = (start, end) if rung.rightwards else (end, start)
    if tip not in layout.ends:
        tip += -5 if rung.rightwards else 5  # leaves room for the mark of the NAT
    if hop.dies == "middle":
        tip = (start + end) / 2
    elif hop.dies == "end":
        tip += -12 if rung.rightwards else 12
    back = -9 if rung.rightwards else 9
    dash = "" if hop.seen else "5 4"
    stop = tip if hop.dies else tip + back
    svg.line(tail, y, stop, y, stroke=ink, width=1.6 if hop.seen else 1.2, dash=dash)
    if hop.dies:
        draw_glyph(svg, "bad", tip, y, palette.bad.ink, 12)
    else:
        draw_head(svg, tip, y, rightwards=rung.rightwards, colour=ink)
    if hop.left_changed or hop.right_changed:
        svg.circle(tail, y, 4, fill=palette.warning.tint, stroke=palette.warning.ink, width=1.4)
    _draw_ends(svg, hop, (start, end), y, layout, palette)


def _draw_ends(
    svg: Svg, hop: Hop, span: tuple[float, float], y: float, layout: _Layout, palette: Palette
) -> None:
    room = span[1] - span[0] - 14
    each = room if layout.stacked else room / 2
    styles = [
        (hop.left, hop.left_changed, span[0] + 7, "start", y - 7),
        (hop.right, hop.right_changed, span[1] - 7, "end", y + 15 if layout.stacked else y - 7),
    ]
    for place, changed, x, anchor, baseline in styles:
        text = shorten(str(place), each, SMALL_SIZE, bold=changed)
        colour = palette.warning.ink if changed else palette.muted
        svg.text(
            x,
            baseline,
            text,
            size=SMALL_SIZE,
            fill=colour,
            bold=changed,
            anchor="start" if anchor == "start" else "end",
        )
