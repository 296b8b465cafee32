import pytest

from ftpsgui.model.facts import Reply
from ftpsgui.protocol.reflection import revealed


def told(verb, *lines):
    return [(one.kind, one.address, one.port) for one in revealed(verb, Reply(code=200, lines=lines, raw=""))]


@pytest.mark.parametrize(
    ("verb", "line", "expected"),
    [
        ("", "ProFTPD Server (Debian) [::ffff:192.168.1.20]", ("server", "192.168.1.20", None)),
        ("", "ProFTPD 1.3.8 Server (x) [203.0.113.1]", ("server", "203.0.113.1", None)),
        ("STAT", "     Connected to ::ffff:198.51.100.7", ("client", "198.51.100.7", None)),
        ("STAT", " Connected to: 192.168.1.20:2121", ("server", "192.168.1.20", 2121)),
        ("STAT", f" Connected to: 192.168.1.20:{'9' * 5000}", ("server", "192.168.1.20", None)),
        ("STAT", " Connected to: 192.168.1.20:65536", ("server", "192.168.1.20", None)),
        ("STAT", " Connected from client.example.net (198.51.100.7)", ("client", "198.51.100.7", None)),
        ("STAT", " Connected from 198.51.100.7 (::ffff:198.51.100.7)", ("client", "198.51.100.7", None)),
        (
            "STAT",
            " Connected to 0.0.0.0:2121 from 198.51.100.7:40100 for 3s",
            ("client", "198.51.100.7", 40100),
        ),
        ("STAT", "client addr: 198.51.100.7:40100", ("client", "198.51.100.7", 40100)),
        ("STAT", "Server FTP talking to host 198.51.100.7, port 40100", ("client", "198.51.100.7", 40100)),
        ("STAT", "     Connected to client.example.net (198.51.100.7)", ("client", "198.51.100.7", None)),
        ("STAT", "     Connected to  (::ffff:198.51.100.7)", ("client", "198.51.100.7", None)),
        (
            "PORT",
            "I won't open a connection to 10.1.2.3 (only to 198.51.100.7)",
            ("client", "198.51.100.7", None),
        ),
        ("EPRT", "EPRT IP is not same as 198.51.100.7.", ("client", "198.51.100.7", None)),
        (
            "PORT",
            "Rejected data connection to foreign address 10.1.2.3:51201.",
            ("port-echo", "10.1.2.3", 51201),
        ),
        (
            "LIST",
            "Rejected data connection from foreign address 203.0.113.9:40022.",
            ("data-peer", "203.0.113.9", 40022),
        ),
        ("ESTP", "Connected to (|1|198.51.100.7|60846|)", ("client", "198.51.100.7", 60846)),
        ("ESTA", "Connected from (|1|192.168.1.20|20|)", ("server", "192.168.1.20", None)),
        ("STAT", "     Connected to 2001:db8::7", ("client", "2001:db8::7", None)),
    ],
)
def test_one_line(verb, line, expected):
    assert told(verb, line) == [expected]


def test_apache_means_itself_by_connected_to():
    assert told("STAT", " Connected to 10.0.0.2", " Connected from 198.51.100.7") == [
        ("server", "10.0.0.2", None),
        ("client", "198.51.100.7", None),
    ]


@pytest.mark.parametrize(
    ("verb", "line"),
    [
        ("", "Connected to ::ffff:198.51.100.7"),
        ("STAT", "Connected to 999.1.2.3"),
        ("STAT", "Connected to client.example.net"),
        ("USER", "(only to 198.51.100.7)"),
        ("", "ProFTPD Server [version 1]"),
    ],
)
def test_what_reveals_nothing(verb, line):
    assert told(verb, line) == []
