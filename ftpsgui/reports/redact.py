"""Leave out what names the place: addresses become labels that still tell one from the other.

``addresses``: every IP address in every text — dotted, as six numbers in 227 and PORT, IPv6, in reverse names — becomes
``[public-1]``, ``[private-2]`` …; the same address has the same label everywhere. Loopback and 0.0.0.0 stay: they
name nobody. ``all``: also names of hosts, users, certificates and interfaces, and what the server says beyond codes
and the replies to PASV and EPSV. Redacting is done on the finished report, so it changes no verdict.
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, get_type_hints

import msgspec

from ftpsgui.diagnosis.quoting import LONGEST
from ftpsgui.model.addresses import AddressClass, classify, normalise
from ftpsgui.model.facts import DataAttempt, NameLookup, Observation, TlsHandshake
from ftpsgui.model.findings import ModeReply, ModeRow, Remedy
from ftpsgui.model.message import Message
from ftpsgui.model.plan import Plan
from ftpsgui.reports.report import Redaction, Report
from ftpsgui.reports.said import LEFT_OUT, reply_text, said, texts, without_names, without_texts
from ftpsgui.session.redaction import may_hold_text

NAMELESS: frozenset[AddressClass] = frozenset(
    {"loopback", "unspecified", "not-an-address", "broadcast", "multicast"}
)

_DOTTED = r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d{1,3}(?!\d))"
"""Not a part of five or more numbers, unless the fifth can only be a port."""
_NUMBERS = r"(?<![\d,])\d{1,3}(?:,\d{1,3}){3}(?=,\d{1,3},\d{1,3}(?![\d,])|(?![\d,]))"
_DASHED = r"(?<!\d)(?<!\d[-_])\d{1,3}(?:(?:-\d{1,3}){3}|(?:_\d{1,3}){3})(?!\d|[-_]\d)"
_COLONS = r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4})(?![\w:])"
_ANY = re.compile(f"{_DOTTED}|{_NUMBERS}|{_DASHED}|{_COLONS}")

_KIND: dict[AddressClass, str] = {
    "public": "public",
    "documentation": "public",
    "rfc1918": "private",
    "ula": "private",
    "carrier-grade": "carrier",
    "link-local": "link",
}


class Removed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a redacted report does not hold: the text, what stands in its place, and how often it was there."""

    text: str
    label: str
    times: int


class _Labels:
    """Gives each address its label, in the order in which they are met."""

    def __init__(self, removed: Counter[tuple[str, str]]) -> None:
        self._removed = removed
        self._labels: dict[str, str] = {}
        self._count: dict[str, int] = {}

    def of(self, address: str) -> str | None:
        """Return the label of an address in canonical text; None when it stays."""
        kind = classify(address)
        if kind in NAMELESS:
            return None
        if address not in self._labels:
            word = _KIND.get(kind, "other")
            self._count[word] = self._count.get(word, 0) + 1
            self._labels[address] = f"[{word}-{self._count[word]}]"
        return self._labels[address]

    def text(self, text: str) -> str:
        """Return ``text`` with every address in it replaced."""
        return _ANY.sub(self._replace, text)

    def _replace(self, match: re.Match[str]) -> str:
        found = match[0]
        # Some write 010.020.030.002, which ipaddress refuses: it could be octal.
        plain = ".".join(str(int(part)) for part in re.split(r"[.,_-]", found)) if ":" not in found else found
        address = normalise(plain)
        if address is None:
            return found
        try:
            mapped = ipaddress.ip_address(address)
        except ValueError:
            return found
        label = self.of(str(mapped))
        if label is not None:
            self._removed[str(mapped), label] += 1
        return label or found


