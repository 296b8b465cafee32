"""The port on which a server itself says that it waits: every wording known, and nothing read into others."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.facts import Reply
from ftpsgui.protocol.opened import told_port
from ftpsgui.protocol.replies import ReplyReader

BSD = "211-host FTP server status:\r\n     Connected to client (198.51.100.7)\r\n     TYPE: ASCII; transfer MODE: Stream\r\n"


def told(*lines):
    return told_port(Reply(code=211, lines=lines, raw=""))


@pytest.mark.parametrize(
    ("text", "port"),
    [
        (
            f"{BSD}     in Passive mode (192,168,1,20,195,80)\r\n211 End of status\r\n",
            50000,
        ),  # inetutils, netkit
        (
            (
                f"{BSD}     in Passive mode\r\n211- PASV (192,168,1,20,195,80)\r\n"
                "211- EPSV (|1|192.168.1.20|50000|)\r\n211 End of status\r\n"
            ),
            50000,
        ),  # OpenBSD
        (f"{BSD}     in Passive mode\r\n211- EPSV (|2|2001:db8::20|50000|)\r\n211 End of status\r\n", 50000),
        (
            "425 failed to accept passive transfer connection: accept tcp [::]:50003: i/o timeout\r\n",
            50003,
        ),  # SFTPGo
        ("425 accept tcp4 0.0.0.0:50003: i/o timeout\r\n", 50003),
        (f"{BSD}     No data connection\r\n211 End of status\r\n", None),
        (
            f"{BSD}     PORT (198,51,100,7,195,80)\r\n211 End of status\r\n",
            None,
        ),  # the client's, not the server's
        (
            "211-FTP server status:\r\n Passive data channel waiting for connection.\r\n211 End\r\n",
            None,
        ),  # pyftpdlib
        ("211-Status of 'x'\r\n No data connection\r\n211 End of status\r\n", None),  # ProFTPD
        ("425 dial tcp 10.0.0.2:20->198.51.100.7:51201: i/o timeout\r\n", None),
    ],
)
def test_on_the_wire(text, port):
    (reply,) = ReplyReader().feed(text.encode())
    assert told_port(reply) == port


@pytest.mark.parametrize(
    "line",
    [
        "in Passive mode (1,2,3,4,256,1)",
        "in Passive mode (1,2,3,4,0,0)",
        "accept tcp [::]:99999: x",
        "PASV (1,2,3,4,5)",
    ],
)
def test_what_is_no_port_is_not_told(line):
    assert told(line) is None


@given(st.integers(1, 65535), st.tuples(*[st.integers(0, 255)] * 4))
def test_every_port_comes_back(port, host):
    numbers = ",".join(map(str, (*host, port >> 8, port & 255)))
    assert told(f"     in Passive mode ({numbers})") == port
    assert told(f" PASV ({numbers})") == port
    assert told(f"accept tcp [::]:{port}: i/o timeout") == port


@given(st.text(alphabet=string.printable) | st.text())
def test_whatever_is_said_is_a_port_or_nothing(text):
    port = told(text, f"in Passive mode {text}", f"accept tcp {text}", f"EPSV (|1|{text}|)")
    assert port is None or 1 <= port <= 65535
