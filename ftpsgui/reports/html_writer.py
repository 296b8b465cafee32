"""The parts of a report as HTML: every text in them is escaped; what frames them is the format's."""

from __future__ import annotations

from html import escape

import msgspec

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import (
    DataAttempt,
    Exchange,
    Fact,
    Observation,
    ProbeOutcome,
    ProbeStarted,
    StrayBytes,
    TlsHandshake,
)
from ftpsgui.model.findings import Finding, ModeRow, Remedy
from ftpsgui.model.fingerprints import in_pairs
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.phrases import labelled
from ftpsgui.presentation.arrows import role_of
from ftpsgui.presentation.diagram import draw
from ftpsgui.presentation.drawing import Drawing
from ftpsgui.presentation.explained import also_explained
from ftpsgui.presentation.one_cure import cured_with, refers
from ftpsgui.presentation.palette import LIGHT, RoleName
from ftpsgui.presentation.stamps import stamp
from ftpsgui.presentation.view_clients import unbroken
from ftpsgui.presentation.view_text import visible, visible_block
from ftpsgui.presentation.view_topology import drawn_rows
from ftpsgui.presentation.view_words import ALSO
from ftpsgui.reports import changed
from ftpsgui.reports.client_lines import TITLE, client_lines
from ftpsgui.reports.cures import NOT_CHECKED, sections, who_and_where
from ftpsgui.reports.report import Report
from ftpsgui.reports.words import (
    ADDRESSES,
    CERTAINTIES,
    NO_MODE_TRIED,
    SEVERITY_MARKS,
    TLS,
    Mark,
    finding_title,
    mode_tables,
    no_mode_tried,
    probe_text,
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

GLYPHS: dict[Mark, str] = {"good": "✓", "bad": "✕", "warning": "!", "neutral": "–"}
"""As in the window; none of them has a form as a coloured pictograph on telephones."""
PICTURE_WIDTH = 740
"""Narrower than the page, which shows it larger: its small words are read on a telephone, too."""


def picture(report: Report, translate: Translator, width: int, *, font: str = "sans-serif") -> Drawing:
    """Draw the topology of ``report`` as the window draws it, ``width`` pixels wide."""
    target = report.target
    where = HostPort(host=target.address, port=target.port) if target.address and target.port else None
    return draw(
        report.topology,
        drawn_rows(report.modes),
        LIGHT,
        translate,
        width,
        target=str(where) if where else "",
        control=report.control,
        font=font,
    )


_LINKS = 40
"""Facts that are named behind a finding; a long session has thousands."""


class Writer:
    """Turns the parts of a report into HTML; a subclass may draw boxes and the picture in another way."""

    most_facts: int | None = None
    """How many facts the last table holds; None: all."""

    def __init__(self, translate: Translator) -> None:
        self._translate = translate

    def _say(self, message: Message) -> str:
        return escape(visible(self._translate(message)))

    def _paragraphs(self, message: Message) -> str:
        text = visible_block(self._translate(message))
        return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())

    def title(self, report: Report) -> str:
        """Return the title, escaped."""
        return self._say(report_title(report))

    def body(self, report: Report) -> str:
        """Return everything from the first heading on; every text in it is escaped."""
        parts = [
            f"<h1>{self.title(report)}</h1>",
            self._facts(report),
            self._verdict(report),
            self._changes(report),
            self.figure(report) if report.topology.nodes else "",
            self._modes(report),
            self._findings(report),
            self._also(report),
            self._clients(report),
            self._untested(report),
            self._transcript(report.observations),
        ]
        return "\n".join(part for part in parts if part) + "\n"

    def box(self, mark: Mark, content: str, kind: str = "") -> str:
        """Return ``content`` set off from the rest, in the colours of ``mark``."""
        return f'<div class="{" ".join(filter(None, ("box", kind, mark)))}">{content}</div>'

    def _facts(self, report: Report) -> str:
        target = report.target
        facts = []
        if target.address is not None:
            facts.append(escape(visible(target.address)))
        if target.port is not None:
            facts.append(self._say(msg("port {port}", port=target.port)))
        facts.append(self._say(TLS.get(target.tls, TLS["auto"])))
        if report.product is not None:
            facts.append(self._say(product_text(report.product)))
        if report.run.started:
            facts.append(f'<span class="whole">{escape(when(report.run.started))} UTC</span>')
        return f'<p class="muted">{" · ".join(facts)}</p>'

    def _verdict(self, report: Report) -> str:
        mark = verdict_mark(report)
        extra = ""
        topology = topology_text(report)
        if topology is not None:
            extra += f"<p>{self._say(topology)}</p>"
        extra += "".join(f"<p>{self._say(remark)}</p>" for remark in remarks(report))
        lead = f'<p><span aria-hidden="true">{GLYPHS[mark]}</span> {self._say(report.verdict.summary)}</p>'
        return self.box(mark, lead + extra, "verdict")

    def _changes(self, report: Report) -> str:
        items = "".join(
            f'<li><span class="{one.mark}" aria-hidden="true">{GLYPHS[one.mark]}</span> {self._say(one.text)}</li>'
            for one in report.changes
        )
        return f"<h2>{self._say(changed.TITLE)}</h2><ul>{items}</ul>" if items else ""

    def figure(self, report: Report) -> str:
        """Return the picture of the path."""
        svg = picture(report, self._translate, PICTURE_WIDTH).svg
        return f'<figure class="picture">{svg[svg.index("<svg") :]}</figure>'

    def _modes(self, report: Report) -> str:
        if no_mode_tried(report):
            return f"<p>{self._say(NO_MODE_TRIED)}</p>"
        parts = []
        names = (msg("Mode"), msg("Address used"), msg("Endpoint"), msg("Result"))
        head = "".join(f'<th scope="col">{self._say(name)}</th>' for name in names)
        for title, rows in mode_tables(report):
            body = "".join(self._row(row, role_of(row, report.topology)) for row in rows)
            parts.append(
                f'<h2>{self._say(title)}</h2><table class="modes"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
            )
        return "\n".join(parts)

    def _row(self, row: ModeRow, role: RoleName) -> str:
        """Return a row of the table in the colour that its arrow has in the picture."""
        mark: Mark = "neutral" if role == "accent" else role
        state = self._say(result_text(row))
        endpoint = escape(visible(str(row.endpoint))) if row.endpoint is not None else ""
        return (
            f"<tr><td>{row.mode.upper()}</td><td>{self._say(ADDRESSES[row.address])}</td>"
            f'<td class="mono">{endpoint}</td><td class="{mark}"><span aria-hidden="true">{GLYPHS[mark]}</span> '
            f"{state}{self._links(row.evidence)}</td></tr>"
        )

    def _links(self, evidence: tuple[str, ...]) -> str:
        links = " ".join(f'<a href="#{escape(item)}">{escape(item)}</a>' for item in evidence[:_LINKS])
        links += " …" if len(evidence) > _LINKS else ""
        return f' <small class="muted">{links}</small>' if links else ""

    def _findings(self, report: Report) -> str:
        if not report.findings:
            return ""
        parts = [f"<h2>{self._say(msg('Findings'))}</h2>"]
        parts += [self._finding(finding, cured_with(finding, report.findings)) for finding in report.findings]
        return "\n".join(parts)

    def _finding(self, finding: Finding, same: Finding | None) -> str:
        mark = SEVERITY_MARKS[finding.severity]
        parts = [
            (
                f'<h3><span class="{mark}" aria-hidden="true">{GLYPHS[mark]}</span> '
                f"{self._say(finding_title(finding))}</h3>"
            ),
            (
                f'<p class="muted"><code>{escape(finding.id)}</code> · {self._say(CERTAINTIES[finding.certainty])}'
                f"{self._links(finding.evidence)}</p>"
            ),
            self._paragraphs(finding.explanation),
        ]
        also = also_explained(finding)
        if also is not None:
            parts.append(f"<p>{self._say(also)}</p>")
        if same is not None:
            parts.append(f"<p>{self._say(refers(finding, same))}</p>")
        for section in sections(finding) if same is None else ():
            if section.heading is not None:
                parts.append(f"<h4>{self._say(section.heading)}</h4>")
            kind = "ul" if len(section.steps) == 1 and finding.severity == "info" else "ol"
            parts.append(f"<{kind}>{''.join(self._step(step) for step in section.steps)}</{kind}>")
        return self.box(mark, "".join(parts), "finding")

    def _step(self, remedy: Remedy) -> str:
        parts = [f"<li>{self._say(who_and_where(remedy))}"]
        parts.append(self._words_or_code(remedy.snippet))
        if remedy.apply is not None:
            if not remedy.apply.translated:
                parts.append(self._say(msg("Then run:")))
            parts.append(self._words_or_code(remedy.apply))
        parts += [
            f"<p>{self._translate(labelled(literal(f'<code>&lt;{escape(place.name)}&gt;</code>'), literal(self._say(place.meaning))))}</p>"
            for place in remedy.placeholders
        ]
        if remedy.confidence == "hint":
            parts.append(f'<p class="muted">{self._say(NOT_CHECKED)}</p>')
        return "".join(parts) + "</li>"

    def _words_or_code(self, message: Message) -> str:
        if message.translated:
            return self._paragraphs(message)
        return f"<pre>{escape(visible_block(self._translate(message)))}</pre>"

    def _clients(self, report: Report) -> str:
        clients = client_lines(report, self._translate)
        if not clients:
            return ""
        items = "".join(f"<li>{escape(unbroken(text))}</li>" for _, text in clients)
        return f"<h2>{self._say(TITLE)}</h2><ul>{items}</ul>"

    def _also(self, report: Report) -> str:
        if not report.also:
            return ""
        items = "".join(f"<li>{self._say(one.text)}</li>" for one in report.also)
        return f"<h2>{self._say(ALSO)}</h2><ul>{items}</ul>"

    def _untested(self, report: Report) -> str:
        if not report.untested:
            return ""
        items = "".join(
            f"<li>{escape(visible(text))}</li>" for text in untested_lines(report, self._translate)
        )
        return f"<h2>{self._say(msg('Not tested'))}</h2><ul>{items}</ul>"

    def _transcript(self, observations: tuple[Observation, ...]) -> str:
        shown: set[str] = set()
        told = [one for one in observations if not _is_routine(one.fact)]
        timed = any(one.time > 0 for one in observations[-1:])  # some logs of other clients have no times
        rows = [self._line(one, shown, timed) for one in told[: self.most_facts]]
        if not rows:
            return ""
        rest = ""
        if len(rows) < len(told):
            left = msg(
                "{count} more facts are left out here; the HTML report and the JSON report have them all.",
                count=len(told) - len(rows),
            )
            rest = f"<p>{self._say(left)}</p>"
        names = (msg("No."), msg("Time"), msg("Connection"), msg("Test"))
        head = "".join(f'<th scope="col">{self._say(name)}</th>' for name in names)
        head += f'<th scope="col" class="wide">{self._say(msg("What was seen"))}</th>'
        return (
            f"<h2>{self._say(msg('What was seen'))}</h2>"
            f'<table class="seen"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>{rest}'
        )

    def _line(self, observation: Observation, shown: set[str], timed: bool) -> str:
        """Return a row; ``shown`` collects the certificates that were shown whole, so that each is so once."""
        text = _seen(observation, shown)
        when = stamp(observation.time, timed=timed, digits=2)
        time = self._say(when) if isinstance(when, Message) else f"{when} s" if when else ""
        return (
            f'<tr id="{escape(observation.id)}"><td>{escape(observation.id)}</td>'
            f'<td class="time">{time}</td><td>{escape(observation.connection or "")}</td>'
            f'<td>{self._say(probe_text(observation.probe))}</td><td class="mono">{escape(text).replace(chr(10), "<br>")}</td></tr>'
        )


