"""The words that all formats for people share: tables from symbols to messages, and how cures are arranged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from ftpsgui.knowledge import Knowledge, KnowledgeError, load
from ftpsgui.model.findings import (
    Audience,
    Certainty,
    Finding,
    ModeRow,
    ProductGuess,
    Remedy,
    Result,
    Severity,
    TopologyClass,
)
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.plan import Target
from ftpsgui.presentation.view_words import FAILED, NOT_TRIED, PROBES
from ftpsgui.reports.report import Report
from ftpsgui.texts.translate import Translator

Mark = Literal["good", "bad", "warning", "neutral"]

RESULTS: Final[Mapping[Result, Message]] = {
    "works": msg("works"),
    "fails": msg("fails"),
    "partial": msg("works in part"),
    "untested": msg("not tested"),
}
RESULT_MARKS: Final[Mapping[Result, Mark]] = {
    "works": "good",
    "fails": "bad",
    "partial": "warning",
    "untested": "neutral",
}
SEVERITIES: Final[Mapping[Severity, Message]] = {
    "error": msg("Error"),
    "warning": msg("Warning"),
    "info": msg("Note"),
}
SEVERITY_MARKS: Final[Mapping[Severity, Mark]] = {"error": "bad", "warning": "warning", "info": "neutral"}
CERTAINTIES: Final[Mapping[Certainty, Message]] = {
    "proven": msg("proven"),
    "likely": msg("likely"),
    "possible": msg("possible"),
}
AUDIENCES: Final[Mapping[Audience, Message]] = {
    "client": msg("User of the client"),
    "server-admin": msg("Server administrator"),
    "network-admin": msg("Network administrator"),
}
ADDRESSES: Final[Mapping[Target, Message]] = {
    "advertised": msg("address in the reply"),
    "peer": msg("the server's address"),
    "local": msg("this computer's address"),
    "public": msg("public address"),
}
"""Whose address a mode used."""

TOPOLOGIES: Final[Mapping[TopologyClass, Message]] = {
    "T1": msg("Both ends have public addresses."),
    "T2": msg("The server is behind NAT."),
    "T3": msg("This computer is behind NAT."),
    "T4": msg("Both this computer and the server are behind NAT."),
    "inside": msg("Both ends are inside one network: this says nothing about clients outside."),
    "unknown": msg("What lies between the two ends is not known."),
}
SERVER_BEHIND_NAT: Final[Message] = msg("The server is behind NAT; where the client is, is not known.")
"""For a log that says nothing of its own side."""
TLS: Final[Mapping[str, Message]] = {
    "explicit": msg("explicit TLS"),
    "implicit": msg("implicit TLS"),
    "none": msg("without TLS"),
    "auto": msg("TLS not established"),
}
NO_MODE_TRIED: Final[Message] = msg("No data connection was tried.")
ENDED: Final[Mapping[bool, Message]] = {
    True: msg("The run was stopped before its end; what had been found until then is all here."),
    False: msg("The record stops before the end of the run."),
}
"""Key: whether the user stopped the run."""


LEFT_OUT_WORDS: Final[Mapping[str, Message]] = {
    "addresses": msg("IP addresses were left out of this report; the same label is the same address."),
    "all": msg(
        "IP addresses, names and the server's own words were left out of this report; the same label is the same address."
    ),
}
"""What a redacted report says about itself, by level."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One way to cure a finding: ``name`` is whose words it is in, None when there is only one way."""

    name: str | None
    steps: tuple[Remedy, ...]


class Cure(msgspec.Struct, frozen=True, kw_only=True):
    """Alternatives, and the steps that each of them needs."""

    ways: tuple[Way, ...]
    common: tuple[Remedy, ...]


def arrange(finding: Finding, knowledge: Knowledge | None = None) -> Cure:
    """Arrange the remedies of a finding: alternatives apart, steps that end all of them once."""
    base = knowledge or load()
    groups: dict[int, list[Remedy]] = {}
    for remedy in finding.remedies:
        groups.setdefault(remedy.group, []).append(remedy)
    ways = [sorted(group, key=lambda remedy: remedy.step) for group in groups.values()]
    common: list[Remedy] = []
    if len(ways) > 1:
        while all(len(way) > 1 for way in ways) and len({_content(way[-1]) for way in ways}) == 1:
            common.insert(0, ways[0][-1])
            for way in ways:
                way.pop()
    ways = [way for way in ways if way]
    names = [_name(way[0], base) for way in ways]
    several = len(set(names)) > 1  # two ways of one product need no name
    return Cure(
        ways=tuple(
            Way(name=name if several else None, steps=tuple(way))
            for name, way in zip(names, ways, strict=True)
        ),
        common=tuple(common),
    )


