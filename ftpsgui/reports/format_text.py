"""The report for a terminal or a mail: plain text, wrapped, no control codes unless colour is asked for."""

from __future__ import annotations

from ftpsgui.model.findings import Finding, ModeRow, Remedy
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import labelled, listing
from ftpsgui.presentation.explained import also_explained
from ftpsgui.presentation.one_cure import cured_with, refers
from ftpsgui.presentation.view_text import visible, visible_block
from ftpsgui.presentation.view_words import ALSO
from ftpsgui.reports import changed
from ftpsgui.reports.client_lines import TITLE, client_lines
from ftpsgui.reports.cures import NOT_CHECKED, sections, who_and_where
from ftpsgui.reports.layout import indent, table, width, wrap
from ftpsgui.reports.report import Report
from ftpsgui.reports.words import (
    ADDRESSES,
    CERTAINTIES,
    NO_MODE_TRIED,
    RESULT_MARKS,
    SEVERITY_MARKS,
    TLS,
    Mark,
    duration,
    finding_title,
    mode_tables,
    names_no_server,
    no_mode_tried,
    product_text,
    remarks,
    result_text,
    topology_text,
    untested_lines,
    verdict_mark,
    when,
)
from ftpsgui.texts.translate import Translator

FORMAT = "text"
SUFFIX = ".txt"

GLYPHS: dict[Mark, str] = {"good": "✔", "bad": "✖", "warning": "!", "neutral": "·"}
ASCII_GLYPHS: dict[Mark, str] = {"good": "+", "bad": "x", "warning": "!", "neutral": "-"}
_COLOURS: dict[Mark, str] = {"good": "32", "bad": "31", "warning": "33", "neutral": "2"}


def render(
    report: Report,
    translate: Translator,
    *,
    columns: int = 96,
    colour: bool = False,
    unicode: bool = True,
) -> str:
    """Return the report. ``colour`` adds ANSI colours; ``unicode`` False keeps our own marks to ASCII."""
    return _Writer(translate, columns, colour=colour, unicode=unicode).report(report)


