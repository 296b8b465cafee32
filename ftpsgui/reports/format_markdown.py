"""The report for a ticket: Markdown with tables (GitHub's and GitLab's dialect)."""

from __future__ import annotations

import re

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.findings import Finding, ModeRow, Remedy
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.phrases import labelled
from ftpsgui.presentation.explained import also_explained
from ftpsgui.presentation.one_cure import cured_with, refers
from ftpsgui.presentation.view_text import visible, visible_block
from ftpsgui.presentation.view_words import ALSO
from ftpsgui.reports import changed
from ftpsgui.reports.client_lines import TITLE, client_lines
from ftpsgui.reports.cures import NOT_CHECKED, sections, who_and_where
from ftpsgui.reports.report import Report
from ftpsgui.reports.words import (
    ADDRESSES,
    CERTAINTIES,
    NO_MODE_TRIED,
    RESULT_MARKS,
    TLS,
    Mark,
    finding_title,
    mode_tables,
    no_mode_tried,
    product_text,
    remarks,
    report_title,
    result_text,
    topology_text,
    untested_lines,
    verdict_mark,
    when,
)
from ftpsgui.texts.translate import Translator

FORMAT = "markdown"
SUFFIX = ".md"

MARKS: dict[Mark, str] = {"good": "✅", "bad": "❌", "warning": "⚠️", "neutral": "▫️"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")
_LINE_START = re.compile(r"(?m)^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def escape(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def code(text: str) -> str:
    """Return ``text`` as inline code, whatever backticks are in it; safe in a table cell."""
    shown = visible(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}" if shown else ""


def block(text: str) -> list[str]:
    """Return ``text`` as a fenced block that nothing in it can close."""
    shown = visible_block(text)
    longest = max((len(run) for run in re.findall(r"`{3,}", shown)), default=2)
    fence = "`" * (longest + 1)
    return [fence, *shown.split("\n"), fence]


def render(report: Report, translate: Translator) -> str:
    """Return the report with a line feed at its end."""
    return _Writer(translate).report(report)


class _Writer:
    def __init__(self, translate: Translator) -> None:
        self._translate = translate

    def _say(self, message: Message) -> str:
        return escape(visible_block(self._translate(message)))

    def report(self, report: Report) -> str:
        lines = [*self._head(report), ""]
        if report.changes:
            lines += [f"## {self._say(changed.TITLE)}", ""]
            lines += [f"- {MARKS[one.mark]} {self._say(one.text)}" for one in report.changes]
            lines += [""]
        lines += self._modes(report)
        if report.findings:
            lines += ["", f"## {self._say(msg('Findings'))}"]
            for finding in report.findings:
                lines += ["", *self._finding(finding, cured_with(finding, report.findings))]
        if report.also:
            lines += ["", f"## {self._say(ALSO)}", ""]
            lines += [f"- {escape(visible(self._translate(one.text)))}" for one in report.also]
        if clients := client_lines(report, self._translate):
            lines += ["", f"## {self._say(TITLE)}", ""]
            lines += [f"- {MARKS[mark]} {escape(text)}" for mark, text in clients]
        if report.untested:
            lines += ["", f"## {self._say(msg('Not tested'))}", ""]
            lines += [f"- {escape(visible(text))}" for text in untested_lines(report, self._translate)]
        return "\n".join(lines) + "\n"

    def _head(self, report: Report) -> list[str]:
        target = report.target
        title = self._say(report_title(report))
        mark = MARKS[verdict_mark(report)]
        lines = [f"# {title}", "", f"{mark} **{self._say(report.verdict.summary)}**", ""]
        topology = topology_text(report)
        if topology is not None:
            lines += [self._say(topology), ""]
        address = f"{target.address or '–'}"
        if target.port is not None:
            address = (
                str(HostPort(host=address, port=target.port)) if target.address else f"– : {target.port}"
            )
        rows = [
            (msg("Target"), code(target.input)),
            (msg("Address"), code(address)),
            (msg("Protection"), self._say(TLS.get(target.tls, TLS["auto"]))),
        ]
        if report.product is not None:
            rows.append((msg("Server"), self._say(product_text(report.product))))
        if report.run.started:
            rows.append((msg("Tested"), escape(f"{when(report.run.started)} UTC")))
        lines += ["| | |", "|---|---|"]
        lines += [f"| {self._say(name)} | {value} |" for name, value in rows]
        for remark in remarks(report):
            lines += ["", self._say(remark)]
        return lines

    def _modes(self, report: Report) -> list[str]:
        if no_mode_tried(report):
            return [self._say(NO_MODE_TRIED)]
        lines: list[str] = []
        for title, rows in mode_tables(report):
            names = (msg("Mode"), msg("Address used"), msg("Endpoint"), msg("Result"))
            lines += ["", f"## {self._say(title)}", ""]
            lines.append("| " + " | ".join(self._say(name) for name in names) + " |")
            lines.append("|---|---|---|---|")
            lines += [self._row(row) for row in rows]
        return lines[1:]

    def _row(self, row: ModeRow) -> str:
        state = f"{MARKS[RESULT_MARKS[row.result]]} {self._say(result_text(row))}"
        endpoint = code(str(row.endpoint)) if row.endpoint is not None else ""
        return f"| {row.mode.upper()} | {self._say(ADDRESSES[row.address])} | {endpoint} | {state} |"

    def _finding(self, finding: Finding, same: Finding | None) -> list[str]:
        lines = [
            f"### {self._say(finding_title(finding))}",
            "",
            f"{code(finding.id)} · {self._say(CERTAINTIES[finding.certainty])}",
            "",
            self._say(finding.explanation),
        ]
        also = also_explained(finding)
        if also is not None:
            lines += ["", self._say(also)]
        if same is not None:
            return [*lines, "", self._say(refers(finding, same))]
        for section in sections(finding):
            if section.heading is not None:
                lines += ["", f"**{self._say(section.heading)}**"]
            for number, step in enumerate(section.steps, start=1):
                bullet = len(section.steps) == 1 and finding.severity == "info"
                lines += ["", *self._step(step, "-" if bullet else f"{number}.")]
        return lines

    def _step(self, remedy: Remedy, lead: str) -> list[str]:
        lines = [f"{lead} {self._say(who_and_where(remedy))}", ""]
        snippet = self._translate(remedy.snippet)
        body = [escape(visible_block(snippet))] if remedy.snippet.translated else block(snippet)
        lines += [f"   {line}" if line else line for line in body]
        if remedy.apply is not None:
            lines.append("")
            if remedy.apply.translated:
                lines.append(f"   {self._say(remedy.apply)}")
            else:
                lead = self._say(msg("Then run:"))
                lines += [f"   {lead}", "", *(f"   {line}" for line in block(self._translate(remedy.apply)))]
        for place in remedy.placeholders:
            named = labelled(literal(code(f"<{place.name}>")), literal(self._say(place.meaning)))
            lines += ["", f"   {self._translate(named)}"]
        if remedy.confidence == "hint":
            lines += ["", f"   {self._say(NOT_CHECKED)}"]
        return lines
