"""Lists and names in the reader's punctuation."""

from __future__ import annotations

import pytest

from ftpsgui.model.message import msg
from ftpsgui.model.phrases import labelled, listing, series
from ftpsgui.texts.translate import Translator

EN, JA = Translator("en"), Translator("ja")


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8, 5000])
def test_items_keep_their_order_in_every_language(count: int) -> None:
    names = [f"port{number}" for number in range(count)]
    assert EN(listing(names)) == ", ".join(names)
    assert JA(listing(names)) == "、".join(names)
    assert EN(series(names)) == "; ".join(names)
    assert JA(series(names)) == "／".join(names)


def test_what_comes_from_the_network_is_no_template() -> None:
    assert EN(listing(["{first}", "a{b"])) == "{first}, a{b"
    assert EN(labelled("{x}", "{y}")) == "{x}: {y}"


def test_messages_inside_are_translated() -> None:
    what = labelled(msg("The server is behind NAT"), listing([msg("The server is behind NAT"), "x"]))
    assert "NAT の内側" in JA(what)
    assert "：" in JA(what)
    assert "、x" in JA(what)
