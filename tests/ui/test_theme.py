"""Which font the window takes: the same for Latin letters in whatever language it was started."""

from __future__ import annotations

import pytest

from ftpsgui.ui import theme


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