def _content(remedy: Remedy) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(remedy, group=0, step=0))


def _name(remedy: Remedy, knowledge: Knowledge) -> str | None:
    try:
        if remedy.product is not None and remedy.product in knowledge.products:
            return knowledge.products[remedy.product].name
        if remedy.router is not None and remedy.router in knowledge.routers:
            return knowledge.routers[remedy.router].name
    except KnowledgeError:
        pass
    return remedy.product or remedy.router


def product_text(product: ProductGuess) -> Message:
    """Return the product's name and version, and how sure it is."""
    name = f"{product.name} {product.version}" if product.version else product.name
    if product.confidence == "proven":
        return literal(name)
    return msg("{product} ({certainty})", product=name, certainty=CERTAINTIES[product.confidence])


def reason_text(row: ModeRow) -> Message | None:
    """Return why a row is as it is, in a few words; None when there is nothing to add."""
    if row.result in ("fails", "partial"):
        words = FAILED.get(row.reason)
        if words is not None and row.certainty == "predicted":
            return msg("{reason} (predicted, not dialled)", reason=words)
        return words
    if row.result == "untested":
        return NOT_TRIED.get(row.reason)
    return None


def duration(seconds: float) -> str:
    """Return a duration with its unit's symbol, the same in every language: ``35 ms``, ``1.2 s``."""
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"


def probe_text(probe: str) -> Message:
    """Return the name of a probe for people; an unknown one by its id."""
    return PROBES.get(probe) or literal(probe)


_MODES = frozenset({"pasv", "epsv", "port", "eprt"})
SEPARATOR: Final[Mapping[str, str]] = {"en": ", ", "ja": "、"}
"""What stands between the items of a list, by language."""
_LEADS: Final[Mapping[str, Message]] = {
    "prerequisite-failed": msg("Not reached, because an earlier step failed:"),
    "off": msg("Not asked for:"),
    "not-in-log": msg("The log does not show:"),
    "no-consent": msg("Only with your consent:"),
    "cancelled": msg("Not done when the test was stopped:"),
    "budget": msg("No time or connections left for:"),
    "not-built": msg("This version has no test for:"),
}
"""How a list of things that were not tested begins, by reason."""


def untested_lines(report: Report, translate: Translator) -> list[str]:
    """Return what was not tested: one line for each reason that is the same for all, a sentence for the others."""
    lists: dict[str, list[str]] = {}
    sentences: list[str] = []
    for item in report.untested:
        own = item.reason not in _LEADS or (item.reason == "no-consent" and item.probe in _MODES)
        if own:
            sentences.append(translate(item.text))
        else:
            lists.setdefault(item.reason, []).append(translate(probe_text(item.probe)))
    gap = " " if translate.language == "en" else ""
    separator = SEPARATOR[translate.language]
    return sentences + [
        f"{translate(_LEADS[reason])}{gap}{separator.join(dict.fromkeys(names))}"
        for reason, names in lists.items()
    ]


def no_mode_tried(report: Report) -> bool:
    """Whether every row of the mode table says the same: an earlier step failed."""
    return all(row.result == "untested" and row.reason == "prerequisite-failed" for row in report.modes)


def topology_text(report: Report) -> Message | None:
    """Return the topology in a sentence, unless it is not known or a finding says it already."""
    kind = report.topology.topology_class
    if kind == "unknown" and report.topology.server.kind == "nat":
        return SERVER_BEHIND_NAT
    if kind == "unknown" or any(finding.id == "test-from-inside" for finding in report.findings):
        return None
    return TOPOLOGIES[kind]


def log_text(report: Report) -> Message | None:
    """Return from which log the facts are, and how much of it was understood; None for a test of our own."""
    log = report.log
    if log is None:
        return None
    if log.skipped:
        return msg(
            "Read from the last {lines} lines of a log of {client}; {unread} of them were not understood, and {skipped} "
            "lines before them were not read.",
            client=log.client,
            lines=log.lines,
            unread=log.unread,
            skipped=log.skipped,
        )
    if not log.unread:
        return msg("Read from a log of {client} ({lines} lines).", client=log.client, lines=log.lines)
    return msg(
        "Read from a log of {client} ({lines} lines, {unread} of them not understood).",
        client=log.client,
        lines=log.lines,
        unread=log.unread,
    )


def verdict_mark(report: Report) -> Mark:
    """Return the mark of the verdict: good, care, or bad."""
    status = report.verdict.exit_status
    if status == 0:
        return "good"
    return "warning" if status in (1, 130) else "bad"


def when(iso: str) -> str:
    """Return a time in UTC (ISO 8601) as people read it, to the second and without naming the zone."""
    return iso.replace("T", " ").removesuffix("Z").split("+", 1)[0].split(".", 1)[0]
