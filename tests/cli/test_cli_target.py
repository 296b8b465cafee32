"""HOST as people write it."""

from __future__ import annotations

import pytest

from ftpsgui.cli.errors import CommandError
from ftpsgui.cli.target import Target, parse_port, parse_ports, parse_stun, parse_target
from ftpsgui.model.addresses import HostPort


@pytest.mark.parametrize(
    ("text", "host", "port", "user", "tls"),
    [
        ("ftp.example.com", "ftp.example.com", None, None, "auto"),
        (" ftp.example.com ", "ftp.example.com", None, None, "auto"),
        ("ftp.example.com:2121", "ftp.example.com", 2121, None, "auto"),
        ("203.0.113.1", "203.0.113.1", None, None, "auto"),
        ("203.0.113.1:990", "203.0.113.1", 990, None, "auto"),
        ("2001:db8::7", "2001:db8::7", None, None, "auto"),
        ("[2001:db8::7]", "2001:db8::7", None, None, "auto"),
        ("[2001:db8::7]:21", "2001:db8::7", 21, None, "auto"),
        ("alice@ftp.example.com", "ftp.example.com", None, "alice", "auto"),
        ("ftps://alice@ftp.example.com:990", "ftp.example.com", 990, "alice", "auto"),
        ("ftps://ftp.example.com/pub/file.txt", "ftp.example.com", None, None, "auto"),
        ("FTP://ftp.example.com/", "ftp.example.com", None, None, "auto"),
        ("ftpes://dom%5Calice@ftp.example.com", "ftp.example.com", None, "dom\\alice", "explicit"),
        ("ftps://me@corp@ftp.example.com", "ftp.example.com", None, "me@corp", "auto"),
        ("ftps://[2001:db8::7]:990/", "2001:db8::7", 990, None, "auto"),
        ("例え.テスト", "例え.テスト", None, None, "auto"),
    ],
)
def test_forms(text: str, host: str, port: int | None, user: str | None, tls: str) -> None:
    target = parse_target(text)
    assert target == Target(shown=text.strip(), host=host, port=port, user=user, tls=target.tls)
    assert target.tls == tls


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "http://example.com",
        "ftps://",
        "a b",
        "host:0",
        "host:65536",
        "host:x",
        "a:b:c",
        "[::1",
        "-x",
    ],
)
def test_what_is_no_target(text: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse_target(text)
    assert caught.value.status == 2


@pytest.mark.parametrize(
    "text", ["ftps://alice:hunter2@ftp.example.com", "alice:hunter2@ftp.example.com", "ftp://:hunter2@h/"]
)
def test_a_password_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(CommandError, match="password inside the address") as caught:
        parse_target(text)
    assert "hunter2" not in str(caught.value.message)


def test_stun_servers() -> None:
    assert parse_stun("stun.example.net") == HostPort(host="stun.example.net", port=3478)
    assert parse_stun("203.0.113.9:3479") == HostPort(host="203.0.113.9", port=3479)
    assert parse_stun("[2001:db8::9]:3479") == HostPort(host="2001:db8::9", port=3479)
    for text in ("", "user@stun.example.net", "stun://stun.example.net", "host:0", "-x"):
        with pytest.raises(CommandError):
            parse_stun(text)


def test_ports() -> None:
    assert parse_port("1") == 1
    assert parse_ports("50000-50100") == (50000, 50100)
    assert parse_ports("50000") == (50000, 50000)
    for text in ("50100-50000", "a-b", "0-5", "1-", "1-2-3", "１"):
        with pytest.raises(CommandError):
            parse_ports(text)
