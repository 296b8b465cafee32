"""The shape of resources/products/*.toml and resources/routers/*.toml; an unknown key is an error with words.

A file is named after its id. First comes what recognises it, then ``[[need.…]]``: the steps of each cure. The first
part alone is read to identify a server, so everything before the first ``[[need.`` line must be whole TOML.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from ftpsgui.model.findings import Audience, Certainty, Confidence
from ftpsgui.model.typed import from_builtins

ServerNeed = Literal[
    "masquerade",
    "passive-range",
    "passive-allow",
    "session-reuse",
    "tls-enable",
    "require-tls",
    "certificate",
    "active-allow",
    "data-protection",
    "listen",
    "tls-versions",
]
"""What a server may need.

``listen``: run, and take connections on its control port; ``passive-allow`` and ``active-allow``: take PASV and EPSV, PORT and EPRT; ``require-tls``: refuse logins in clear;
``data-protection``: accept PROT P; ``tls-versions``: offer TLS 1.2 and newer.
"""
RouterNeed = Literal["forward", "let-in", "open-range", "open-range-ipv6", "helper-off"]
"""What a router or firewall may need; ``open-range`` is for the machine that runs the server.

``let-in`` takes the place of ``forward`` over IPv6, where no address is translated, and ``open-range-ipv6`` that of
``open-range`` for a firewall whose rules are for one family.
"""

VALUES: frozenset[str] = frozenset(
    {
        "public_ip",
        "public_name",
        "server_ip",
        "control_port",
        "pasv_min",
        "pasv_max",
        "pasv_end",
        "pasv_count",
    }
)
"""Names that ``{…}`` may hold in a template. ``pasv_end`` is ``pasv_max`` + 1, ``pasv_count`` the number of ports."""

VALUE_FIELD = re.compile(r"\{([a-z][a-z0-9_]*)\}")
PLACEHOLDER = re.compile(r"<([a-z][a-z0-9_]*)>")
_NEEDS_BEGIN = re.compile(r"^\[\[need\.", re.MULTILINE)


class KnowledgeError(Exception):
    """A resource cannot be used; the text names the file and what is wrong in it."""


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: no key that nobody reads."""


class PlaceholderText(_Strict, frozen=True, kw_only=True):
    """What the reader must fill in for ``<name>``."""

    meaning: str


class Step(_Strict, frozen=True, kw_only=True):
    """One step of a cure.

    Exactly one of ``snippet`` (a directive, the same in every language) and ``say`` (a sentence); at most one of
    ``apply`` and ``apply_say``. ``option`` counts alternatives from 1; steps of one option are all needed.
    """

    snippet: str | None = None
    say: str | None = None
    file: str | None = None
    apply: str | None = None
    apply_say: str | None = None
    option: int = 1
    audience: Audience | None = None
    confidence: Confidence | None = None
    placeholders: dict[str, PlaceholderText] = {}


class Fingerprint(_Strict, frozen=True, kw_only=True):
    r"""Words that give a product away.

    ``on``: ``greeting``, ``any``, or the command that was answered, in lower case (``syst``, ``site help``); ``host``: the
    name that was looked up, for services that are known by where they are.
    ``contains`` must stand in a line of the reply; then ``pattern`` (``re.search`` on that line, without the code) must
    match when given; its group ``version`` is the version. ``means``: how sure the product is after this alone.
    """

    on: str
    contains: str
    pattern: str | None = None
    code: int | None = None
    means: Certainty = "likely"


class Product(_Strict, frozen=True, kw_only=True):
    """A server product. ``engine``: the id of the product inside it, whose cures are used where it has none.

    ``called``: the names of its settings for a need, as a reader who does not know their product would look for them.
    ``data_tls``: whether it begins TLS on a data connection at once, or only after the transfer command; None: not known.
    """

    name: str
    confidence: Confidence
    engine: str | None = None
    data_tls: Literal["at-once", "after-command"] | None = None
    fingerprint: tuple[Fingerprint, ...] = ()
    is_router: bool = False
    """Whether the server is part of a router: nothing in front of it has to forward anything."""
    called: dict[ServerNeed, str] = {}
    need: dict[ServerNeed, tuple[Step, ...]] = {}


class Router(_Strict, frozen=True, kw_only=True):
    """A router, a firewall, or what forwards ports in its place."""

    name: str
    confidence: Confidence
    kind: Literal[
        "linux", "bsd", "windows", "appliance", "router", "home", "cloud", "container", "proxy", "isp"
    ]
    need: dict[RouterNeed, tuple[Step, ...]] = {}


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a product's file that identifies it."""

    name: str
    engine: str | None = None
    fingerprint: tuple[Fingerprint, ...] = ()


T = TypeVar("T", Product, Router, Head)


def read(path: Path, kind: type[T]) -> T:
    """Read one file strictly; KnowledgeError with the file's name and what is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
        if kind is Head:
            begin = _NEEDS_BEGIN.search(text)
            text = text[: begin.start()] if begin else text
        value = from_builtins(tomllib.loads(text), kind)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error
    if not isinstance(value, Head):
        for need, steps in value.need.items():
            for number, step in enumerate(steps, start=1):
                _check(step, f"{path.name}: need.{need}, step {number}")
    return value


def _check(step: Step, where: str) -> None:
    """Refuse a step whose parts contradict each other."""
    if (step.snippet is None) == (step.say is None):
        raise KnowledgeError(f"{where}: give either snippet or say")
    if step.apply is not None and step.apply_say is not None:
        raise KnowledgeError(f"{where}: give only one of apply and apply_say")
    texts = [text for text in (step.snippet, step.say, step.apply, step.apply_say, step.file) if text]
    unknown = {name for text in texts for name in VALUE_FIELD.findall(text)} - VALUES
    if unknown:
        raise KnowledgeError(f"{where}: unknown value {', '.join(sorted(unknown))}")
    used = {name for text in texts for name in PLACEHOLDER.findall(text)}
    if used != set(step.placeholders):
        raise KnowledgeError(
            f"{where}: placeholders used ({', '.join(sorted(used))}) and explained "
            f"({', '.join(sorted(step.placeholders))}) differ"
        )
    if step.option < 1:
        raise KnowledgeError(f"{where}: options are counted from 1")