class _Names:
    """Replaces names that are known to stand for the place, whatever their letter case."""

    def __init__(self, names: Sequence[tuple[str, str]], removed: Counter[tuple[str, str]]) -> None:
        self._removed = removed
        self._spelling = {name.lower(): name for name, _ in names}
        self._table = {name.lower(): label for name, label in names if name.strip()}
        ordered = sorted(self._table, key=lambda name: (-len(name), name))
        sources = [_source(name) for name in ordered if len(name.strip()) >= 2]
        self._pattern = re.compile("|".join(sources), re.IGNORECASE) if sources else None

    def text(self, text: str) -> str:
        """Return ``text`` with the names in it replaced; a name of one letter only where it stands alone."""
        if text.lower() in self._table:
            return self._label(text)
        return self._pattern.sub(lambda found: self._label(found[0]), text) if self._pattern else text

    def _label(self, found: str) -> str:
        name = found.lower()
        if (
            name not in self._table
        ):  # more than the name, or letters whose lower case the pattern took for the same
            return LEFT_OUT
        if self._table[name] != self._spelling[name]:  # a 227 stays, but for the address in it
            self._removed[self._spelling[name], self._table[name]] += 1
        return self._table[name]


_SENTENCE = 24
"""Texts of as many characters are no part of another word by chance."""


def _source(name: str) -> str:
    if len(name) < _SENTENCE:
        return rf"(?<!\w){re.escape(name)}(?!\w)"
    # What is known of a text ends here; the rest of it, and of what quotes it, goes too.
    return re.escape(name) + ("(?s:.*)" if len(name) >= LONGEST else "")


def redact(report: Report, level: Redaction, *, plan: Plan) -> Report:
    """Return ``report`` without what ``level`` names; structure, ids, codes, ports and times stay."""
    return redact_and_list(report, level, plan=plan)[0]


def redact_and_list(report: Report, level: Redaction, *, plan: Plan) -> tuple[Report, tuple[Removed, ...]]:
    """Return :func:`redact` of ``report``, and what was taken out: addresses and names, then texts of the server."""
    if level == "none":
        return report, ()
    removed: Counter[tuple[str, str]] = Counter()
    labels = _Labels(removed)
    known: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    if level == "all":
        known = tuple(_names(report, plan))
        words = tuple(_quoted_in(msgspec.structs.replace(report, observations=()), report.observations))
    places, everything = _Names(known, removed), _Names((*known, *words), removed)
    if level == "all":
        for observation in report.observations:
            removed.update((text.strip(), LEFT_OUT) for text in texts(observation.fact) if text.strip())
        observations = tuple(without_texts(observation) for observation in report.observations)
        report = msgspec.structs.replace(report, observations=observations)

    def walk(value: Any, names: _Names) -> Any:
        if isinstance(value, str):
            return labels.text(names.text(value))
        if isinstance(value, tuple):
            return tuple(walk(item, names) for item in value)
        if isinstance(value, dict):
            return {key: walk(item, names) for key, item in value.items()}
        if isinstance(value, msgspec.Struct):
            if isinstance(value, Observation):
                names = places  # what was said is out of it already, and there may be thousands
            if level == "all":
                value = _without_words(value)
            changed = {}
            for field in _told(value.__class__):
                if field == "id" and isinstance(value, Message) and value.translated:
                    continue  # a sentence of our own
                old = getattr(value, field)
                new = old if field == "error" and _SYMBOL.fullmatch(old or "") else walk(old, names)
                if new != old:
                    changed[field] = new
            if isinstance(value, Remedy) and changed.keys() & {"file", "snippet", "apply"}:
                changed["verbatim"] = False  # a label stands where a value has to be put
            return msgspec.structs.replace(value, **changed) if changed else value
        return value

    redacted: Report = msgspec.structs.replace(walk(report, everything), redaction=level)
    listed = [Removed(text=text, label=label, times=times) for (text, label), times in removed.items()]
    return redacted, tuple(sorted(listed, key=lambda one: one.label == LEFT_OUT))


