"""Blanks passwords, and the encodings they travel in, in everything that is about to be stored (law 7).

What is blanked: the password as it is, in any letter case, in any of the spellings of
:mod:`ftpsgui.session.spellings` (also broken over two lines of a reply), in base64 (at any of the three alignments,
so inside a longer encoded text too) and in hexadecimal. Of a password that was cut off, the beginning is blanked: at
the end of a long text, where we may have cut, and behind the word PASS or ACCT, where a server may have shortened it.
A password shorter than :data:`SHORTEST` characters would blank half of every transcript; it is blanked behind PASS or
ACCT only, which is where a server repeats it. No program can know what a server that wants to tell the password
makes of it (it could send it anywhere by itself); this is for those that repeat it without thinking.

Which strings: all of a fact, sent and received, except those that this program itself computes or chooses from a
list (symbols, fingerprints, addresses, the verb of a command), which no server can put a password into.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import quote, quote_plus

import msgspec

from ftpsgui.model.secret import Secret
from ftpsgui.protocol.escape import escape_text
from ftpsgui.session.spellings import LONGEST, spelled

BLANK = "••••"
SHORTEST = 3
"""Passwords of fewer characters are blanked only behind PASS or ACCT."""
CUT = 100
"""Texts of fewer characters were not cut by us."""

_COMPUTED = frozenset(
    {
        ("HostPort", "host"),
        ("Interface", "name"),
        ("Interface", "address"),
        ("NameLookup", "addresses"),
        ("Certificate", "sha256"),
        ("Certificate", "not_before"),
        ("Certificate", "not_after"),
        ("TrustDecision", "sha256"),
        ("TrustDecision", "expected"),
        ("TlsHandshake", "version"),
        ("TlsHandshake", "cipher"),
        ("TlsHandshake", "offered"),
        ("DataAttempt", "certificate_sha256"),
        ("DataAttempt", "tls_version"),
        ("DataAttempt", "order"),
        ("DataAttempt", "sha256"),
        ("DataAttempt", "session_id"),
        ("Reply", "violations"),
        ("ProbeOutcome", "reason"),
    }
)
_SYMBOL = re.compile(r"[A-Z][A-Z0-9_]*")
_SYMBOLIC = frozenset({("Step", "error"), ("Exchange", "error"), ("NameLookup", "error")})
_BEHIND_PASS = re.compile(r"\b(PASS|ACCT)(\W.{3,})", re.IGNORECASE)
_TELLING = 4
"""Characters of a beginning that are enough to take it for one."""
_SENT_SECRET = re.compile(r"^((?:PASS|ACCT)) .*$", re.IGNORECASE | re.DOTALL)

T = TypeVar("T")


class Redactor:
    """Knows the secrets of a run and blanks them. Without secrets it only blanks what PASS and ACCT carry."""

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        values = {secret.reveal() for secret in secrets if secret}
        forms: set[str] = set()
        for value in values:
            if len(value) >= SHORTEST:
                forms |= encodings(value)
        spellings = [spelled(value) for value in values if SHORTEST <= len(value) <= LONGEST]
        self._anywhere = _pattern(forms, spellings)
        self._beginnings = sorted(form.lower() for form in forms)
        self._values = sorted(value.lower() for value in values)
        short = {value for value in values if len(value) < SHORTEST}
        self._behind_pass = (
            re.compile(rf"\b(PASS|ACCT) (?:{'|'.join(map(re.escape, short))})(?!\w)", re.IGNORECASE)
            if short
            else None
        )

    def text(self, text: str) -> str:
        """Return ``text`` with every secret blanked."""
        if self._anywhere is not None:
            # Lines that a password was broken over stay as many as they were.
            text = self._anywhere.sub(lambda found: BLANK + "\n" * found[0].count("\n"), text)
            text = _BEHIND_PASS.sub(self._without_shortened, text)
            if len(text) >= CUT:
                text = "\n".join(map(self._without_cut, text.split("\n")))
        if self._behind_pass is not None:
            text = self._behind_pass.sub(rf"\1 {BLANK}", text)
        return text

    def _without_shortened(self, found: re.Match[str]) -> str:
        """Blank what stands behind PASS, and a quote or a bracket, as far as it is the beginning of a secret."""
        behind = found[2]
        for start in (1, 2, 3):
            common = max((_common(value, behind[start:].lower()) for value in self._values), default=0)
            if common >= SHORTEST:
                return f"{found[1]}{behind[:start]}{BLANK}{behind[start + common :]}"
        return found[0]

    def _without_cut(self, line: str) -> str:
        """Blank the beginning of a secret at the end of a long line, where it may have been cut."""
        if len(line) < CUT:
            return line
        text, lower = line, line.lower()
        for form in self._beginnings:
            at = lower.find(form[:_TELLING], max(0, len(lower) - len(form)))
            while at >= 0:
                if form.startswith(lower[at:]):
                    return text[:at] + BLANK
                at = lower.find(form[:_TELLING], at + 1)
        return text

    def command(self, command: str) -> str:
        """Return a command as it may be shown: its verb, and its argument without secrets."""
        sent = _SENT_SECRET.match(command)
        if sent:
            return f"{sent[1]} {BLANK}"
        verb, space, argument = command.partition(" ")
        return f"{verb}{space}{self.text(argument)}" if verb.isalpha() else self.text(command)

    def fact(self, fact: T) -> T:
        """Return ``fact`` with the secrets in all its texts blanked, however deep they lie."""
        return self._struct(fact) if isinstance(fact, msgspec.Struct) else fact

    def _struct(self, value: Any) -> Any:
        changed: dict[str, Any] = {}
        for name in _free_text_fields(type(value)):
            old = getattr(value, name)
            new = self._value(old, (type(value).__name__, name))
            if new is not old and new != old:
                changed[name] = new
        return msgspec.structs.replace(value, **changed) if changed else value

    def _value(self, value: Any, where: tuple[str, str]) -> Any:
        if isinstance(value, str):
            if where in _SYMBOLIC and _SYMBOL.fullmatch(value):
                return value
            return self.command(value) if where[1] == "command" else self.text(value)
        if isinstance(value, tuple):
            if value and all(isinstance(item, str) and "\n" not in item for item in value):
                return tuple(self.text("\n".join(value)).split("\n"))
            return tuple(self._value(item, where) for item in value)
        if isinstance(value, msgspec.Struct):
            return self._struct(value)
        return value


def encodings(secret: str) -> frozenset[str]:
    """Return the texts that ``secret`` may turn up as; letter case is left to the caller."""
    forms: set[str] = {secret, escape_text(secret), html.escape(secret), quote_plus(_utf8(secret))}
    forms |= {
        quote(_utf8(secret)),
        quote(_utf8(secret), safe=""),
        "".join(f"%{byte:02X}" for byte in _utf8(secret)),
    }
    for encoding in ("utf-8", "latin-1"):
        try:
            data = _utf8(secret) if encoding == "utf-8" else secret.encode(encoding)
        except UnicodeEncodeError:
            continue
        forms.add(escape_text(data.decode("utf-8", "surrogateescape")))
        # Telnet doubles the byte 255 (RFC 854); a server may give it back doubled.
        doubled = data.replace(b"\xff", b"\xff\xff")
        forms.add(escape_text(doubled.decode("utf-8", "surrogateescape")))
        forms |= {data.hex(), data.hex(" "), data.hex(":")}
        forms |= _base64_forms(data)
    return frozenset(form for form in forms if len(form) >= SHORTEST)


def _utf8(text: str) -> bytes:
    """Return the bytes that are sent for ``text``; bytes that are no UTF-8 are lone surrogates in it."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _base64_forms(data: bytes) -> set[str]:
    forms: set[str] = set()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(data).decode("ascii")
        forms |= {whole, whole.rstrip("=")}
        for shift in range(3):
            # Inside a longer text only the characters that hold bits of the secret alone are sure.
            text = encode(b"\0" * shift + data).decode("ascii").rstrip("=")
            first = (shift * 8 + 5) // 6
            sure = text[first : (shift + len(data)) * 8 // 6]
            if len(sure) >= 4:
                forms.add(sure)
    return forms


def _pattern(forms: Iterable[str], spellings: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted({form for form in forms if form}, key=lambda form: (-len(form), form))
    sources = [*map(re.escape, ordered), *spellings]
    return re.compile("|".join(sources), re.IGNORECASE) if sources else None


def _common(one: str, other: str) -> int:
    """Return the length of the beginning that two texts share."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


_FREE_TEXT: dict[str, tuple[str, ...]] = {}


def _free_text_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields of ``kind`` that may hold text from outside, in structs and tuples too."""
    name = kind.__name__
    if name not in _FREE_TEXT:
        hints = get_type_hints(kind)
        _FREE_TEXT[name] = tuple(
            field
            for field in kind.__struct_fields__
            if (name, field) not in _COMPUTED and may_hold_text(hints[field])
        )
    return _FREE_TEXT[name]


def may_hold_text(hint: Any) -> bool:
    """Whether a field of this type may hold free text: not when it only chooses from a list."""
    if hint is str:
        return True
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return True
    if get_origin(hint) is Literal:
        return False
    return any(may_hold_text(argument) for argument in get_args(hint))
