"""227 and 229 in the shapes that were seen in the field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.facts import Reply
from ftpsgui.protocol.passive import parse_epsv, parse_pasv, pasv_violation


def reply(text: str) -> Reply:
    return Reply(code=int(text[:3]), lines=(text[4:],), raw=text)


@pytest.mark.parametrize(
    ("text", "host", "port", "violations"),
    [
        ("227 Entering Passive Mode (10,20,30,2,195,80).", "10.20.30.2", 50000, ()),
        ("227 Entering Passive Mode 10,20,30,2,195,80", "10.20.30.2", 50000, ("no-parentheses",)),
        ("227 =10,20,30,2,195,80", "10.20.30.2", 50000, ("no-parentheses",)),
        ("227 Entering Passive Mode (10, 20, 30, 2, 195, 80)", "10.20.30.2", 50000, ("spaces",)),
        ("227 Entering Passive Mode (10.20.30.2.195.80)", "10.20.30.2", 50000, ("other-delimiter",)),
        ("227 Entering Passive Mode (0,0,0,0,195,80)", "0.0.0.0", 50000, ()),
        ("227 Entering Passive Mode (10,20,30,2,0,0)", "10.20.30.2", 0, ("port-zero",)),
        ("200 Entering Passive Mode (10,20,30,2,195,80)", "10.20.30.2", 50000, ("unexpected-code",)),
    ],
)
def test_pasv(text: str, host: str, port: int, violations: tuple[str, ...]) -> None:
    assert parse_pasv(reply(text)) == (host, port, violations)


@pytest.mark.parametrize(
    ("text", "violation"),
    [
        ("227 Entering Passive Mode (300,20,30,2,195,80)", "number-over-255"),
        ("227 Entering Passive Mode (10,20,30,2,195)", "not-six-numbers"),
        ("227 Entering Passive Mode (2001:db8::1,195,80)", "ipv6-in-227"),
        ("227 OK", "not-six-numbers"),
        ("227 Entering Passive Mode (|||50000|)", "ipv6-in-227"),
    ],
)
def test_pasv_that_cannot_be_read(text: str, violation: str) -> None:
    assert parse_pasv(reply(text)) is None
    assert pasv_violation(reply(text)) == violation


@pytest.mark.parametrize(
    ("text", "port", "violations"),
    [
        ("229 Entering Extended Passive Mode (|||50006|)", 50006, ()),
        ("229 Entering Extended Passive Mode (!!!50006!)", 50006, ()),
        ("229 Entering Extended Passive Mode |||50006|", 50006, ("no-parentheses",)),
        ("229 Extended (|1|10.0.0.1|50006|)", 50006, ("address-in-229",)),
        ("227 Entering Passive Mode (10,20,30,2,195,80)", 50000, ("unexpected-code", "227-text-to-epsv")),
    ],
)
def test_epsv(text: str, port: int, violations: tuple[str, ...]) -> None:
    assert parse_epsv(reply(text)) == (port, violations)


@pytest.mark.parametrize("text", ["229 OK", "229 (|||70000|)", "229 (||||)", "500 no"])
def test_epsv_that_cannot_be_read(text: str) -> None:
    assert parse_epsv(reply(text)) is None


@given(st.text(max_size=80))
def test_nothing_raises_and_ports_are_in_range(text: str) -> None:
    for code in (227, 229):
        anything = Reply(code=code, lines=(text,), raw=text)
        pasv, epsv = parse_pasv(anything), parse_epsv(anything)
        assert pasv is None or 0 <= pasv.port <= 65535
        assert epsv is None or 0 <= epsv.port <= 65535
        pasv_violation(anything)
