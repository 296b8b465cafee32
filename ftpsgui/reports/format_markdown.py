"""The report for a ticket: Markdown with tables (GitHub's and GitLab's dialect)."""

from __future__ import annotations

import re

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.findings import Finding, ModeRow, Remedy
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.presentation.explained import also_explained
from ftpsgui.presentation.view_text import visible, visible_block
from ftpsgui.presentation.view_words import ALSO
from ftpsgui.reports.client_lines import TITLE, client_lines
from ftpsgui.reports.report import Report
from ftpsgui.reports.words import (
    ADDRESSES,
    AUDIENCES,
    CERTAINTIES,
    ENDED,
    LEFT_OUT_WORDS,
    NO_MODE_TRIED,
    RESULT_MARKS,
    RESULTS,
    SEVERITIES,
    TLS,
    Mark,
    arrange,
    log_text,
    no_mode_tried,
    product_text,
    reason_text,
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
        lines = [*self._head(report), "", *self._modes(report)]
        if report.findings:
            lines += ["", f"## {self._say(msg('Findings'))}"]
            for finding in report.findings:
                lines += ["", *self._finding(finding)]
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
        title = self._say(msg("FTPS test of {host}", host=visible(target.host)))
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
        if report.run.cancelled or report.run.ended is None:
            lines += ["", self._say(ENDED[report.run.cancelled])]
        if (log := log_text(report)) is not None:
            lines += ["", self._say(log)]
        if report.redaction != "none":
            lines += ["", self._say(LEFT_OUT_WORDS[report.redaction])]
        return lines

    def _modes(self, report: Report) -> list[str]:
        if no_mode_tried(report):
            return [self._say(NO_MODE_TRIED)]
        lines: list[str] = []
        for protection, title in (
            ("private", msg("Data connections with TLS")),
            ("clear", msg("Data connections in clear")),
        ):
            rows = [row for row in report.modes if row.protection == protection]
            if not rows:
                continue
            names = (msg("Mode"), msg("Address used"), msg("Endpoint"), msg("Result"))
            lines += ["", f"## {self._say(title)}", ""]
            lines.append("| " + " | ".join(self._say(name) for name in names) + " |")
            lines.append("|---|---|---|---|")
            lines += [self._row(row) for row in rows]
        return lines[1:]

    def _row(self, row: ModeRow) -> str:
        detail = reason_text(row)
        state = f"{MARKS[RESULT_MARKS[row.result]]} {self._say(RESULTS[row.result])}"
        if detail is not None:
            state += f": {self._say(detail)}"
        endpoint = code(str(row.endpoint)) if row.endpoint is not None else ""
        return f"| {row.mode.upper()} | {self._say(ADDRESSES[row.address])} | {endpoint} | {state} |"

    def _finding(self, finding: Finding) -> list[str]:
        lines = [
            f"### {self._say(SEVERITIES[finding.severity])}: {self._say(finding.title)}",
            "",
            f"{code(finding.id)} · {self._say(CERTAINTIES[finding.certainty])}",
            "",
            self._say(finding.explanation),
        ]
        also = also_explained(finding)
        if also is not None:
            lines += ["", self._say(also)]
        cure = arrange(finding)
        for index, way in enumerate(cure.ways):
            if way.name is not None:
                which = (
                    msg("Either, with {product}:", product=way.name)
                    if index == 0
                    else msg("Or, with {product}:", product=way.name)
                )
                lines += ["", f"**{self._say(which)}**"]
            elif len(cure.ways) > 1:
                lines += ["", f"**{self._say(msg('Or:') if index else msg('Either:'))}**"]
            for number, step in enumerate(way.steps, start=1):
                lines += ["", *self._step(step, number)]
        if cure.common:
            lines += ["", f"**{self._say(msg('And in every case:'))}**"]
            for number, step in enumerate(cure.common, start=1):
                lines += ["", *self._step(step, number)]
        return lines

    def _step(self, remedy: Remedy, number: int) -> list[str]:
        who = self._translate(AUDIENCES[remedy.audience])
        if remedy.file is not None:
            first = self._say(msg("{audience}, in {file}:", audience=literal(who), file=remedy.file))
        else:
            first = self._say(msg("{audience}:", audience=literal(who)))
        lines = [f"{number}. {first}", ""]
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
            lines += ["", f"   {code(f'<{place.name}>')}: {self._say(place.meaning)}"]
        if remedy.confidence == "hint":
            text = self._say(
                msg("This is from general knowledge and was not checked: compare it with the manual.")
            )
            lines += ["", f"   {text}"]
        return lines
