"""Lines of logs: their time stamps, FTP verbs, errors in words, and masked passwords."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from ftpsgui.model.facts import Outcome

LONGEST: Final = 8192
"""Characters of a line that are read; the rest is cut."""
VERBS: Final = frozenset(
    [
        "USER",
        "PASS",
        "ACCT",
        "CWD",
        "XCWD",
        "CDUP",
        "XCUP",
        "SMNT",
        "QUIT",
        "REIN",
        "PORT",
        "PASV",
        "TYPE",
        "STRU",
        "MODE",
        "RETR",
        "STOR",
        "STOU",
        "APPE",
        "ALLO",
        "REST",
        "RNFR",
        "RNTO",
        "ABOR",
        "DELE",
        "RMD",
        "XRMD",
        "MKD",
        "XMKD",
        "PWD",
        "XPWD",
        "LIST",
        "NLST",
        "SITE",
        "SYST",
        "STAT",
        "HELP",
        "NOOP",
        "AUTH",
        "ADAT",
        "PROT",
        "PBSZ",
        "CCC",
        "MIC",
        "CONF",
        "ENC",
        "FEAT",
        "OPTS",
        "LANG",
        "EPRT",
        "EPSV",
        "MDTM",
        "MFMT",
        "SIZE",
        "MLST",
        "MLSD",
        "HOST",
        "CLNT",
        "ESTP",
        "ESTA",
        "TVFS",
        "CSID",
        "HASH",
        "XCRC",
        "XMD5",
        "XSHA1",
        "AVBL",
        "SPSV",
        "LPRT",
        "LPSV",
    ]
)
"""Commands of FTP and its extensions; nothing else counts as one where a log does not mark its commands."""

_DATE = r"(?P<year>\d{4})[-/](?P<month>\d\d)[-/](?P<day>\d\d)"
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,](?P<part>\d{1,6}))?"
_STAMP = re.compile(rf"^\s*[\[(]?(?:{_DATE}[ T])?{_CLOCK}(?:Z|[+-]\d\d:?\d\d)?[\])]?[:\s]\s*")
_MASKED = re.compile(
    r"[*xX•.]*|\(?(?:hidden|password|omitted|masked|secret|redacted)\)?.*|<[^>]*>", re.IGNORECASE
)

_ECHO = re.compile(
    r"""5\d\d[ -](?P<quote>['"`])(?:PASS|ACCT) (?P<quoted>.{1,256}?)(?P=quote)"""
    r"""|5\d\d[ -](?:PASS|ACCT) (?P<plain>\S{1,256}?):? (?:command )?not understood""",
    re.IGNORECASE,
)
"""A server that does not know PASS repeats it: ``500 'PASS secret': command not understood`` (BSD, IIS)."""

_WORDINGS: Final[tuple[tuple[str, Outcome, str], ...]] = (
    (r"ECONNREFUSED|connection (?:was )?refused|actively refused", "refused", "ECONNREFUSED"),
    (r"ETIMEDOUT|timed?[ -]?out|WSAETIMEDOUT|10060", "timeout", "ETIMEDOUT"),
    (r"EHOSTUNREACH|no route to host|host (?:is )?unreachable|10065", "unreachable", "EHOSTUNREACH"),
    (r"ENETUNREACH|network (?:is )?unreachable|10051", "unreachable", "ENETUNREACH"),
    (r"ECONNRESET|connection (?:was )?(?:reset|aborted)|10054|10053", "reset", "ECONNRESET"),
)
ERRORS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), outcome, error) for pattern, outcome, error in _WORDINGS
)


def error_in(text: str) -> tuple[Outcome, str] | None:
    """Return the outcome and the symbolic error that ``text`` speaks of, or None."""
    for pattern, outcome, error in ERRORS:
        if pattern.search(text):
            return outcome, error
    return None


def split_stamp(line: str) -> tuple[float | None, str]:
    """Return the time at the start of a line in seconds (days counted when there is a date), and the rest."""
    match = _STAMP.match(line)
    if match is None:
        return None, line
    hour, minute, second = (int(match[name]) for name in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 60:
        return None, line
    days = 0
    if match["year"]:
        try:
            days = date(int(match["year"]), int(match["month"]), int(match["day"])).toordinal()
        except ValueError:
            return None, line
    part = float(f"0.{match['part']}") if match["part"] else 0.0
    return days * 86400 + hour * 3600 + minute * 60 + second + part, line[match.end() :]


def is_command(text: str) -> bool:
    """Whether ``text`` begins as a command of FTP does."""
    verb = text.split(" ", 1)[0]
    return verb.upper() in VERBS and (verb.isupper() or verb.islower())


def echoed_password(line: str) -> str | None:
    """Return the password that a refusal repeats, which the client may have masked in its own line; or None."""
    match = _ECHO.match(line)
    found = (match["quoted"] or match["plain"]) if match is not None else None
    return None if found is None or found.lower() == "command" or _MASKED.fullmatch(found.strip()) else found


def password_in(command: str) -> str | None:
    """Return the password that a command carries in clear; None when it has none or it is masked."""
    verb, _, argument = command.partition(" ")
    if verb.upper() not in ("PASS", "ACCT") or not argument or _MASKED.fullmatch(argument.strip()):
        return None
    return argument
