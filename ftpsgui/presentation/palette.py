"""The colours by role, light and dark, with a glyph for each role: colour is never the only sign.

Every pair of colours in which text stands on something keeps a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3);
:meth:`Palette.text_pairs` lists them, so that the test forgets none.
"""

from __future__ import annotations

from typing import Literal

import msgspec

RoleName = Literal["good", "bad", "warning", "neutral", "accent"]
"""What a colour says: works, broken, needs care, says nothing, for your information."""

ROLES: tuple[RoleName, ...] = ("good", "bad", "warning", "neutral", "accent")


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """One role: ``ink`` for text, lines and borders; ``tint`` for the surface behind it; ``glyph`` beside it.

    ``dash`` is the SVG stroke-dasharray of a line in this role, ``""`` for an unbroken line.
    """

    name: RoleName
    ink: str
    tint: str
    glyph: str
    dash: str = ""


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """A theme. Colours are ``#RRGGBB``.

    ``window`` lies behind the cards, ``surface`` is a card, ``sunken`` a snippet or a field in a card;
    ``line`` separates and is never text; ``on_accent`` is text on a button filled with the accent's ink.
    """

    name: Literal["light", "dark"]
    window: str
    surface: str
    sunken: str
    text: str
    muted: str
    line: str
    on_accent: str
    good: Role
    bad: Role
    warning: Role
    neutral: Role
    accent: Role

    def role(self, name: RoleName) -> Role:
        """Return the role called ``name``."""
        roles: dict[RoleName, Role] = {role.name: role for role in self.roles}
        return roles[name]

    @property
    def roles(self) -> tuple[Role, ...]:
        """All roles, in the order of :data:`ROLES`."""
        return (self.good, self.bad, self.warning, self.neutral, self.accent)

    def text_pairs(self) -> tuple[tuple[str, str], ...]:
        """Every (text colour, surface colour) that may be drawn together."""
        surfaces = (self.window, self.surface, self.sunken)
        pairs = [(ink, surface) for ink in (self.text, self.muted) for surface in surfaces]
        for role in self.roles:
            pairs += [(role.ink, surface) for surface in (*surfaces, role.tint)]
            pairs += [(self.text, role.tint), (self.muted, role.tint)]
        pairs.append((self.on_accent, self.accent.ink))
        return tuple(pairs)


def _roles(inks: dict[RoleName, tuple[str, str]]) -> dict[RoleName, Role]:
    shapes: dict[RoleName, tuple[str, str]] = {
        "good": ("✓", ""),
        "bad": ("✕", "7 4"),
        "warning": ("!", "9 3 2 3"),
        "neutral": ("–", "2 4"),
        "accent": ("i", "2 4"),
    }
    return {
        name: Role(name=name, ink=ink, tint=tint, glyph=shapes[name][0], dash=shapes[name][1])
        for name, (ink, tint) in inks.items()
    }


_light = _roles(
    {
        "good": ("#1A6E3C", "#E6F4EA"),
        "bad": ("#B3261E", "#FDECEA"),
        "warning": ("#845400", "#FFF4DC"),
        "neutral": ("#555E68", "#F0F2F5"),
        "accent": ("#0B5CB8", "#EAF2FC"),
    }
)
_dark = _roles(
    {
        "good": ("#74D69B", "#1B3526"),
        "bad": ("#FF9C93", "#452321"),
        "warning": ("#F3C55B", "#3B2F14"),
        "neutral": ("#B4BCC6", "#2C3138"),
        "accent": ("#8ABCFF", "#1C3150"),
    }
)

LIGHT = Palette(
    name="light",
    window="#F4F5F7",
    surface="#FFFFFF",
    sunken="#F0F2F5",
    text="#1B1F24",
    muted="#555E68",
    line="#D9DCE1",
    on_accent="#FFFFFF",
    good=_light["good"],
    bad=_light["bad"],
    warning=_light["warning"],
    neutral=_light["neutral"],
    accent=_light["accent"],
)
"""The light theme."""

DARK = Palette(
    name="dark",
    window="#17191D",
    surface="#1F2227",
    sunken="#272B31",
    text="#E8EAED",
    muted="#B4BCC6",
    line="#3B414A",
    on_accent="#0B1A2E",
    good=_dark["good"],
    bad=_dark["bad"],
    warning=_dark["warning"],
    neutral=_dark["neutral"],
    accent=_dark["accent"],
)
"""The dark theme."""


def palette(*, dark: bool = False) -> Palette:
    """Return the theme for the system's colour scheme."""
    return DARK if dark else LIGHT


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` (WCAG 2.2), 0 for black to 1 for white."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
