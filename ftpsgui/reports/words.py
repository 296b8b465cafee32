"""The words that all formats for people share: tables from symbols to messages, and the sentences made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from ftpsgui.model.facts import LogRead
from ftpsgui.model.findings import (
    Audience,
    Certainty,
    Finding,
    ModeRow,
    ProductGuess,
    Result,
    Severity,
    TopologyClass,
)
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.phrases import labelled, listing, log_client
from ftpsgui.model.plan import UNKNOWN_HOST, Target
from ftpsgui.presentation.verdict_role import verdict_role
from ftpsgui.presentation.view_text import visible
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
_PROTECTIONS: Final = (
    ("private", msg("Data connections with TLS")),
    ("clear", msg("Data connections in clear")),
)
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


def product_text(product: ProductGuess) -> Message:
    """Return the product's name and version, and how sure it is."""
    name = f"{product.name} {product.version}" if product.version else product.name
    if product.confidence == "proven":
        return literal(name)
    return msg("{product} ({certainty})", product=name, certainty=CERTAINTIES[product.confidence])


def result_text(row: ModeRow) -> Message:
    """Return how a row ended, and why when it did not work."""
    detail = reason_text(row)
    text = RESULTS[row.result] if detail is None else labelled(RESULTS[row.result], detail)
    return msg("{result} (from the earlier test)", result=text) if row.earlier else text


def finding_title(finding: Finding) -> Message:
    """Return how grave a finding is, and its title."""
    return labelled(SEVERITIES[finding.severity], finding.title)


def mode_tables(report: Report) -> list[tuple[Message, list[ModeRow]]]:
    """Return the mode table by protection, each part with its title; without what was not asked for."""
    parts = ((title, [row for row in report.modes if row.protection == kind]) for kind, title in _PROTECTIONS)
    return [(title, rows) for title, rows in parts if rows]


def remarks(report: Report) -> list[Message]:
    """Return what must be known about the report as a whole: a test without an end, a log, trust, what was left out."""
    found = []
    if report.run.cancelled or report.run.ended is None:
        found.append(ENDED[report.run.cancelled])
    if (log := log_text(report)) is not None:
        found.append(log)
    if report.certificate is not None:
        found.append(report.certificate)
    if report.redaction != "none":
        found.append(LEFT_OUT_WORDS[report.redaction])
    return found


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
_LEADS: Final[Mapping[str, Message]] = {
    "prerequisite-failed": msg("Not reached, because an earlier step failed:"),
    "off": msg("Not asked for:"),
    "not-again": msg("Left out of this shorter test:"),
    "not-in-log": msg("The log does not show:"),
    "no-consent": msg("Only with your consent:"),
    "cancelled": msg("Not done when the test was stopped:"),
    "budget": msg("No time or connections left for:"),
    "not-built": msg("This version has no test for:"),
}
"""How a list of things that were not tested begins, by reason."""


def untested_lines(report: Report, translate: Translator) -> list[str]:
    """Return what was not tested: one line for each reason that is the same for all, a sentence for the others."""
    lists: dict[str, list[Message]] = {}
    sentences: list[str] = []
    for item in report.untested:
        own = item.reason not in _LEADS or (item.reason == "no-consent" and item.probe in _MODES)
        if own:
            sentences.append(translate(item.text))
        else:
            lists.setdefault(item.reason, []).append(probe_text(item.probe))
    return sentences + [
        translate(msg("{lead} {names}", lead=_LEADS[reason], names=listing(_each_once(names))))
        for reason, names in lists.items()
    ]


def _each_once(names: list[Message]) -> list[Message]:
    return [name for number, name in enumerate(names) if name not in names[:number]]


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


def report_title(report: Report) -> Message:
    """Return what the report is about: a test of our own, or a connection that a log of another client tells of."""
    host = visible(report.target.host)
    if report.log is None:
        return msg("FTPS test of {host}", host=host)
    if names_no_server(report):
        return msg("A connection, read from a log")
    return msg("Connection to {host}, read from a log", host=host)


def names_no_server(report: Report) -> bool:
    """Whether this is of a log that tells neither the name nor the address of the server."""
    return report.log is not None and report.target.address is None and report.target.host == UNKNOWN_HOST


def log_text(report: Report) -> Message | None:
    """Return from which log the facts are, and how much of it was understood; None for a test of our own."""
    log = report.log
    if log is None:
        return None
    said = _lines_text(log)
    if not log.elsewhere:
        return said
    return msg(
        "{said} It holds connections to several servers; {count} lines about others than this one were left out.",
        said=said,
        count=log.elsewhere,
    )


def _lines_text(log: LogRead) -> Message:
    if log.skipped:
        return msg(
            "Read from the last {lines} lines of a log of {client}; {unread} of them were not understood, and {skipped} "
            "lines before them were not read.",
            client=log_client(log.kind, log.client),
            lines=log.lines,
            unread=log.unread,
            skipped=log.skipped,
        )
    if not log.unread:
        return msg(
            "Read from a log of {client} ({lines} lines).",
            client=log_client(log.kind, log.client),
            lines=log.lines,
        )
    return msg(
        "Read from a log of {client} ({lines} lines, {unread} of them not understood).",
        client=log_client(log.kind, log.client),
        lines=log.lines,
        unread=log.unread,
    )


def verdict_mark(report: Report) -> Mark:
    """Return the mark of the verdict, as grave as it is in the window; what was stopped is worth a look."""
    role = verdict_role(
        report.verdict.exit_status, report.findings, cancelled=report.verdict.exit_status == 130
    )
    return "good" if role == "good" else "bad" if role == "bad" else "warning"


def when(iso: str) -> str:
    """Return a time in UTC (ISO 8601) as people read it, to the second and without naming the zone."""
    return iso.replace("T", " ").removesuffix("Z").split("+", 1)[0].split(".", 1)[0]
