"""Escaping, commands, FEAT and other protocols."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.facts import Reply
from ftpsgui.protocol.commands import encode_command, shown
from ftpsgui.protocol.escape import escape
from ftpsgui.protocol.features import parse_features
from ftpsgui.protocol.foreign import guess_protocol


@given(st.binary(max_size=200))
def test_escaped_text_is_visible_and_distinct(data: bytes) -> None:
    text = escape(data)
    assert all(char.isprintable() or char == " " or char.isspace() for char in text)
    assert "\x1b" not in text
    assert "\n" not in text


def test_escape_keeps_japanese_and_doubles_backslashes() -> None:
    assert escape("ようこそ \\x41".encode()) == "ようこそ \\\\x41"


def test_commands() -> None:
    assert encode_command("USER 山田") == "USER 山田\r\n".encode()
    assert shown("PASS hunter2") == "PASS ••••"
    assert shown("pass a b c") == "pass ••••"
    assert shown("LIST") == "LIST"
    for bad in ("USER a\r\nDELE b", "USER a\n", "USER \0"):
        with pytest.raises(ValueError, match="must not hold"):
            encode_command(bad)


def test_features() -> None:
    reply = Reply(code=211, lines=("Features:", " auth tls", " PASV", "End"), raw="")
    assert parse_features(reply) == {"AUTH TLS", "PASV"}
    assert parse_features(Reply(code=211, lines=("No features",), raw="")) == frozenset()
    assert parse_features(Reply(code=500, lines=("a", "b", "c"), raw="")) == frozenset()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", "ssh"),
        (b"HTTP/1.1 400 Bad Request\r\n", "http"),
        (b"220 mail.example.com ESMTP Postfix\r\n", "smtp"),
        (b"\x15\x03\x03\x00\x02\x02\x28", "tls"),
        (b"+OK ready", "pop3"),
        (b"* OK [CAPABILITY IMAP4rev1]", "imap"),
        (b"220 (vsFTPd 3.0.3)\r\n", None),
        (b"", None),
    ],
)
def test_other_protocols(data: bytes, name: str | None) -> None:
    assert guess_protocol(data) == name
