"""A small SVG writer that cannot be talked into markup: all text is escaped, all ids and colours are checked.

The subset is what QSvgRenderer (SVG Tiny 1.2) and browsers draw alike: no classes, no style sheets, no clip
paths, no filters, one font family (Qt ignores a list), every text placed by its own anchor.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Literal, NamedTuple

Anchor = Literal["start", "middle", "end"]

_ID = re.compile(r"[a-z][a-z0-9-]*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}|none")
_DASH = re.compile(r"[0-9. ]*")
_PATH = re.compile(r"[MLHVACQZ0-9., -]+")


_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def clean(text: str) -> str:
    """Make text from anywhere safe to draw: control, direction and unassigned characters become U+FFFD.

    A line feed becomes a space.
    """
    text = text.replace("\n", " ")
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")
        else c
        for c in text
    )


@lru_cache(maxsize=2048)
def escape(text: str) -> str:
    """Return :func:`clean` text as XML character data, safe inside an attribute too."""
    return clean(text).translate(_ENTITIES)


def number(value: float) -> str:
    """Return a coordinate with at most two decimals, always the same text for the same value."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _checked(pattern: re.Pattern[str], value: str, what: str) -> str:
    if pattern.fullmatch(value) is None:
        raise ValueError(f"not a safe {what}: {value!r}")
    return value


def _weight(bold: bool) -> str:
    # 700, not 600: of a family without a heavy cut (many Japanese ones) Qt makes a bold one, but only from there on.
    return ' font-weight="700"' if bold else ""


class Run(NamedTuple):
    """A piece of a line of text in one style."""

    text: str
    size: float
    fill: str
    bold: bool = False


class Svg:
    """Collects elements; :meth:`finish` returns the document. Raises ValueError on an unsafe id, colour or path."""

    def __init__(self, *, font: str = "sans-serif") -> None:
        self._font = font.split(",", maxsplit=1)[0].strip(" '\"") or "sans-serif"
        self._parts: list[str] = []
        self._ids: set[str] = set()
        self._depth = 1

    def _line(self, markup: str) -> None:
        self._parts.append("  " * self._depth + markup)

    def _identity(self, identity: str | None) -> str:
        if identity is None:
            return ""
        if identity in self._ids:
            raise ValueError(f"two elements with the id {identity!r}")
        self._ids.add(_checked(_ID, identity, "id"))
        return f' id="{identity}"'

    @staticmethod
    def _paint(fill: str, stroke: str, width: float, dash: str, opacity: float) -> str:
        text = f' fill="{_checked(_COLOUR, fill, "colour")}"'
        if stroke != "none":
            text += f' stroke="{_checked(_COLOUR, stroke, "colour")}" stroke-width="{number(width)}"'
            if dash:
                text += f' stroke-dasharray="{_checked(_DASH, dash, "dash pattern")}"'
        if opacity < 1:
            text += f' fill-opacity="{number(opacity)}"'
        return text

    @contextmanager
    def group(self, identity: str, *, title: str = "") -> Iterator[None]:
        """Open a group with a stable element id and, for browsers and screen readers, a title."""
        self._line(f"<g{self._identity(identity)}>")
        self._depth += 1
        if title:
            self._line(f"<title>{escape(title)}</title>")
        yield
        self._depth -= 1
        self._line("</g>")

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        stroke_width: float = 1,
        radius: float = 0,
        dash: str = "",
        opacity: float = 1,
        identity: str | None = None,
    ) -> None:
        """Add a rectangle."""
        corner = f' rx="{number(radius)}" ry="{number(radius)}"' if radius else ""
        self._line(
            f'<rect{self._identity(identity)} x="{number(x)}" y="{number(y)}" width="{number(width)}"'
            f' height="{number(height)}"{corner}{self._paint(fill, stroke, stroke_width, dash, opacity)}/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: str, width: float = 1, dash: str = ""
    ) -> None:
        """Add a straight line."""
        paint = self._paint("none", stroke, width, dash, 1)
        self._line(f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"{paint}/>')

    def path(
        self, data: str, *, fill: str = "none", stroke: str = "none", width: float = 1, dash: str = ""
    ) -> None:
        """Add a path; ``data`` uses absolute commands only."""
        paint = self._paint(fill, stroke, width, dash, 1)
        joins = ' stroke-linecap="round" stroke-linejoin="round"' if stroke != "none" and not dash else ""
        self._line(f'<path d="{_checked(_PATH, data, "path")}"{paint}{joins}/>')

    def circle(
        self, x: float, y: float, radius: float, *, fill: str = "none", stroke: str = "none", width: float = 1
    ) -> None:
        """Add a circle."""
        paint = self._paint(fill, stroke, width, "", 1)
        self._line(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"{paint}/>')

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        fill: str,
        bold: bool = False,
        mono: bool = False,
        anchor: Anchor = "start",
    ) -> None:
        """Add one line of text with its baseline at ``y``; ``text`` may come from anywhere."""
        family = "monospace" if mono else self._font
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._line(
            f'<text x="{number(x)}" y="{number(y)}" font-family="{escape(family)}" font-size="{number(size)}"'
            f'{_weight(bold)} fill="{_checked(_COLOUR, fill, "colour")}"{place}>{escape(text)}</text>'
        )

    def runs(self, x: float, y: float, runs: Sequence[Run]) -> None:
        """Add one line of text made of differently styled runs that follow each other, whatever the font."""
        spans = "".join(
            f'<tspan font-size="{number(run.size)}"{_weight(run.bold)} fill="{_checked(_COLOUR, run.fill, "colour")}">'
            f"{escape(run.text)}</tspan>"
            for run in runs
        )
        self._line(
            f'<text x="{number(x)}" y="{number(y)}" font-family="{escape(self._font)}" xml:space="preserve">{spans}</text>'
        )

    def finish(self, width: float, height: float, *, title: str, description: str) -> str:
        """Return the document; ``title`` and ``description`` are its text for screen readers."""
        size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
        head = [
            f'<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny" role="img" {size}>',
            f"  <title>{escape(title)}</title>",
            f"  <desc>{escape(description)}</desc>",
        ]
        return "\n".join([*head, *self._parts, "</svg>", ""])
