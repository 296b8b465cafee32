import re

import pytest

from ftpsgui.presentation.palette import DARK, LIGHT, ROLES, Palette, contrast, luminance, palette

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def test_black_on_white_has_the_contrast_that_wcag_names():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the well-known near miss


@THEMES
def test_text_can_be_read_on_every_surface_it_may_stand_on(theme: Palette):
    poor = {pair: round(contrast(*pair), 2) for pair in theme.text_pairs() if contrast(*pair) < 4.5}
    assert poor == {}


@THEMES
def test_the_pairs_cover_every_role_on_the_card_and_on_its_own_tint(theme: Palette):
    pairs = set(theme.text_pairs())
    for role in theme.roles:
        assert (role.ink, theme.surface) in pairs
        assert (role.ink, role.tint) in pairs


@THEMES
def test_a_role_differs_from_each_other_by_glyph_and_not_by_colour_alone(theme: Palette):
    assert tuple(role.name for role in theme.roles) == ROLES
    assert "".join(role.glyph for role in theme.roles) == "✓✕!–i"
    dashes = [theme.role(name).dash for name in ("good", "bad", "warning", "neutral")]
    assert len(set(dashes)) == len(dashes)


@THEMES
def test_colours_are_six_hex_digits(theme: Palette):
    colours = [
        theme.window,
        theme.surface,
        theme.sunken,
        theme.text,
        theme.muted,
        theme.line,
        theme.on_accent,
    ]
    colours += [colour for role in theme.roles for colour in (role.ink, role.tint)]
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in colours)


def test_the_dark_theme_is_dark_and_the_light_one_light():
    assert palette(dark=True) is DARK
    assert palette() is LIGHT
    assert luminance(DARK.surface) < 0.05 < 0.9 < luminance(LIGHT.surface)