class _Writer:
    """Writes one report."""

    def __init__(self, translate: Translator, columns: int, *, colour: bool, unicode: bool) -> None:
        self._translate = translate
        self._columns = max(40, columns)
        self._colour = colour
        self._glyphs = GLYPHS if unicode else ASCII_GLYPHS
        self._dot = "·" if unicode else "-"

    def report(self, report: Report) -> str:
        """Return the whole report, with a line feed at its end."""
        parts = [self._head(report), self._verdict(report)]
        if report.changes:
            parts.append(self._changes(report))
        if report.modes:
            parts.append([self._say(NO_MODE_TRIED)] if no_mode_tried(report) else self._modes(report))
        if report.findings:
            parts.append(self._findings(report.findings))
        if report.also:
            parts.append(self._also(report))
        if clients := client_lines(report, self._translate):
            parts.append(self._clients(clients))
        if report.untested:
            parts.append(self._untested(report))
        return "\n\n".join("\n".join(part) for part in parts) + "\n"

    def _say(self, message: Message) -> str:
        return visible(self._translate(message))

    def _block(self, message: Message) -> str:
        return visible_block(self._translate(message))

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text

    def _marked(self, mark: Mark, text: str) -> str:
        return self._paint(f"{self._glyphs[mark]} {text}", _COLOURS[mark])

    def _title(self, message: Message) -> str:
        return self._paint(self._say(message), "1")

    def _head(self, report: Report) -> list[str]:
        target = report.target
        where = visible(target.host)
        if names_no_server(report):
            where = self._say(msg("The log does not name the server"))
        if target.address is not None and target.address != target.host:
            where += f" ({visible(target.address)})"
        if target.port is not None:
            where = self._say(listing((where, msg("port {port}", port=target.port))))
        facts = [self._say(TLS.get(target.tls, TLS["auto"]))]
        if report.product is not None:
            facts.append(self._say(product_text(report.product)))
        if report.run.started:
            facts.append(self._say(msg("tested {when} UTC", when=when(report.run.started))))
        lines = [self._paint(where, "1"), *wrap(f" {self._dot} ".join(facts), self._columns)]
        for remark in remarks(report):
            lines += wrap(self._say(remark), self._columns)
        return lines

    def _verdict(self, report: Report) -> list[str]:
        mark = verdict_mark(report)
        lines = wrap(self._block(report.verdict.summary), self._columns - 2)
        result = [self._paint(f"{self._glyphs[mark]} {lines[0]}", f"1;{_COLOURS[mark]}")]
        result += [self._paint(f"  {line}", f"1;{_COLOURS[mark]}") for line in lines[1:]]
        topology = topology_text(report)
        if topology is not None:
            result += indent(wrap(self._say(topology), self._columns - 2), "  ")
        return result

    def _modes(self, report: Report) -> list[str]:
        lines: list[str] = []
        for title, chosen in mode_tables(report):
            if lines:
                lines.append("")
            lines.append(self._title(title))
            cells = [self._mode_cells(row) for row in chosen]
            aligned = table([row[:3] for row in cells])
            left = max(width(line) for line in aligned)
            for line, row, cell in zip(aligned, chosen, cells, strict=True):
                mark = RESULT_MARKS[row.result]
                state = self._marked(mark, cell[3])
                lines.append(f"  {line}{' ' * (left - width(line))}  {state}")
        return lines

    def _mode_cells(self, row: ModeRow) -> list[str]:
        state = self._say(result_text(row))
        if row.result == "works" and row.seconds is not None and not row.earlier:
            state += f" ({duration(row.seconds)})"
        return [
            row.mode.upper(),
            self._say(ADDRESSES[row.address]),
            visible(str(row.endpoint)) if row.endpoint is not None else "",
            state,
        ]

    def _findings(self, findings: tuple[Finding, ...]) -> list[str]:
        lines = [self._title(msg("Findings"))]
        for number, finding in enumerate(findings):
            if number:
                lines.append("")
            lines += self._finding(finding, cured_with(finding, findings))
        return lines

    def _finding(self, finding: Finding, same: Finding | None) -> list[str]:
        mark = SEVERITY_MARKS[finding.severity]
        head = wrap(self._say(finding_title(finding)), self._columns - 4)
        lines = [self._paint(f"  {self._glyphs[mark]} {head[0]}", f"1;{_COLOURS[mark]}")]
        lines += [self._paint(f"    {line}", f"1;{_COLOURS[mark]}") for line in head[1:]]
        lines.append(
            self._paint(f"    {finding.id} {self._dot} {self._say(CERTAINTIES[finding.certainty])}", "2")
        )
        lines += indent(wrap(self._block(finding.explanation), self._columns - 4), "    ")
        also = also_explained(finding)
        if also is not None:
            lines += indent(wrap(self._say(also), self._columns - 4), "    ")
        if same is not None:
            return lines + indent(wrap(self._say(refers(finding, same)), self._columns - 4), "    ")
        for section in sections(finding):
            if section.heading is not None:
                lines += ["", f"    {self._say(section.heading)}"]
            for number, step in enumerate(section.steps, start=1):
                lines += ["", *self._step(step, number, single=len(section.steps) == 1)]
        return lines

    def _step(self, remedy: Remedy, number: int, *, single: bool) -> list[str]:
        who = self._say(who_and_where(remedy))
        lead = "" if single else f"{number}. "
        space = " " * (4 + len(lead))
        first, *rest = wrap(who, self._columns - len(space))
        lines = [f"    {lead}{first}", *indent(rest, space)]
        snippet = self._block(remedy.snippet)
        if remedy.snippet.translated:
            lines += indent(wrap(snippet, self._columns - len(space)), space)
        else:
            lines += indent(snippet.split("\n"), space + "    ")
        if remedy.apply is not None:
            if remedy.apply.translated:
                lines += indent(wrap(self._block(remedy.apply), self._columns - len(space)), space)
            else:
                lines.append(space + self._say(msg("then run: {command}", command=remedy.apply)))
        for place in remedy.placeholders:
            text = self._say(labelled(f"<{place.name}>", place.meaning))
            lines += indent(wrap(text, self._columns - len(space)), space)
        if remedy.confidence == "hint":
            lines += indent(wrap(self._say(NOT_CHECKED), self._columns - len(space)), space)
        return lines

    def _changes(self, report: Report) -> list[str]:
        lines = [self._title(changed.TITLE)]
        for one in report.changes:
            text = wrap(self._say(one.text), self._columns - 4)
            lines += [f"  {self._marked(one.mark, text[0])}", *indent(text[1:], "    ")]
        return lines

    def _clients(self, clients: list[tuple[Mark, str]]) -> list[str]:
        lines = [self._title(TITLE)]
        for mark, text in clients:
            first, *rest = wrap(text, self._columns - 4)
            lines += [f"  {self._marked(mark, '')}{first}", *indent(rest, "    ")]
        return lines

    def _also(self, report: Report) -> list[str]:
        lines = [self._title(ALSO)]
        for one in report.also:
            first, *rest = wrap(self._say(one.text), self._columns - 4)
            lines += [f"  {self._dot} {first}", *indent(rest, "    ")]
        return lines

    def _untested(self, report: Report) -> list[str]:
        lines = [self._title(msg("Not tested"))]
        for text in untested_lines(report, self._translate):
            wrapped = wrap(visible(text), self._columns - 4)
            lines += [f"  {self._dot} {wrapped[0]}", *indent(wrapped[1:], "    ")]
        return lines
