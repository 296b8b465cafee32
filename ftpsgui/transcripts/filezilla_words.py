"""What FileZilla says in its message log, in every language it speaks: resources/logs/filezilla.toml, ready to match."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Final

from ftpsgui.resources import resource

LABELS: Final = ("status", "command", "response", "error", "trace")
_OTHER_LABELS: Final[dict[str, tuple[str, ...]]] = {
    "status": ("Состояние",),
    "command": ("명령어",),
    "response": ("回应", "応答", "Odpowiedź"),
    "error": ("Fejl", "Fel"),
    "trace": (),
}
"""Of other versions, and of libraries that write as FileZilla does."""
_LONGEST: Final = 500
"""Characters of a sentence that are compared; what FileZilla fills in is no longer."""

Words = dict[str, dict[str, list[str]]]


@cache
def words() -> Words:
    """Return the words by language and by what they mean."""
    with resource("logs", "filezilla.toml").open("rb") as file:
        found: Words = tomllib.load(file)
    return found


@cache
def label_pattern() -> str:
    """Return a pattern with a named group for each kind of line (:data:`LABELS`); the label's colon is not in it."""
    groups = []
    for label in LABELS:
        every = {one.rstrip(" :") for language in words().values() for one in language.get(label, ())}
        ordered = sorted(every.union(_OTHER_LABELS[label]), key=lambda one: (-len(one), one))
        groups.append(f"(?P<{label}>{'|'.join(map(re.escape, ordered))})")
    return "|".join(groups)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence means, in the words of the resource, and what is filled in at its first hole."""

    name: str
    filled: str = ""


def meaning(text: str) -> Meaning | None:
    """Return what a sentence of the log means, in whatever language; None when it is none of those that are known."""
    bare = _bare(text[:_LONGEST])
    whole, holed = _sentences()
    if bare in whole:
        return Meaning(whole[bare])
    found = []
    for name, pattern in holed:
        match = pattern.fullmatch(bare)
        if match is not None:
            found.append(Meaning(name, bare[slice(*match.span(match.lastindex or 0))]))
    # Where a sentence fits several, the one of which it has the most words.
    return min(found, key=lambda one: len(one.filled), default=None)


@cache
def _sentences() -> tuple[dict[str, str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """Return the sentences without a hole by their text, and a pattern for those with one, by meaning."""
    whole: dict[str, str] = {}
    holed: dict[str, dict[str, None]] = {}
    for language in words().values():
        for name, texts in language.items():
            if name in LABELS:
                continue
            for text in map(_bare, texts):
                if "*" in text:
                    holed.setdefault(name, {})[text] = None
                else:
                    whole.setdefault(text, name)
    return whole, tuple((name, _pattern(list(texts))) for name, texts in holed.items())


def _pattern(texts: list[str]) -> re.Pattern[str]:
    """Return one pattern for sentences with holes; only the first hole of each is kept."""
    ways = []
    for text in texts:
        first, *rest = map(re.escape, text.split("*"))
        ways.append(f"{first}(.+?)" + ".+?".join(rest))
    return re.compile("|".join(ways), re.IGNORECASE)


def _bare(text: str) -> str:
    """Return a sentence without what may differ between versions: its end, and the width of its spaces."""
    return re.sub(r"\s+", " ", text).strip(" .…。!")
