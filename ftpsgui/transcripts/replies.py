"""Lines of a log to replies: as from the network, but for logs that never mark the last line of one."""

from __future__ import annotations

from ftpsgui.model.facts import Reply
from ftpsgui.protocol.escape import escape_text
from ftpsgui.protocol.replies import ReplyReader

UNFINISHED = "unfinished-in-log"
"""The violation of a reply that was taken for complete because the client went on."""


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