def _is_routine(fact: Fact) -> bool:
    """Whether a fact only says that a test began, or ended as it should."""
    return isinstance(fact, ProbeStarted) or (isinstance(fact, ProbeOutcome) and fact.status == "completed")


def _seen(observation: Observation, shown: set[str]) -> str:
    """Return what was seen in the terms of the protocol; the same in every language."""
    fact = observation.fact
    lines: list[str] = []
    if isinstance(fact, Exchange):
        if fact.command is not None:
            lines.append(f"> {fact.command}")
        if fact.reply is not None:
            lines += [f"< {line}" for line in fact.reply.raw.split("\n")]
        else:
            lines.append(f"({fact.ending})")
    elif isinstance(fact, DataAttempt):
        lines.append(f"{fact.mode.upper()} {fact.command}: {fact.raw}".rstrip(": "))
        ends = [f"dialled {fact.dialled}"] if fact.dialled else []
        ends += [f"listened {fact.listened}"] if fact.listened else []
        ends += [f"observed {fact.observed}"] if fact.observed else []
        ends += [f"tcp {fact.tcp.outcome}"] if fact.tcp else []
        ends += [f"tls {fact.tls.outcome}"] if fact.tls else []
        ends += [f"resumed {fact.resumed}"] if fact.resumed is not None else []
        ends += [f"{fact.bytes} bytes"] if fact.bytes else []
        ends += [fact.ending] if fact.ending else []
        ends += [f"not dialled: {fact.not_dialled}"] if fact.not_dialled else []
        lines.append(", ".join(ends))
        lines += [f"< {reply.text}" for reply in (fact.preliminary, fact.final) if reply is not None]
    elif isinstance(fact, TlsHandshake):
        lines += _handshake(fact, shown)
    elif isinstance(fact, StrayBytes):
        lines.append(f"({fact.where}) {fact.raw}")
    else:
        data = msgspec.to_builtins(fact)
        kind = data.pop("type")
        lines.append(
            f"{kind}: " + "; ".join(f"{key} {_short(value)}" for key, value in data.items() if value)
        )
    return visible_block("\n".join(line for line in lines if line))


