"""What a redacted report leaves out of one format: the record holds more than most formats show.

A label is counted where it stands. A text of the server has no label of its own; it is counted by how much more often it
stands in the report as it would be without redaction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape

import msgspec

from ftpsgui.diagnosis.quoting import LONGEST, quoted
from ftpsgui.reports.redact import Removed

_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.DOTALL)
_ESCAPED = re.compile(r"\\([^\w\s])")
_BLANK = re.compile(r"\s+")
_LABEL = re.compile(r"\[[\w-]+(?=\\?\])")
_WORD = 24
"""Texts of fewer characters are looked for as whole words."""
_TAKEN = "\0"
_LABOUR = 300_000_000
"""Characters to be read; above that (thousands of texts in megabytes) the record's own count stands for the format's."""


def plain(name: str, rendered: str) -> str:
    """Return a report in the format ``name`` (as PDF: its markup) as a reader sees it: no markup, no line ends."""
    if name in ("html", "pdf"):
        rendered = unescape(_TAG.sub(" ", rendered))
    elif name == "markdown":
        rendered = _ESCAPED.sub(r"\1", rendered)
    elif name == "json":
        rendered = "\n".join(_strings(msgspec.json.decode(rendered)))
    return _BLANK.sub(" ", rendered)


def missing(removed: Sequence[Removed], whole: str, redacted: str) -> tuple[Removed, ...]:
    """Return what of ``removed`` a reader misses, with how often it goes: ``whole`` and ``redacted`` are :func:`plain`."""
    labels = Counter(found[0] + "]" for found in _LABEL.finditer(redacted))
    shared = Counter(one.label for one in removed)
    own = [one for one in removed if shared[one.label] == 1]
    others: dict[str, Removed] = {}
    for one in removed:
        if shared[one.label] > 1:
            # The same words with and without a full stop are quoted in the same way.
            needle = _needle(one.text)
            if needle and len(one.text) > len(others[needle].text if needle in others else ""):
                others[needle] = one
    counted = {one.text: labels[one.label] for one in own}
    if len(others) * (len(whole) + len(redacted)) > _LABOUR:
        counted |= {one.text: one.times for one in others.values()}
    else:
        # The longest first, each taken out when it was counted: a part of what is listed is not listed again.
        for needle in sorted(others, key=len, reverse=True):
            whole, before = _without(needle, whole)
            redacted, after = _without(needle, redacted)
            counted[others[needle].text] = before - after
    return tuple(
        msgspec.structs.replace(one, times=counted[one.text])
        for one in removed
        if counted.get(one.text, 0) > 0
    )


def _needle(text: str) -> str:
    return _BLANK.sub(" ", quoted(text).removesuffix("…")[:LONGEST]).strip()


def _without(needle: str, text: str) -> tuple[str, int]:
    if len(needle) >= _WORD:
        return text.replace(needle, _TAKEN), text.count(needle)
    return re.subn(rf"(?<![\w.-]){re.escape(needle)}(?![\w-])", _TAKEN, text)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for item in value for text in _strings(item)] if isinstance(value, list) else []
