"""The passive port that a server itself says it opened, beside the one that its reply to PASV or EPSV names.

They differ where ports are mapped on the way (a container, a proxy that ends TLS). Most servers never tell: vsftpd,
ProFTPD, Pure-FTPd and pyftpdlib do not. Told it is by STAT while the passive socket waits (BSD's ftpd and its kin: tnftpd,
OpenBSD, inetutils, netkit), and by the failure of one to which nobody came (SFTPGo and others on Go's ftpserverlib).
"""

from __future__ import annotations

import re

from ftpsgui.model.facts import Reply

LONGEST = 400
"""Characters of a line that may tell; real lines have some sixty."""
_SIX = r"\((?:\d{1,3},){4}(?P<high>\d{1,3}),(?P<low>\d{1,3})\)"
_WORDINGS = (
    # BSD: "     in Passive mode (192,168,1,20,195,80)"; OpenBSD, tnftpd: "211- PASV (192,168,1,20,195,80)".
    re.compile(rf"^\s{{0,20}}(?:in Passive mode|PASV) ?{_SIX}", re.ASCII | re.IGNORECASE),
    # OpenBSD, tnftpd: "211- EPSV (|2|2001:db8::20|50000|)"
    re.compile(r"^\s{0,20}EPSV \(\|[12]\|[^|]{1,60}\|(?P<port>\d{1,5})\|\)", re.ASCII),
    # SFTPGo: "failed to accept passive transfer connection: accept tcp [::]:50003: i/o timeout"
    re.compile(r"\baccept tcp6?4? \S{0,60}?:(?P<port>\d{1,5}): ", re.ASCII),
)


def told_port(reply: Reply) -> int | None:
    """Return the port on which the server says, in ``reply``, that it waits (1–65535); None when it does not say."""
    for line in reply.lines:
        for pattern in _WORDINGS:
            match = pattern.search(line[:LONGEST])
            port = _port(match) if match else None
            if port is not None:
                return port
    return None


def _port(match: re.Match[str]) -> int | None:
    found = match.groupdict()
    if found.get("port") is not None:
        port = int(found["port"])
    else:
        high, low = int(found["high"]), int(found["low"])
        if high > 255 or low > 255:
            return None
        port = high * 256 + low
    return port if 0 < port <= 65535 else None
