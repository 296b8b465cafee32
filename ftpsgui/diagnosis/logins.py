"""What refused logins mean, as far as their words say."""

from __future__ import annotations

import re

from ftpsgui.model.facts import Reply

_WANTS_TLS = re.compile(
    r"must use encryption"
    r"|does not allow plain FTP"
    r"|TLS (?:is )?required|TLS connection is required|SSL/TLS required|Policy requires SSL"
    r"|cleartext sessions"
    r"|Use AUTH first"
    r"|(?:secure|encrypted|TLS|SSL) (?:connection|session)s? (?:is |are )?(?:required|only)"
    r"|AUTH (?:TLS|SSL)? ?(?:is )?(?:first|required)",
    re.IGNORECASE,
)
"""vsftpd, ProFTPD, pyftpdlib, Pure-FTPd, SFTPGo, IIS, libunftp, FileZilla Server: "not without TLS"."""


def wants_tls(reply: Reply | None) -> bool:
    """Whether a refusal means that the login needs TLS first."""
    return reply is not None and reply.code >= 400 and any(_WANTS_TLS.search(line) for line in reply.lines)
