"""Which client wrote a log, in which encoding it was saved, and how deep a mail program quoted it: what fits best."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from typing import Final, Protocol, cast

from ftpsgui.model.message import Message, literal, msg
from ftpsgui.session.codec import LARGEST
from ftpsgui.session.errors import SessionError
from ftpsgui.transcripts import PREFIX, kinds
from ftpsgui.transcripts.attempt import Habit
from ftpsgui.transcripts.events import Event
from ftpsgui.transcripts.lines import LONGEST, split_stamp

_LOOKED_AT = 400
_SURE = 0.25
"""Below this share of understood lines a text is no log of that kind."""
_SAMPLE = 1 << 16
"""Bytes in which an encoding must show."""
_QUOTED: Final = re.compile(r"[>|]")
_FEWEST = 3
"""Lines with a mark that make a quotation."""
_NEARLY_ALL = 0.8
"""The share of lines with a mark: a mail program breaks long lines and marks their beginning only."""
_DEEPEST = 3
"""How many times a log may have been quoted."""
_ENCODINGS: Final = ("cp932", "gb18030", "big5", "cp949", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254")
"""What Windows programs save text in that is not Unicode, by language."""


class Reader(Protocol):
    """Reads the lines of one log in order."""

    channel: str
    """Which of several connections the line is about that was read last; empty where a log does not say."""

    def read(self, line: str) -> Sequence[Event] | None:
        """Return what a line says; None when it was not understood."""


class Kind(Protocol):
    """A module ``kind_<name>``."""

    NAME: str
    HABIT: Habit
    Reader: type[Reader]

    def confidence(self, lines: Sequence[str]) -> float:
        """Return how surely these lines are such a log, 0 to 1."""


def load_kind(name: str) -> Kind:
    """Return one kind; KeyError when there is none."""
    if name not in kinds():
        raise KeyError(name)
    return cast("Kind", importlib.import_module(f"ftpsgui.transcripts.{PREFIX}{name}"))


def detect(text: str) -> tuple[str, float] | None:
    """Return the kind that ``text`` most surely is, and how surely (0 to 1); None when it is none."""
    lines = [line for line in lines_of(text)[:_LOOKED_AT] if line.strip()]
    bare = [split_stamp(line)[1] for line in lines]
    scores = []
    for name in kinds():
        module = load_kind(name)
        scores.append((max(module.confidence(lines), module.confidence(bare)), name))
    found = max(scores)
    return (found[1], found[0]) if found[0] >= _SURE else None


def kind_name(name: str) -> Message:
    """Return what the client is called that writes logs of this kind."""
    return msg("another FTP client") if name == "plain" else literal(load_kind(name).NAME)


def lines_of(text: str) -> list[str]:
    """Return the lines of a log, each no longer than is read of one."""
    return [line.rstrip("\r")[:LONGEST] for line in text.split("\n")]


def text_of(data: bytes) -> str:
    """Return the text of a log, without a mail's quote marks; SessionError, with words, when it is no text."""
    return _unquoted(_decoded(data))


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise SessionError(msg("This file is too large to be a log."))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = data.decode(encoding, "replace")
            if detect(text) is not None:
                return text
        raise SessionError(msg("This file is neither a session nor a log: it is not text."))
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(*_encoding(data[:_SAMPLE]))


def _encoding(data: bytes) -> tuple[str, str]:
    """Return the encoding in which most of the log is understood, and what becomes of bytes that are none of it."""
    found = ("utf-8", "surrogateescape")
    best = _understood(_unquoted(data.decode(*found)))
    for encoding in _ENCODINGS:
        score = _understood(_unquoted(data.decode(encoding, "replace")))
        if score > best:
            found, best = (encoding, "replace"), score
    return found


def _understood(text: str) -> tuple[float, int]:
    """Return how surely a text is a log, and how many things its lines say."""
    kind = detect(text)
    if kind is None:
        return 0.0, 0
    reader = load_kind(kind[0]).Reader()
    bare = (split_stamp(line)[1] for line in lines_of(text)[:_LOOKED_AT])
    return kind[1], sum(len(reader.read(line) or ()) for line in bare)


def _unquoted(text: str) -> str:
    """Return ``text`` without the quote marks of a mail: of lines that follow one another nearly all have one.

    Clients mark what they send with ``>``, too, but never what they receive.
    """
    for _ in range(_DEEPEST):
        lines = text.split("\n")
        marked = [number for number, line in enumerate(lines) if _QUOTED.match(line)]
        if not marked:
            return text
        between = [line for line in lines[marked[0] : marked[-1] + 1] if line.strip()]
        if len(marked) < _FEWEST or len(marked) < _NEARLY_ALL * len(between):
            return text
        # What was quoted without a space keeps the spaces that its lines begin with.
        spaced = all(line[1:2] in ("", " ", "\r") for line in between if _QUOTED.match(line))
        text = "\n".join(line[1 + spaced :] if _QUOTED.match(line) else line for line in lines)
    return text
