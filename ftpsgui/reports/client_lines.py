"""The forecast for other clients in a few lines: one for each way they can fare."""

from __future__ import annotations

from ftpsgui.model.findings import ClientForecast, ForecastResult
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import listing
from ftpsgui.presentation.view_clients import by_use
from ftpsgui.presentation.view_text import visible
from ftpsgui.reports.report import Report
from ftpsgui.reports.words import Mark, no_mode_tried
from ftpsgui.texts.translate import Translator

TITLE = msg("Other clients from here (a forecast; none was run)")
_MOST_UNKNOWN = 6
"""Clients of which nothing can be said that are named; of more their number says enough."""
_MARKS: dict[ForecastResult, Mark] = {
    "works": "good",
    "depends": "warning",
    "fails": "bad",
    "unknown": "neutral",
}


def client_lines(report: Report, translate: Translator) -> list[tuple[Mark, str]]:
    """Return a sign and a line for each result that some client has; empty when nothing can be said of any."""
    if no_mode_tried(report) or all(one.result == "unknown" for one in report.clients):
        return []
    lines = []
    for result, mark in _MARKS.items():
        if those := by_use(report.clients, result):
            many = result == "unknown" and len(those) > _MOST_UNKNOWN
            line = (
                msg("Not known: {count} other clients", count=len(those))
                if many
                else _line(result, _names(those))
            )
            lines.append((mark, visible(translate(line))))
    return lines


def _line(result: ForecastResult, names: Message) -> Message:
    match result:
        case "works":
            return msg("Should work: {clients}", clients=names)
        case "depends":
            return msg("Depend on a setting or a version: {clients}", clients=names)
        case "fails":
            return msg("Will fail: {clients}", clients=names)
        case "unknown":
            return msg("Not known: {clients}", clients=names)


def _names(those: list[ClientForecast]) -> Message:
    sure = [_name(one) for one in those if one.confidence != "hint" or one.result == "unknown"]
    memory = [_name(one) for one in those if one.confidence == "hint" and one.result != "unknown"]
    if not memory:
        return listing(sure)
    if not sure:
        return msg("{clients} (not verified against them)", clients=listing(memory))
    return msg(
        "{clients}; not verified against them: {others}",
        clients=listing(sure),
        others=listing(memory),
    )


def _name(one: ClientForecast) -> str:
    return f"{one.name} ({' + '.join(one.options)})" if one.options else one.name
