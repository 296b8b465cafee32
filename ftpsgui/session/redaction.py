"""Blanks passwords, and the encodings they travel in, in everything that is about to be stored (law 7).

What is blanked: the password as it is, in any letter case, URL-quoted, in base64 (at any of the three alignments,
so inside a longer encoded text too), in hexadecimal, HTML-escaped, and as our own escaping of bytes writes it
(UTF-8 or Latin-1). A password shorter than :data:`SHORTEST` characters would blank half of every transcript; it is
blanked behind the word PASS or ACCT only, which is where a server repeats it.

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

BLANK = "••••"
SHORTEST = 3
"""Passwords of fewer characters are blanked only behind PASS or ACCT."""

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
        ("Reply", "violations"),
        ("ProbeOutcome", "reason"),
    }
)
_SYMBOL = re.compile(r"[A-Z][A-Z0-9_]*")
_SYMBOLIC = frozenset({("Step", "error"), ("Exchange", "error"), ("NameLookup", "error")})
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
        self._anywhere = _pattern(forms)
        short = {value for value in values if len(value) < SHORTEST}
        self._behind_pass = (
            re.compile(rf"\b(PASS|ACCT) (?:{'|'.join(map(re.escape, short))})(?!\w)", re.IGNORECASE)
            if short
            else None
        )

    def text(self, text: str) -> str:
        """Return ``text`` with every secret blanked."""
        if self._anywhere is not None:
            text = self._anywhere.sub(BLANK, text)
        if self._behind_pass is not None:
            text = self._behind_pass.sub(rf"\1 {BLANK}", text)
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
            return tuple(self._value(item, where) for item in value)
        if isinstance(value, msgspec.Struct):
            return self._struct(value)
        return value


def encodings(secret: str) -> frozenset[str]:
    """Return the texts that ``secret`` may turn up as; letter case is left to the caller."""
    forms: set[str] = {secret, escape_text(secret), html.escape(secret), quote_plus(secret)}
    forms |= {quote(secret), quote(secret, safe=""), "".join(f"%{byte:02X}" for byte in secret.encode())}
    for encoding in ("utf-8", "latin-1"):
        try:
            data = secret.encode(encoding)
        except UnicodeEncodeError:
            continue
        forms.add(escape_text(data.decode("utf-8", "surrogateescape")))
        # Telnet doubles the byte 255 (RFC 854); a server may give it back doubled.
        doubled = data.replace(b"\xff", b"\xff\xff")
        forms.add(escape_text(doubled.decode("utf-8", "surrogateescape")))
        forms |= {data.hex(), data.hex(" "), data.hex(":")}
        forms |= _base64_forms(data)
    return frozenset(form for form in forms if len(form) >= SHORTEST)


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


def _pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted({form for form in forms if form}, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE) if ordered else None


_FREE_TEXT: dict[str, tuple[str, ...]] = {}


def _free_text_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields of ``kind`` that may hold text from outside, in structs and tuples too."""
    name = kind.__name__
    if name not in _FREE_TEXT:
        hints = get_type_hints(kind)
        _FREE_TEXT[name] = tuple(
            field
            for field in kind.__struct_fields__
            if (name, field) not in _COMPUTED and _may_hold_text(hints[field])
        )
    return _FREE_TEXT[name]


def _may_hold_text(hint: Any) -> bool:
    if hint is str:
        return True
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return True
    if get_origin(hint) is Literal:
        return False
    return any(_may_hold_text(argument) for argument in get_args(hint))