def _quoted_in(rest: Report, observations: Iterable[Observation]) -> Iterable[tuple[str, str]]:
    """Yield the texts of the server that the rest of a report may quote; of thousands those are few."""
    corpus = "\n".join(_strings(rest)).lower()
    pairs = dict.fromkeys(pair for one in observations for pair in said(one.fact))
    return (pair for pair in pairs if pair[0].lower() in corpus)


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(tuple(value.values()))
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, msgspec.Struct):
        yield from _strings(tuple(getattr(value, field) for field in _told(value.__class__)))


_SYMBOL = re.compile(r"[A-Z][A-Z0-9_]*")
_OWN = frozenset(
    {
        ("Run", "started"),
        ("Run", "ended"),
        ("Run", "tool_version"),
        ("TestedTarget", "tls"),
        ("TestedTarget", "family"),
        ("ProductGuess", "id"),
        ("ProductGuess", "name"),
        ("ProductGuess", "version"),
        ("Finding", "id"),
        ("Explained", "id"),
        ("Node", "id"),
        ("Link", "origin"),
        ("Link", "to"),
        ("Link", "what"),
        ("Remedy", "product"),
        ("Remedy", "router"),
        ("Remedy", "verified_by"),
        ("Placeholder", "name"),
        ("Untested", "probe"),
        ("Untested", "reason"),
        ("ClientForecast", "client"),
        ("ClientForecast", "name"),
        ("Observation", "id"),
        ("Observation", "probe"),
        ("Observation", "connection"),
        ("Observation", "caused_by"),
        ("Reply", "violations"),
        ("Certificate", "sha256"),
        ("Certificate", "not_before"),
        ("Certificate", "not_after"),
        ("Certificate", "key"),
        ("Certificate", "signature"),
        ("TlsHandshake", "version"),
        ("TlsHandshake", "cipher"),
        ("TlsHandshake", "offered"),
        ("TrustDecision", "sha256"),
        ("TrustDecision", "expected"),
        ("DataAttempt", "order"),
        ("DataAttempt", "tls_version"),
        ("DataAttempt", "certificate_sha256"),
        ("DataAttempt", "sha256"),
        ("DataAttempt", "session_id"),
        ("ProbeOutcome", "reason"),
        ("LogRead", "kind"),
    }
)
"""Words of our own, which may be anybody's name too, and what only looks like an address: versions, fingerprints."""


@cache
def _told(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields of ``kind`` that may hold what somebody else wrote; not those that choose from a list."""
    hints = get_type_hints(kind)
    return tuple(
        field
        for field in kind.__struct_fields__
        if field != "evidence" and (kind.__name__, field) not in _OWN and may_hold_text(hints[field])
    )


def _without_words(value: msgspec.Struct) -> msgspec.Struct:
    """Return a row of the mode table, or a try, without what its replies say beyond codes, addresses and ports."""
    if isinstance(value, (ModeRow, DataAttempt)):
        return msgspec.structs.replace(value, raw=without_names(value.raw))
    if isinstance(value, ModeReply):
        return msgspec.structs.replace(value, text=reply_text(value.code, value.text))
    return value


def _names(report: Report, plan: Plan) -> Iterable[tuple[str, str]]:
    """Yield the names that stand for the place, with their labels."""
    hosts: dict[str, None] = {}

    def host(name: str | None) -> None:
        if name and normalise(name) is None:
            hosts[name] = None

    host(plan.endpoint.host)
    host(plan.endpoint.sni)
    host(plan.stun.host if plan.stun else None)
    for observation in report.observations:
        fact = observation.fact
        if isinstance(fact, NameLookup):
            host(fact.name)
        if isinstance(fact, TlsHandshake):
            host(fact.server_name)
            for certificate in fact.chain[:1]:
                for name in certificate.names:
                    host(name)
    if normalise(plan.input) is None:
        yield plan.input, "[host]"
    for number, name in enumerate(hosts, start=1):
        yield name, f"[host-{number}]"
    if plan.user.lower() not in ("anonymous", "ftp"):
        yield plan.user, "[user]"
    for path in (
        plan.consents.write_directory,
        plan.trust.ca_file,
        plan.trust.client_certificate,
    ):
        if path:
            yield path, "[path]"
