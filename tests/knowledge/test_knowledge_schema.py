"""Strict loading: what is wrong in a resource is said with the file's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftpsgui.knowledge import Knowledge, KnowledgeError


def knowledge(tmp_path: Path, text: str) -> Knowledge:
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "x.toml").write_text(text)
    return Knowledge(tmp_path)


HEAD = 'name = "X"\nconfidence = "verified"\n'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("colour = 1", "colour"),
        ('[[fingerprint]]\non = "greeting"\ncontains = "a"\nregex = "b"', "regex"),
        ('[[need.masquerade]]\nsnippet = "a"\nsetting = "b"', "setting"),
        ('[[need.mascarade]]\nsnippet = "a"', "mascarade"),
        ("[[need.masquerade]]\n", "either snippet or say"),
        ('[[need.masquerade]]\nsnippet = "a"\nsay = "b"', "either snippet or say"),
        ('[[need.masquerade]]\nsnippet = "a"\napply = "b"\napply_say = "c"', "only one of apply"),
        ('[[need.masquerade]]\nsnippet = "a {publicip}"', "unknown value publicip"),
        ('[[need.masquerade]]\nsnippet = "a <zone>"', "differ"),
        ('[[need.masquerade]]\nsnippet = "a"\n[need.masquerade.placeholders]\nzone.meaning = "z"', "differ"),
        ('[[need.masquerade]]\nsnippet = "a"\noption = 0', "counted from 1"),
        ("name =", "x.toml"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, body: str, why: str) -> None:
    with pytest.raises(KnowledgeError, match=why) as caught:
        knowledge(tmp_path, HEAD + body).products["x"]
    assert str(caught.value).startswith("x.toml")


def test_opening_reads_nothing(tmp_path: Path) -> None:
    broken = knowledge(tmp_path, "not toml at all")
    assert list(broken.products) == ["x"]
    assert "x" in broken.products
    with pytest.raises(KnowledgeError):
        broken.heads()


def test_identifying_does_not_read_the_cures(tmp_path: Path) -> None:
    assert knowledge(tmp_path, HEAD + "[[need.masquerade]]\nthis is broken").heads()["x"].name == "X"
