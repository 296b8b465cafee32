"""Lines of a log to replies: as from the network, but for logs that never mark the last line of one."""

from __future__ import annotations

import re
from typing import Final

from ftpsgui.model.facts import Reply
from ftpsgui.protocol.escape import escape_text
from ftpsgui.protocol.replies import ReplyReader

UNFINISHED = "unfinished-in-log"
"""The violation of a reply that was taken for complete because the client went on."""

_CUT: Final = re.compile(
    r"227[ -][^0-9(]{0,100}(?:\((?:\d{1,3},){0,5}\d{0,3}|(?:\d{1,3},){0,4}\d{0,3}|(?:\d{1,3},){5})"
    r"|229[ -][^0-9]{0,100}\d{0,5}"
)
"""A 227 or 229 as far as its address or port, and not to its end."""


def ends_within(line: str) -> bool:
    """Whether the last line of a log is a 227 or 229 that was cut before its end: nobody knows what it named."""
    return _CUT.fullmatch(line.rstrip()) is not None


class Replies:
    """Fed line by line. ``lenient``: a client that goes on (:meth:`finish`) has read the whole reply."""

    def __init__(self, *, lenient: bool) -> None:
        self._lenient = lenient
        self._reader = ReplyReader()
        self._lines: list[str] = []

    def feed(self, line: str) -> list[Reply]:
        """Take a line without its end; return the replies that it completes."""
        self._lines.append(line)
        found = self._reader.feed(line.encode("utf-8", "surrogateescape") + b"\r\n")
        if found:
            self._lines.clear()
        return found

    def finish(self) -> Reply | None:
        """Return what has come of a reply as a whole one, where the log is of that kind (``227-Entering …``)."""
        lines = self._lines
        if not self._lenient or not lines or not lines[0][:3].isdigit():
            return None
        texts = tuple(escape_text(line[4:] if line[:3] == lines[0][:3] else line) for line in lines)
        reply = Reply(
            code=int(lines[0][:3]),
            lines=texts,
            raw="\n".join(map(escape_text, lines)),
            violations=(UNFINISHED,),
        )
        self._reader, self._lines = ReplyReader(), []
        return reply