def _handshake(fact: TlsHandshake, shown: set[str]) -> list[str]:
    """Return the lines of a handshake: how it went, then what is new in the chain that the server showed."""
    parts = [fact.mode, fact.version, fact.cipher, "" if fact.step.outcome == "ok" else fact.step.outcome]
    parts += [fact.step.error, fact.alert, "verified" if fact.verified else ""]
    parts.append(f"offered {fact.offered}" if fact.offered else "")
    parts += [f"error {problem.code}: {problem.text}" for problem in fact.problems]
    known = bool(fact.chain) and fact.chain[0].sha256 in shown
    parts.append(f"certificate {in_pairs(fact.chain[0].sha256[:8])}… as before" if known else "")
    lines = [f"tls-handshake: {'; '.join(part for part in parts if part)}"]
    for certificate in fact.chain:
        if certificate.sha256 in shown:
            continue
        shown.add(certificate.sha256)
        lines += [
            f"certificate: {certificate.subject}",
            f"  issuer {certificate.issuer}",
            f"  names {', '.join(certificate.names)}" if certificate.names else "",
            f"  {certificate.not_before} – {certificate.not_after}; {certificate.key} {certificate.signature}",
            f"  sha256 {in_pairs(certificate.sha256)}",
        ]
    if fact.first_bytes:
        lines.append(f"< {fact.first_bytes}")
    return lines


def _short(value: object) -> str:
    """Return a value of a fact for reading: no quotes, no braces, not too long."""
    if isinstance(value, dict):
        text = (
            str(HostPort(host=value["host"], port=value["port"]))
            if set(value) == {"host", "port"}
            else " ".join(
                f"{key} {_short(item)}" for key, item in value.items() if item not in (None, "", ())
            )
        )
    elif isinstance(value, (list, tuple)):
        text = ", ".join(_short(item) for item in value)
    else:
        text = f"{value:.3f}" if isinstance(value, float) else str(value)
    return text if len(text) <= 400 else text[:400] + "…"
