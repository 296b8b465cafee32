"""What a picture consists of for the outside, and the marks that all pictures share (diagram and ladder).

Glyphs are drawn as paths: a font that lacks ✓ or ✕ cannot spoil them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ftpsgui.presentation.palette import Palette
from ftpsgui.presentation.svg import Svg, number

TITLE_SIZE = 12.0
TEXT_SIZE = 11.5
SMALL_SIZE = 10.5
"""Font sizes in pixels."""

GlyphName = Literal["good", "bad", "warning", "neutral", "accent", "running"]


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle in the picture's own pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes share some area."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )


class Hotspot(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the picture that means something: the id of its SVG element, its full words, its evidence.

    ``label`` holds in full what the picture may have shortened (an IPv6 address); ``box`` is where it stands.
    """

    element_id: str
    label: str
    evidence: tuple[str, ...]
    box: Box


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """A finished picture. ``hotspots`` are in reading order; ``description`` says in words what it shows."""

    svg: str
    width: int
    height: int
    hotspots: tuple[Hotspot, ...]
    description: str


def draw_glyph(svg: Svg, glyph: GlyphName, x: float, y: float, colour: str, size: float = 10) -> None:
    """Draw the glyph of a role with its centre at (``x``, ``y``)."""
    half = size / 2
    thick = size * 0.19
    match glyph:
        case "good":
            data = f"M{_p(x - half, y + 0.05 * size)} L{_p(x - 0.12 * size, y + 0.38 * size)}"
            svg.path(f"{data} L{_p(x + half, y - 0.38 * size)}", stroke=colour, width=thick)
        case "bad":
            arm = 0.42 * size
            data = f"M{_p(x - arm, y - arm)} L{_p(x + arm, y + arm)}"
            svg.path(f"{data} M{_p(x + arm, y - arm)} L{_p(x - arm, y + arm)}", stroke=colour, width=thick)
        case "warning":
            svg.path(f"M{_p(x, y - half)} L{_p(x, y + 0.1 * size)}", stroke=colour, width=thick)
            svg.circle(x, y + 0.42 * size, 0.115 * size, fill=colour)
        case "neutral":
            svg.path(f"M{_p(x - 0.38 * size, y)} L{_p(x + 0.38 * size, y)}", stroke=colour, width=thick)
        case "accent":
            svg.circle(x, y - 0.4 * size, 0.115 * size, fill=colour)
            svg.path(f"M{_p(x, y - 0.08 * size)} L{_p(x, y + half)}", stroke=colour, width=thick)
        case "running":
            for step in (-0.38, 0, 0.38):
                svg.circle(x + step * size, y, 0.11 * size, fill=colour)


def draw_head(
    svg: Svg, x: float, y: float, *, rightwards: bool, colour: str, open_head: bool = False
) -> None:
    """Draw an arrow head with its tip at (``x``, ``y``); an open one for what is not finished."""
    back = -10 if rightwards else 10
    points = f"{_p(x + back, y - 5.5)} L{_p(x, y)} L{_p(x + back, y + 5.5)}"
    if open_head:
        svg.path(f"M{points}", stroke=colour, width=1.8)
    else:
        svg.path(f"M{points} Z", fill=colour)


def draw_mark(svg: Svg, box: Box, palette: Palette, *, selected: bool, hovered: bool) -> None:
    """Draw what marks a row, under everything else: a frame when selected, a tint when hovered."""
    if selected:
        frame = palette.accent
        svg.rect(box.x, box.y, box.width, box.height, fill=frame.tint, stroke=frame.ink, radius=6)
    elif hovered:
        svg.rect(box.x, box.y, box.width, box.height, fill=palette.neutral.tint, radius=6)


def draw_rule(
    svg: Svg, x: float, top: float, bottom: float, holes: list[tuple[float, float]], colour: str
) -> None:
    """Draw a dashed life line at ``x`` from ``top`` to ``bottom`` that leaves out the ``holes`` (texts)."""
    y = top
    for start, end in [*sorted(holes), (bottom, bottom)]:
        if start - y > 2:
            svg.line(x, y, x, min(start, bottom), stroke=colour, width=1, dash="3 4")
        y = max(y, end)


def _p(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"
