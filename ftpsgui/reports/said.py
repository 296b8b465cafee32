"""What a server says of itself beyond codes, addresses and ports: what a report without names leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from ftpsgui.diagnosis.quoting import LONGEST, quoted
from ftpsgui.model.addresses import Interface
from ftpsgui.model.facts import Certificate, Observation, Reply, StrayBytes
from ftpsgui.model.fingerprints import in_pairs

LEFT_OUT = "[…]"

_KEPT = frozenset({227, 228, 229})
"""Replies that hold an address and a port; their usual words stay as well."""
_USUAL = frozenset({"entering", "extended", "long", "passive", "mode", "ok"})
_WORD = re.compile(r"(?<![\w:])\w*[^\W\d_]\w*(?![\w:])")
"""A word with a letter in it; what stands beside a colon is part of an IPv6 address."""
_LINE_END = re.compile(r"\n|\\x0d|\\x0a")
_FREE = frozenset({"first_bytes", "partial", "trust_store", "detail"})
_FINGERPRINTS = frozenset({"certificate_sha256", "sha256", "expected"})
_PLAIN_ARGUMENT = frozenset({"AUTH", "PBSZ", "PROT", "TYPE", "OPTS", "PORT", "EPRT", "EPSV", "FEAT"})


def without_names(text: str) -> str:
    """Return a reply to PASV or EPSV with only the usual words in it."""
    return _WORD.sub(lambda word: word[0] if word[0].lower() in _USUAL else LEFT_OUT, text)


def reply_text(code: int, text: str) -> str:
    """Return the text of a reply without what it says; an address and a port stay."""
    return without_names(text) if code in _KEPT or not text else LEFT_OUT


def said(value: Any) -> Iterable[tuple[str, str]]:
    """Yield the texts that :func:`without_texts` leaves out, and what stands for each, for findings may quote them.

    They quote the beginning of a text: the whole of it without its full stop, or as much as a quotation holds.
    """
    if isinstance(value, Reply):
        for text in (value.text, *value.lines, value.raw):
            for part in _quotations(text):
                yield part, without_names(part) if value.code in _KEPT else LEFT_OUT
    elif isinstance(value, Certificate):
        yield from ((text, LEFT_OUT) for text in (value.subject, value.issuer, value.serial))
        yield from _fingerprints(value.sha256)
    elif isinstance(value, StrayBytes):
        yield from ((part, LEFT_OUT) for part in _quotations(value.raw))
    elif isinstance(value, tuple):
        for item in value:
            yield from said(item)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            if field in _FREE and isinstance(inner, str):
                yield from ((part, LEFT_OUT) for part in _quotations(inner))
            elif field in _FINGERPRINTS and isinstance(inner, str) and inner:
                yield from _fingerprints(inner)
            else:
                yield from said(inner)


def _fingerprints(sha256: str) -> Iterable[tuple[str, str]]:
    yield sha256, LEFT_OUT
    yield in_pairs(sha256), LEFT_OUT


def _quotations(text: str) -> Iterable[str]:
    for part in (text, *_LINE_END.split(text)):
        if part.strip():
            yield quoted(part).removesuffix("…")
            yield part[:LONGEST]


def texts(value: Any) -> Iterable[str]:
    """Yield what is left out as it stands, each once: replies, arguments, certificates' owners."""
    if isinstance(value, Reply):
        yield from value.lines if value.code not in _KEPT else ()
    elif isinstance(value, Certificate):
        yield from (value.subject, value.issuer)
    elif isinstance(value, StrayBytes):
        yield value.raw
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            if field == "command" and isinstance(inner, str):
                yield from _argument(inner)
            elif field in _FREE and isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)


def _argument(command: str) -> tuple[str, ...]:
    """Return the argument of a command when it is left out; a blanked password is none."""
    verb, _, argument = command.partition(" ")
    hidden = verb.upper() in _PLAIN_ARGUMENT or not argument.strip("• ")
    return () if hidden else (argument,)


def without_texts(observation: Observation) -> Observation:
    """Return an observation without what a server says, and without what names people, machines and certificates."""
    return msgspec.structs.replace(observation, fact=_strip(observation.fact))


def _strip(value: Any) -> Any:
    if isinstance(value, Reply):
        if value.code in _KEPT:
            return msgspec.structs.replace(
                value, lines=tuple(map(without_names, value.lines)), raw=without_names(value.raw)
            )
        return msgspec.structs.replace(
            value, lines=tuple(LEFT_OUT for _ in value.lines), raw=f"{value.code:03d} {LEFT_OUT}"
        )
    if isinstance(value, Certificate):
        return msgspec.structs.replace(
            value,
            subject=LEFT_OUT,
            issuer=LEFT_OUT,
            names=tuple(LEFT_OUT for _ in value.names),
            serial=LEFT_OUT,
            sha256=LEFT_OUT,
        )
    if isinstance(value, Interface):
        return msgspec.structs.replace(value, name=LEFT_OUT)
    if isinstance(value, StrayBytes):
        return msgspec.structs.replace(value, raw=LEFT_OUT)
    if isinstance(value, tuple):
        return tuple(_strip(item) for item in value)
    if isinstance(value, msgspec.Struct):
        changed: dict[str, Any] = {}
        for field in value.__struct_fields__:
            old = getattr(value, field)
            if isinstance(old, str) and field in _FREE | _FINGERPRINTS and old:
                new: Any = LEFT_OUT
            elif field == "command" and isinstance(old, str):
                verb, space, _ = old.partition(" ")
                new = f"{verb} {LEFT_OUT}" if space and verb.upper() not in _PLAIN_ARGUMENT else old
            else:
                new = _strip(old)
            if new is not old and new != old:
                changed[field] = new
        return msgspec.structs.replace(value, **changed) if changed else value
    return value
