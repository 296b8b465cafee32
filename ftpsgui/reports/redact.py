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
from typing import Any

import msgspec

from ftpsgui.model.addresses import AddressClass, Interface, classify, normalise
from ftpsgui.model.facts import Certificate, NameLookup, Observation, Reply, StrayBytes, TlsHandshake
from ftpsgui.model.plan import Plan
from ftpsgui.reports.report import Redaction, Report

NAMELESS: frozenset[AddressClass] = frozenset(
    {"loopback", "unspecified", "not-an-address", "broadcast", "multicast"}
)
LEFT_OUT = "[…]"

_DOTTED = r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d]|\.\d)"
_NUMBERS = r"(?<![\d,])\d{1,3}(?:,\d{1,3}){3}(?=,\d{1,3},\d{1,3}(?![\d,]))"
_DASHED = r"(?<![\d-])\d{1,3}(?:-\d{1,3}){3}(?![\d-])"
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
        plain = re.sub(r"[,-]", ".", found) if ":" not in found else found
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
        table = {name.lower(): label for name, label in names if len(name.strip()) >= 2}
        self._table = table
        ordered = sorted(table, key=lambda name: (-len(name), name))
        self._pattern = (
            re.compile(r"(?<![\w])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w])", re.IGNORECASE)
            if ordered
            else None
        )

    def text(self, text: str) -> str:
        """Return ``text`` with the names in it replaced."""
        if self._pattern is None:
            return text
        return self._pattern.sub(self._replace, text)

    def _replace(self, match: re.Match[str]) -> str:
        found = match[0].lower()
        self._removed[self._spelling[found], self._table[found]] += 1
        return self._table[found]


def redact(report: Report, level: Redaction, *, plan: Plan) -> Report:
    """Return ``report`` without what ``level`` names; structure, ids, codes, ports and times stay."""
    return redact_and_list(report, level, plan=plan)[0]


def redact_and_list(report: Report, level: Redaction, *, plan: Plan) -> tuple[Report, tuple[Removed, ...]]:
    """Return :func:`redact` of ``report``, and what was taken out: addresses and names, then texts of the server."""
    if level == "none":
        return report, ()
    removed: Counter[tuple[str, str]] = Counter()
    labels = _Labels(removed)
    names = _Names(tuple(_names(report, plan)) if level == "all" else (), removed)
    if level == "all":
        for observation in report.observations:
            removed.update((text.strip(), LEFT_OUT) for text in _texts(observation.fact) if text.strip())
        observations = tuple(_without_texts(observation) for observation in report.observations)
        report = msgspec.structs.replace(report, observations=observations)

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return labels.text(names.text(value))
        if isinstance(value, tuple):
            return tuple(walk(item) for item in value)
        if isinstance(value, dict):
            return {key: walk(item) for key, item in value.items()}
        if isinstance(value, msgspec.Struct):
            changed = {}
            for field in value.__struct_fields__:
                if field in _COMPUTED:
                    continue
                old = getattr(value, field)
                new = walk(old)
                if new != old:
                    changed[field] = new
            return msgspec.structs.replace(value, **changed) if changed else value
        return value

    redacted: Report = msgspec.structs.replace(walk(report), redaction=level)
    listed = [Removed(text=text, label=label, times=times) for (text, label), times in removed.items()]
    return redacted, tuple(sorted(listed, key=lambda one: one.label == LEFT_OUT))


_COMPUTED = frozenset(
    {"started", "ended", "tool_version", "not_before", "not_after", "sha256", "certificate_sha256", "version"}
)
"""Fields that hold no address: times, fingerprints, versions (``3.0.3.1`` would look like one)."""


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
    for observation in report.observations:
        for text in _said(observation.fact):
            yield text, LEFT_OUT


def _said(value: Any) -> Iterable[str]:
    """Yield the texts of the server that :func:`_strip` leaves out, so that findings do not quote them either."""
    if isinstance(value, Reply):
        if value.code not in _KEPT:
            yield value.text
            yield from value.lines
    elif isinstance(value, Certificate):
        yield from (value.subject, value.issuer, value.sha256)
    elif isinstance(value, StrayBytes):
        yield value.raw
    elif isinstance(value, tuple):
        for item in value:
            yield from _said(item)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _said(getattr(value, field))


def _texts(value: Any) -> Iterable[str]:
    """Yield the same texts as :func:`_said`, each once: replies, arguments, certificates' owners."""
    if isinstance(value, Reply):
        yield from value.lines if value.code not in _KEPT else ()
    elif isinstance(value, Certificate):
        yield from (value.subject, value.issuer)
    elif isinstance(value, StrayBytes):
        yield value.raw
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            if field == "command" and isinstance(inner, str):
                yield from _argument(inner)
            else:
                yield from _texts(inner)


def _argument(command: str) -> tuple[str, ...]:
    """Return the argument of a command when it is left out; a blanked password is none."""
    verb, _, argument = command.partition(" ")
    hidden = verb.upper() in _PLAIN_ARGUMENT or not argument.strip("• ")
    return () if hidden else (argument,)


def _without_texts(observation: Observation) -> Observation:
    fact = observation.fact
    return msgspec.structs.replace(observation, fact=_strip(fact))


def _strip(value: Any) -> Any:
    """Blank what a server says beyond codes, and what names people, machines and certificates."""
    if isinstance(value, Reply):
        if value.code in _KEPT:
            return value
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
            if isinstance(old, str) and field in _FREE and old:
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


_KEPT = frozenset({227, 228, 229})
"""Replies that hold an address and a port, and no name."""
_FREE = frozenset(
    {"first_bytes", "partial", "trust_store", "detail", "certificate_sha256", "sha256", "expected"}
)
_PLAIN_ARGUMENT = frozenset({"AUTH", "PBSZ", "PROT", "TYPE", "OPTS", "PORT", "EPRT", "EPSV", "FEAT"})
