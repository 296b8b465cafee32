"""Commands and replies, however they are marked: what most libraries and devices write.

    > PASV              C: PASV              *cmd* 'PASV'         sending command PASV     PASV
    < 227 Entering …    S: 227 Entering …    *resp* '227 …'       got 227-…                227 Entering …

Python's ftplib, Cyberduck, goftp, VS Code extensions and many others write such lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ftpsgui.transcripts.attempt import Habit
from ftpsgui.transcripts.events import NOTHING, DataFailed, Dial, Event, Heard, Said, Silence
from ftpsgui.transcripts.lines import error_in, is_command

NAME = "FTP client"
HABIT: Habit = "unknown"

_MARK = re.compile(
    r"(?:^|(?<=[\s\]:'\"|]))(?P<mark>-{0,3}>+|<+-{0,3}|=>|<=|[CS]:|\*(?:cmd|resp|put|get|welcome)\*"
    r"|(?:client|server|command|cmd|response|sending(?: command)?|sent|send|received|receiving|recv|got|reply)\b:?)\s*",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?:\\r)?(?:\\n)?['\"]?,?\s*$")
"""What a quoted line ends with."""
_REPLY = re.compile(r"^[1-6]\d\d(?:[ -]|$)")
_CONNECT = re.compile(
    r"(?:connect(?:ing|ed)?|opening control connection)\s+(?:to\s+)?(?:\S+\s+)?[(\[]?(?P<address>\d{1,3}(?:\.\d{1,3}){3})[)\]]?(?::|\s+port\s+)(?P<port>\d{1,5})",
    re.IGNORECASE,
)
_TWICE = ("*put*", "*get*")
"""Python's ftplib says everything twice: as it is meant and as it is sent."""


def _bare(line: str) -> tuple[str, str]:
    """Return the mark of a line (lower case, empty without one) and the command or reply that it marks.

    What stands before the mark (a time, a level, the name of a program) does not matter; a mark counts only when a
    command or a reply follows it.
    """
    for match in _MARK.finditer(line):
        text = line[match.end() :]
        quoted = text[:1] in ("'", '"')
        if quoted or line.rstrip().endswith(("'", '"')):
            text = _ENDS.sub("", text[1:] if quoted else text)
        if is_command(text) or _REPLY.match(text):
            return match["mark"].lower(), text.rstrip()
    return "", line.rstrip()


def confidence(lines: Sequence[str]) -> float:
    """Return how surely these lines (without their time stamps) are such a log, 0 to 1; never as sure as a named kind."""
    commands = replies = 0
    for line in lines:
        _, text = _bare(line)
        commands += is_command(text)
        replies += _REPLY.match(text) is not None
    if not commands or not replies:
        return 0.0
    return 0.8 * (commands + replies) / max(1, len(lines))


class Reader:
    """Reads line by line; a line without a code belongs to the reply above while that is not complete."""

    channel = ""

    def __init__(self) -> None:
        self._open: str | None = None

    def read(self, line: str) -> Sequence[Event] | None:
        """Return what a line says; None when it was not understood."""
        mark, text = _bare(line)
        if mark in _TWICE:
            return NOTHING
        if _REPLY.match(text):
            code = text[:3]
            if text[3:4] == "-":
                self._open = self._open or code
            elif code == self._open:
                self._open = None
            return tuple(
                Heard(part) for part in text.split("\\n") if part
            )  # ftplib writes several lines as one
        if is_command(text) and not (self._open and not mark):
            self._open = None
            return (Said(text),)
        if self._open is not None and line.startswith(" "):
            return (Heard(text if text.startswith(" ") else f" {text}"),)
        if connect := _CONNECT.search(line):
            return (Dial(address=connect["address"], port=int(connect["port"])),)
        found = error_in(line)
        if found is not None:
            return (Silence(),) if found[0] == "timeout" else (DataFailed(*found),)
        return None if text else NOTHING
