"""The report as formatted text on the clipboard, for the editor of a mail or a ticket: what such editors keep of HTML.

They drop style sheets, pictures inside the text and links within a page. So the styles stand at the elements, boxes are
tables, and the picture and the transcript stay in the report that is a file.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from ftpsgui.model.facts import Observation
from ftpsgui.presentation.palette import LIGHT
from ftpsgui.reports.html_style import MARKS
from ftpsgui.reports.html_writer import Writer
from ftpsgui.reports.report import Report
from ftpsgui.reports.words import Mark
from ftpsgui.texts.of_a_log import words_for
from ftpsgui.texts.translate import Translator

_CODE = f"background-color:{LIGHT.sunken};padding:6px 8px;font-family:Consolas,Menlo,monospace;white-space:pre-wrap"
_CELL = f"border-bottom:1px solid {LIGHT.line};padding:3px 12px 3px 0;text-align:left"
_HEADINGS: Final = {"h1": 22, "h2": 18, "h3": 16, "h4": 15}
_PLAIN = re.compile(r'<(?P<name>h[1-4]|pre|th|td|span)(?P<rest>(?: [a-z-]+="[^"]*")*)>')
"""An element of a report whose style is in the style sheet of a whole page; texts hold no ``<``."""


class _MailWriter(Writer):
    def box(self, mark: Mark, content: str, kind: str = "") -> str:
        edge = LIGHT.role(MARKS[mark]).ink
        cell = f'<td style="border-left:4px solid {edge};padding:4px 12px">{content}</td>'
        return f'<table cellspacing="0" style="margin:0 0 10px"><tr>{cell}</tr></table>'

    def figure(self, report: Report) -> str:
        return ""

    def _links(self, evidence: tuple[str, ...]) -> str:
        return ""

    def _transcript(self, observations: tuple[Observation, ...]) -> str:
        return ""


def render(report: Report, translate: Translator) -> str:
    """Return a document whose every text is escaped."""
    body = _MailWriter(words_for(translate, log=report.log is not None)).body(report)
    return (
        f'<html lang="{escape(translate.language)}"><head><meta charset="utf-8"></head>'
        f'<body style="font-family:sans-serif">{_PLAIN.sub(_styled, body)}</body></html>'
    )


def _styled(element: re.Match[str]) -> str:
    name, rest = element["name"], element["rest"]
    if "style=" in rest:
        return element[0]
    style = _CODE if name == "pre" else _CELL if name in ("th", "td") else ""
    if name in _HEADINGS:
        style = f"font-size:{_HEADINGS[name]}px;margin:12px 0 4px"
    for mark, role in MARKS.items():
        if f'class="{mark}"' in rest:
            style = ";".join(filter(None, (style, f"color:{LIGHT.role(role).ink}")))
    return f'<{name}{rest} style="{style}">' if style else element[0]
