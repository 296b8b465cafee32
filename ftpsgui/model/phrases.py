"""Small parts of sentences whose punctuation is the reader's language's own: lists, and what stands behind a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ftpsgui.model.message import Message, literal, msg


def listing(items: Iterable[str | Message]) -> Message:
    """Return a list for the inside of a sentence, in the reader's punctuation: ``a, b, c``. Empty without items."""
    return _joined(items, lambda first, rest: msg("{first}, {rest}", first=first, rest=rest))


def series(items: Iterable[str | Message]) -> Message:
    """Return a list whose items may have commas of their own: ``a, b; c``. Empty without items."""
    return _joined(items, lambda first, rest: msg("{first}; {rest}", first=first, rest=rest))


def _joined(items: Iterable[str | Message], two: Callable[[Message, Message], Message]) -> Message:
    words = [literal(one) if isinstance(one, str) else one for one in items]
    if not words:
        return literal("")
    while len(words) > 1:
        # Neighbours in pairs, and the pairs in pairs: a server's thousand names must not be a thousand deep.
        pairs = [two(one, other) for one, other in zip(*[iter(words)] * 2, strict=False)]
        words = [*pairs, *words[len(pairs) * 2 :]]
    return words[0]


def labelled(label: str | Message, text: str | Message) -> Message:
    """Return what stands behind a name, in the reader's punctuation: ``name: text``."""
    return msg("{label}: {text}", label=label, text=text)


def log_client(kind: str, name: str) -> str | Message:
    """Return the client that wrote a log of some ``kind``; the reader's words where it is none that is known by name."""
    return msg("an FTP client") if kind == "plain" else name
