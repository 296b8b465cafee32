"""Refused commands of passive mode: PASV and EPSV have the same rule in two files, and the same words about them."""

from __future__ import annotations

import re

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.facts import DataAttempt, Reply, StrayBytes
from ftpsgui.model.findings import Severity
from ftpsgui.model.plan import Mode
from ftpsgui.session.state import Seen

_EXHAUSTED = re.compile(
    r"All reserved TCP ports are busy"
    r"|Cannot prepare for data connection"
    r"|Could not listen for passive connection"
    r"|Unable to build data connection: Internal error"
    r"|vsf_sysutil_bind"
    r"|Could not allocate passive port",
    re.IGNORECASE,
)
"""Pure-FTPd, FileZilla Server 1.x, SFTPGo, ProFTPD, vsftpd, libunftp: no port left in the passive range."""


def out_of_ports(reply: Reply | None) -> bool:
    """Whether a refused PASV or EPSV means that the passive range is used up."""
    return reply is not None and reply.code >= 400 and any(_EXHAUSTED.search(line) for line in reply.lines)


def out_of_ports_in_clear(case: Case) -> tuple[Seen[StrayBytes], ...]:
    """Return what a server wrote into TLS when its passive range was used up, before it gave up (vsftpd)."""
    return tuple(
        seen
        for seen in case.state.of(StrayBytes)
        if seen.fact.where == "inside-tls" and _EXHAUSTED.search(seen.fact.raw)
    )


def refused(case: Case, mode: Mode) -> tuple[Seen[DataAttempt], ...]:
    """Return the tries whose mode command was refused, but not for want of ports."""
    return tuple(
        seen
        for seen in case.tries(mode)
        if seen.fact.setup is not None and seen.fact.setup.code >= 400 and not out_of_ports(seen.fact.setup)
    )


def severity(case: Case) -> Severity:
    """Return error when no passive mode is left, else warning."""
    return "warning" if case.works("pasv", "epsv") else "error"
