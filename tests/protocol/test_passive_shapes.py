"""227 and 229 in shapes made at random: what was meant is read, every liberty is recorded, nothing else is dialled."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.addresses import normalise
from ftpsgui.model.facts import Reply
from ftpsgui.protocol.passive import parse_epsv, parse_pasv, pasv_violation
from ftpsgui.protocol.reflection import revealed
from ftpsgui.protocol.replies import ReplyReader

octet = st.integers(0, 255)
ports = st.integers(1, 65535)
words = st.sampled_from(
    [
        "Entering Passive Mode",
        "Passive mode OK",
        "=",
        "Mode:",
        "PASV ok.",
        "进入被动模式",
        "entering passive",
        "",
    ]
)
delimiters = st.sampled_from([",", ".", ";", ", ", " ,", " , ", ", "])
brackets = st.sampled_from(
    [("(", ")"), ("(", ")."), ("", ""), ("", "."), ("[", "]"), ("<", ">"), ("(", ""), ("( ", " )")]
)
printable = st.sampled_from(
    [chr(code) for code in range(33, 127) if not chr(code).isalnum() and chr(code) not in "(),-.\\"]
)
"""Delimiters; those that the text around or an address may hold are understood in the strict form alone."""


def reply(code: int, text: str) -> Reply:
    """The reply as the reader makes it of the line."""
    (only,) = ReplyReader().feed(f"{code} {text}\r\n".encode())
    return only


@given(st.tuples(octet, octet, octet, octet), ports, words, delimiters, brackets, st.booleans())
def test_six_numbers_are_read_whatever_stands_around_them(
    host: tuple[int, ...], port: int, word: str, delimiter: str, around: tuple[str, str], padded: bool
) -> None:
    numbers = [f"{number:03d}" if padded else str(number) for number in (*host, port >> 8, port & 255)]
    read = parse_pasv(reply(227, f"{word} {around[0]}{delimiter.join(numbers)}{around[1]}"))
    assert read is not None
    assert (read.host, read.port) == (".".join(map(str, host)), port)
    strict = delimiter == "," and around[0] == "(" and around[1] in (")", ").")
    assert (read.violations == ()) is strict, read


@given(st.lists(st.integers(0, 999), min_size=1, max_size=20), delimiters, brackets)
def test_another_count_or_too_large_a_number_is_never_dialled(
    numbers: list[int], delimiter: str, around: tuple[str, str]
) -> None:
    said = reply(227, f"Entering Passive Mode {around[0]}{delimiter.join(map(str, numbers))}{around[1]}")
    read = parse_pasv(said)
    if len(numbers) == 6 and max(numbers) <= 255:
        assert read is not None
    else:
        assert read is None, (numbers, read)
        assert pasv_violation(said)


@given(st.text(max_size=200))
def test_what_is_read_stands_in_the_text(text: str) -> None:
    anything = Reply(code=227, lines=(text,), raw=text)
    read = parse_pasv(anything)
    if read is None:
        return
    assert normalise(read.host) == read.host
    numbers = [int(number) for number in re.findall(r"\d+", text, re.ASCII)]
    wanted = [*map(int, read.host.split(".")), read.port >> 8, read.port & 255]
    assert any(numbers[at : at + 6] == wanted for at in range(len(numbers)))


@given(
    ports,
    printable,
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", "10.0.0.1", "::1"]),
    brackets,
    st.sampled_from(["", " "]),
)
def test_229_is_read_with_any_delimiter(
    port: int, delimiter: str, protocol: str, address: str, around: tuple[str, str], space: str
) -> None:
    inner = f"{delimiter}{protocol}{delimiter}{address}{delimiter}{space}{port}{space}{delimiter}"
    said = reply(229, f"Entering Extended Passive Mode {around[0]}{inner}{around[1]}")
    read = parse_epsv(said)
    if delimiter in address:  # nobody can tell where it ends
        return
    assert read is not None
    assert read.port == port
    assert ("address-in-229" in read.violations) is bool(protocol or address)


@given(ports, st.sampled_from("(),-.#~"))
def test_the_strict_form_is_read_with_whatever_delimiter(port: int, delimiter: str) -> None:
    read = parse_epsv(reply(229, f"Entering Extended Passive Mode ({delimiter * 3}{port}{delimiter})"))
    assert read is not None
    assert read == (port, ())


@pytest.mark.parametrize(
    "text",
    [
        "١٠,٢٠,٣٠,٢,١٩٥,٨٠",
        "1,10,20,30,2,195,80",
        "10,20,30,2,195,80,1",
        "1, 10, 20, 30, 2, 195, 80",
        "10,20,30,2,19580",
        "1 ,10 ,20 ,30 ,2 ,195 ,80",
        "1  ,  10  ,  20  ,  30  ,  2  ,  195  ,  80",
    ],
)
def test_numbers_that_only_look_like_six(text: str) -> None:
    assert parse_pasv(reply(227, f"Entering Passive Mode ({text})")) is None
    assert parse_pasv(reply(227, f"Entering Passive Mode {text}")) is None


def test_an_ipv6_address_byte_by_byte_is_named() -> None:
    text = ",".join(map(str, (32, 1, 13, 184, *[0] * 11, 1, 195, 80)))
    said = reply(227, f"Entering Passive Mode ({text})")
    assert parse_pasv(said) is None
    assert pasv_violation(said) == "ipv6-in-227"


LINE = 8000
HOSTILE = [
    "|", "|x", "||1", "|1", ":", "1,", "1, ", "1 ", "1:", "(", "[", "::1", "1.", " ", "ProFTPD [", "Connected to ",
    "Connected from ", "(only to ", "client addr: ", "dial tcp ", "a(",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_reply_costs_time(piece: str) -> None:
    """It comes to an end: a pattern that goes back and forth would take hours here, not milliseconds."""
    text = piece * (LINE // len(piece))
    for head in ("", "Connected to ", "(only to ", "ProFTPD ["):
        said = Reply(code=227, lines=(head + text,), raw=text)
        parse_pasv(said)
        parse_epsv(said)
        pasv_violation(said)
        for verb in ("", "STAT", "PORT", "ESTP"):
            revealed(verb, said)
