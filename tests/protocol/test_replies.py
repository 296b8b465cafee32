"""The reply reader: RFC 959 §4.2, cut anywhere, and hostile input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.facts import Reply
from ftpsgui.protocol.replies import ReplyReader


def read(data: bytes, *cuts: int) -> list[Reply]:
    reader = ReplyReader()
    replies, last = [], 0
    for cut in (*sorted(cuts), len(data)):
        replies += reader.feed(data[last:cut])
        last = cut
    return replies


def test_a_single_line() -> None:
    [reply] = read(b"220 Welcome\r\n")
    assert (reply.code, reply.lines, reply.violations) == (220, ("Welcome",), ())
    assert reply.raw == "220 Welcome"
    assert reply.positive


def test_several_lines_end_with_the_opening_code_and_a_space() -> None:
    [reply] = read(b"211-Features:\r\n PASV\r\n211-more\r\n220 not the end\r\n211 End\r\n")
    assert reply.code == 211
    assert reply.lines == ("Features:", " PASV", "more", "220 not the end", "End")
    assert reply.violations == ("code-changed-inside-multiline",)


def test_a_bare_code_is_a_reply() -> None:
    assert read(b"200\r\n")[0].code == 200


@pytest.mark.parametrize(
    ("data", "code", "violation"),
    [
        (b"220 hello\n", 220, "bare-lf"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", 0, "no-code"),
        (b"999 what\r\n", 999, "code-out-of-range"),
        (b"220hello\r\n", 220, "no-separator"),
        (b"220 caf\xe9\r\n", 220, "not-utf-8"),
        (b"\xff\xfb\x01220 hi\r\n", 220, "telnet-sequence"),
    ],
)
def test_leniency_is_recorded(data: bytes, code: int, violation: str) -> None:
    [reply] = read(data)
    assert reply.code == code
    assert violation in reply.violations


def test_control_characters_become_visible() -> None:
    [reply] = read(b"220 \x1b[31mred\x07 \xe2\x80\xae\r\n")
    assert reply.lines == ("\\x1b[31mred\\x07 \\u202e",)


def test_an_endless_reply_overflows_instead_of_growing() -> None:
    reader = ReplyReader(limit=1000)
    for _ in range(100):
        assert reader.feed(b"220-and so on\r\n") == []
    assert reader.overflowed
    assert len(reader.pending) < 1100


def test_an_endless_line_overflows() -> None:
    reader = ReplyReader(limit=1000)
    reader.feed(b"2" * 2000)
    assert reader.overflowed


def test_empty_lines_between_replies_are_skipped() -> None:
    assert [reply.code for reply in read(b"\r\n220 a\r\n\r\n331 b\r\n")] == [220, 331]


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=5))
def test_chunking_never_matters_and_nothing_raises(data: bytes, cuts: list[int]) -> None:
    assert read(data, *[min(cut, len(data)) for cut in cuts]) == read(data)


@given(
    st.lists(
        st.text(
            alphabet=st.characters(codec="ascii", exclude_characters="\r\n\\", categories=["L", "P", "Zs"]),
            max_size=20,
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(100, 599),
)
def test_well_formed_replies_are_read_without_violation(lines: list[str], code: int) -> None:
    head = [f"{code}-{line}" for line in lines[:-1]]
    data = "".join(f"{line}\r\n" for line in [*head, f"{code} {lines[-1]}"]).encode()
    [reply] = read(data)
    assert reply.code == code
    assert reply.lines == tuple(lines)
    assert reply.violations == ()
