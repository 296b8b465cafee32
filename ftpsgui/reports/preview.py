"""What the reader of a report will not see: the words for choosing a level of redaction, and the list of what goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.view_text import visible
from ftpsgui.reports.redact import Removed
from ftpsgui.reports.report import Redaction
from ftpsgui.reports.said import LEFT_OUT
from ftpsgui.texts.translate import Translator

FORMATS: Final[Mapping[str, Message]] = {
    "html": msg("HTML: for everybody, one file"),
    "pdf": msg("PDF: to print or to send"),
    "markdown": msg("Markdown: for a ticket"),
    "text": msg("Text: for a mail or a chat"),
    "json": msg("JSON: for programs"),
}
"""The formats that the window offers, in its order."""
LEVELS: Final[Mapping[Redaction, Message]] = {
    "none": msg("Nothing"),
    "addresses": msg("IP addresses"),
    "all": msg("IP addresses, names and the server's own words"),
}
"""What can be left out."""


class RemovedView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list: what the report would say, what it has instead, how often."""

    text: str
    label: str
    times: str


class PreviewView(msgspec.Struct, frozen=True, kw_only=True):
    """What a level of redaction means for this report. ``empty`` stands in place of a list without lines."""

    caption: str
    rows: tuple[RemovedView, ...] = ()
    empty: str = ""


def preview(level: Redaction, removed: Sequence[Removed], translate: Translator) -> PreviewView:
    """Return the words for ``level``, and what it takes out of this report."""
    t = translate
    rows = tuple(
        RemovedView(text=visible(one.text, limit=200), label=one.label, times=str(one.times))
        for one in removed
    )
    texts = sum(one.label == LEFT_OUT for one in removed)
    labels = len(removed) - texts
    if level == "none":
        caption = msg(
            "The report holds every address and name of this test. A password is in no report, whatever you choose."
        )
        empty = msg("Nothing is left out.")
    elif level == "addresses":
        caption = msg(
            "Each address becomes a label; the same label is the same address. Names of hosts and users stay, and so do "
            "ports, reply codes and times."
        )
        empty = msg("There is no IP address in this report.")
    else:
        caption = msg(
            "{labels} addresses and names become labels, and {texts} texts of the server and its certificate go. Ports, "
            "reply codes, times and the server's product stay: the diagnosis rests on them.",
            labels=labels,
            texts=texts,
        )
        empty = msg("There is nothing to leave out of this report.")
    return PreviewView(caption=t(caption), rows=rows, empty="" if rows else t(empty))
