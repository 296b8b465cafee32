"""Bytes to replies (RFC 959 §4.2), leniently, with every leniency recorded.

A reply is ``NNN SP text CR LF``, or ``NNN-text`` … up to the line ``NNN SP text``. A hostile or broken server must
not make the reader raise, loop or grow: what does not fit becomes a violation, and more than ``limit`` bytes of an
unfinished reply sets :attr:`ReplyReader.overflowed`.
"""

from __future__ import annotations

import re

from ftpsgui.model.facts import Reply
from ftpsgui.protocol.escape import escape

DEFAULT_LIMIT = 64 * 1024
MAX_LINE = 8192
"""A longer line is cut for the record; RFC 959 has no limit, servers stay far below."""

BARE_LF = "bare-lf"
NO_CODE = "no-code"
CODE_RANGE = "code-out-of-range"
LONG_LINE = "line-too-long"
NO_SEPARATOR = "no-separator"
CODE_CHANGED = "code-changed-inside-multiline"
TELNET = "telnet-sequence"
NOT_UTF8 = "not-utf-8"

_EMPTY_LINES = re.compile(rb"(?:\r\n)++")
"""Between replies they say nothing, and a server may send a million: they are passed over in one go."""


class ReplyReader:
    """Fed with bytes as they come; returns replies as they are complete. Holds no more than ``limit`` bytes."""

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._lines: list[bytes] = []
        self._held = 0
        self._code: bytes | None = None
        self._violations: dict[str, None] = {}
        self.overflowed = False

    @property
    def pending(self) -> bytes:
        """What has arrived of a reply that is not complete."""
        return b"".join(self._lines) + bytes(self._buffer)

    def feed(self, data: bytes) -> list[Reply]:
        """Take ``data``; return the replies that it completes, in order. Ignores everything after an overflow."""
        if self.overflowed:
            return []
        self._buffer += data
        replies: list[Reply] = []
        start = self._after_empty_lines(0)
        while (end := self._buffer.find(b"\n", start)) >= 0:
            line = bytes(self._buffer[start : end + 1])
            reply = self._take(line)
            start = self._after_empty_lines(end + 1)
            if reply is not None:
                replies.append(reply)
        del self._buffer[:start]
        if self._held + len(self._buffer) > self._limit:
            self.overflowed = True
        return replies

    def _after_empty_lines(self, start: int) -> int:
        """Return where the next reply begins; inside a reply empty lines are part of it."""
        if not self._lines and (empty := _EMPTY_LINES.match(self._buffer, start)):
            return empty.end()
        return start

    def _take(self, line: bytes) -> Reply | None:
        """Add one line (with its LF); return the reply when the line ends it."""
        self._lines.append(line)
        self._held += len(line)
        if not line.endswith(b"\r\n"):
            self._violations[BARE_LF] = None
        body = line.rstrip(b"\r\n")
        if body.startswith(b"\xff"):
            # Telnet negotiation (IAC WILL/WONT/DO/DONT x) before the code: old servers on mainframes.
            self._violations[TELNET] = None
            while len(body) >= 3 and body[:1] == b"\xff":
                body = body[3:]
        if self._code is None:
            return self._first(body)
        if body[:3] == self._code and body[3:4] in (b" ", b""):
            return self._complete(int(self._code))
        if len(body) >= 4 and body[:3].isdigit() and body[3:4] == b" " and body[:3] != self._code:
            # Ends only with the opening code (RFC 959 §4.2); indented or foreign codes are text. Said, not obeyed.
            self._violations[CODE_CHANGED] = None
        return None

    def _first(self, body: bytes) -> Reply | None:
        code = body[:3]
        if len(code) < 3 or not code.isdigit():
            if not body.strip() and len(self._lines) == 1:
                self._lines.clear()
                self._held = 0
                return None
            self._violations[NO_CODE] = None
            return self._complete(0)
        if not 100 <= int(code) <= 659:
            self._violations[CODE_RANGE] = None
        if body[3:4] == b"-":
            self._code = code
            return None
        if body[3:4] not in (b" ", b""):
            self._violations[NO_SEPARATOR] = None
        return self._complete(int(code))

    def _complete(self, code: int) -> Reply:
        texts: list[str] = []
        for line in self._lines:
            body = line.rstrip(b"\r\n")
            if len(body) > MAX_LINE:
                body = body[:MAX_LINE]
                self._violations[LONG_LINE] = None
            try:
                body.decode("utf-8")
            except UnicodeDecodeError:
                self._violations[NOT_UTF8] = None
            prefix = f"{code:03d}".encode()
            texts.append(escape(body[4:] if code and body[:3] == prefix else body))
        raw = "\n".join(escape(line[: MAX_LINE + 2]) for line in self._lines)
        reply = Reply(code=code, lines=tuple(texts), raw=raw, violations=tuple(self._violations))
        self._lines.clear()
        self._held = 0
        self._code = None
        self._violations = {}
        return reply
