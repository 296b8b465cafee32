"""The report for a browser and for everybody: one file, no scripts, nothing loaded from elsewhere, the picture inline."""

from __future__ import annotations

from html import escape

import msgspec

from ftpsgui.model.facts import DataAttempt, Exchange, Observation, ProbeStarted, StrayBytes
from ftpsgui.model.findings import Finding, ModeRow, Remedy
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.presentation.diagram import draw
from ftpsgui.presentation.palette import LIGHT, RoleName
from ftpsgui.presentation.view_text import visible, visible_block
from ftpsgui.reports.client_lines import TITLE, client_lines
from ftpsgui.reports.report import Report
from ftpsgui.reports.words import (
    ADDRESSES,
    AUDIENCES,
    CERTAINTIES,
    ENDED,
    NO_MODE_TRIED,
    RESULT_MARKS,
    RESULTS,
    SEVERITIES,
    SEVERITY_MARKS,
    TLS,
    Mark,
    arrange,
    no_mode_tried,
    probe_text,
    product_text,
    reason_text,
    topology_text,
    untested_lines,
    verdict_mark,
    when,
)
from ftpsgui.texts.translate import Translator

FORMAT = "html"
SUFFIX = ".html"

GLYPHS: dict[Mark, str] = {"good": "✔", "bad": "✖", "warning": "!", "neutral": "·"}
_ROLES: dict[Mark, RoleName] = {"good": "good", "bad": "bad", "warning": "warning", "neutral": "neutral"}
PICTURE_WIDTH = 860


def render(report: Report, translate: Translator) -> str:
    """Return a whole HTML document; every text in it is escaped."""
    return _Writer(translate).document(report)


def _style() -> str:
    roles = "".join(
        f".{mark}{{color:{LIGHT.role(role).ink}}}.box.{mark}{{background:{LIGHT.role(role).tint};"
        f"border-color:{LIGHT.role(role).ink}}}"
        for mark, role in _ROLES.items()
    )
    return (
        ":root{color-scheme:light}"
        f"body{{font:15px/1.5 system-ui,sans-serif;color:{LIGHT.text};background:{LIGHT.window};margin:0}}"
        "main{max-width:900px;margin:0 auto;padding:1.5rem 1rem 3rem}"
        "h1{font-size:1.5rem;margin:0 0 .2rem}h2{font-size:1.15rem;margin:2rem 0 .6rem}"
        "h3{font-size:1rem;margin:0 0 .2rem}h4{font-size:.95rem;margin:1rem 0 .2rem}"
        f".muted{{color:{LIGHT.muted};margin:.1rem 0}}"
        f".box{{background:{LIGHT.surface};border:1px solid {LIGHT.line};border-left-width:4px;"
        "border-radius:4px;padding:.8rem 1rem;margin:.8rem 0}"
        ".box p{margin:.4rem 0}.verdict p:first-child{font-weight:600;font-size:1.1rem}"
        f"table{{border-collapse:collapse;width:100%;background:{LIGHT.surface}}}"
        f"th,td{{text-align:left;padding:.35rem .6rem;border:1px solid {LIGHT.line};vertical-align:top}}"
        "code,pre,td.mono{font-family:ui-monospace,monospace;font-size:.9em}"
        f"pre{{background:{LIGHT.sunken};padding:.6rem .8rem;overflow:auto;margin:.4rem 0;border-radius:3px}}"
        "td.time{white-space:nowrap}"
        "td.mono{overflow-wrap:anywhere;white-space:pre-wrap}"
        f".picture{{background:{LIGHT.surface};border:1px solid {LIGHT.line};overflow:auto;padding:.5rem}}"
        ".picture svg{max-width:100%;height:auto}"
        "@media print{body{background:#fff}.box,tr{break-inside:avoid}}"
        f"{roles}"
    )


class _Writer:
    def __init__(self, translate: Translator) -> None:
        self._translate = translate

    def _say(self, message: Message) -> str:
        return escape(visible(self._translate(message)))

    def _paragraphs(self, message: Message) -> str:
        text = visible_block(self._translate(message))
        return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())

    def document(self, report: Report) -> str:
        title = self._say(msg("FTPS test of {host}", host=report.target.host))
        parts = [
            "<!DOCTYPE html>",
            f'<html lang="{escape(self._translate.language)}">',
            '<head><meta charset="utf-8">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{_style()}</style></head>",
            f"<body><main><h1>{title}</h1>",
            self._facts(report),
            self._verdict(report),
            self._picture(report),
            self._modes(report),
            self._findings(report),
            self._clients(report),
            self._untested(report),
            self._transcript(report.observations),
            "</main></body></html>",
        ]
        return "\n".join(part for part in parts if part) + "\n"

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
        facts.append(escape(f"{when(report.run.started)} UTC"))
        return f'<p class="muted">{" · ".join(facts)}</p>'

    def _verdict(self, report: Report) -> str:
        mark = verdict_mark(report)
        extra = ""
        topology = topology_text(report)
        if topology is not None:
            extra += f"<p>{self._say(topology)}</p>"
        if report.run.cancelled or report.run.ended is None:
            extra += f"<p>{self._say(ENDED[report.run.cancelled])}</p>"
        return (
            f'<div class="box verdict {mark}"><p><span aria-hidden="true">{GLYPHS[mark]}</span> '
            f"{self._say(report.verdict.summary)}</p>{extra}</div>"
        )

    def _picture(self, report: Report) -> str:
        if not report.topology.nodes:
            return ""
        target = ""
        if report.target.address is not None and report.target.port is not None:
            target = f"{report.target.address}:{report.target.port}"
        drawing = draw(report.topology, report.modes, LIGHT, self._translate, PICTURE_WIDTH, target=target)
        svg = drawing.svg[drawing.svg.index("<svg") :]
        return f'<div class="picture">{svg}</div>'

    def _modes(self, report: Report) -> str:
        if no_mode_tried(report):
            return f"<p>{self._say(NO_MODE_TRIED)}</p>"
        parts = []
        names = (msg("Mode"), msg("Address used"), msg("Endpoint"), msg("Result"))
        head = "".join(f'<th scope="col">{self._say(name)}</th>' for name in names)
        for protection, title in (
            ("private", msg("Data connections with TLS")),
            ("clear", msg("Data connections in clear")),
        ):
            rows = [row for row in report.modes if row.protection == protection]
            if rows:
                body = "".join(self._row(row) for row in rows)
                parts.append(
                    f"<h2>{self._say(title)}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
                )
        return "\n".join(parts)

    def _row(self, row: ModeRow) -> str:
        mark = RESULT_MARKS[row.result]
        detail = reason_text(row)
        state = self._say(RESULTS[row.result]) + (f": {self._say(detail)}" if detail is not None else "")
        endpoint = escape(visible(str(row.endpoint))) if row.endpoint is not None else ""
        return (
            f"<tr><td>{row.mode.upper()}</td><td>{self._say(ADDRESSES[row.address])}</td>"
            f'<td class="mono">{endpoint}</td><td class="{mark}"><span aria-hidden="true">{GLYPHS[mark]}</span> '
            f"{state}{self._links(row.evidence)}</td></tr>"
        )

    def _links(self, evidence: tuple[str, ...]) -> str:
        links = " ".join(f'<a href="#{escape(item)}">{escape(item)}</a>' for item in evidence)
        return f' <small class="muted">{links}</small>' if links else ""

    def _findings(self, report: Report) -> str:
        if not report.findings:
            return ""
        parts = [f"<h2>{self._say(msg('Findings'))}</h2>"]
        parts += [self._finding(finding) for finding in report.findings]
        return "\n".join(parts)

    def _finding(self, finding: Finding) -> str:
        mark = SEVERITY_MARKS[finding.severity]
        parts = [
            f'<section class="box {mark if mark != "neutral" else ""}">',
            (
                f'<h3><span class="{mark}" aria-hidden="true">{GLYPHS[mark]}</span> '
                f"{self._say(SEVERITIES[finding.severity])}: {self._say(finding.title)}</h3>"
            ),
            (
                f'<p class="muted"><code>{escape(finding.id)}</code> · {self._say(CERTAINTIES[finding.certainty])}'
                f"{self._links(finding.evidence)}</p>"
            ),
            self._paragraphs(finding.explanation),
        ]
        if finding.explains:
            names = ", ".join(item.id for item in finding.explains)
            parts.append(f"<p>{self._say(msg('It explains: {findings}', findings=names))}</p>")
        cure = arrange(finding)
        for index, way in enumerate(cure.ways):
            if way.name is not None:
                which = (
                    msg("Either, with {product}:", product=way.name)
                    if index == 0
                    else msg("Or, with {product}:", product=way.name)
                )
                parts.append(f"<h4>{self._say(which)}</h4>")
            elif len(cure.ways) > 1:
                parts.append(f"<h4>{self._say(msg('Or:') if index else msg('Either:'))}</h4>")
            parts.append(f"<ol>{''.join(self._step(step) for step in way.steps)}</ol>")
        if cure.common:
            parts.append(f"<h4>{self._say(msg('And in every case:'))}</h4>")
            parts.append(f"<ol>{''.join(self._step(step) for step in cure.common)}</ol>")
        parts.append("</section>")
        return "".join(parts)

    def _step(self, remedy: Remedy) -> str:
        who = self._translate(AUDIENCES[remedy.audience])
        if remedy.file is not None:
            lead = msg("{audience}, in {file}:", audience=literal(who), file=remedy.file)
        else:
            lead = msg("{audience}:", audience=literal(who))
        parts = [f"<li>{self._say(lead)}"]
        parts.append(self._words_or_code(remedy.snippet))
        if remedy.apply is not None:
            if not remedy.apply.translated:
                parts.append(self._say(msg("Then run:")))
            parts.append(self._words_or_code(remedy.apply))
        parts += [
            f"<p><code>&lt;{escape(place.name)}&gt;</code>: {self._say(place.meaning)}</p>"
            for place in remedy.placeholders
        ]
        if remedy.confidence == "hint":
            text = msg("This is from general knowledge and was not checked: compare it with the manual.")
            parts.append(f'<p class="muted">{self._say(text)}</p>')
        return "".join(parts) + "</li>"

    def _words_or_code(self, message: Message) -> str:
        if message.translated:
            return self._paragraphs(message)
        return f"<pre>{escape(visible_block(self._translate(message)))}</pre>"

    def _clients(self, report: Report) -> str:
        clients = client_lines(report, self._translate)
        if not clients:
            return ""
        items = "".join(f"<li>{escape(text)}</li>" for _, text in clients)
        return f"<h2>{self._say(TITLE)}</h2><ul>{items}</ul>"

    def _untested(self, report: Report) -> str:
        if not report.untested:
            return ""
        items = "".join(
            f"<li>{escape(visible(text))}</li>" for text in untested_lines(report, self._translate)
        )
        return f"<h2>{self._say(msg('Not tested'))}</h2><ul>{items}</ul>"

    def _transcript(self, observations: tuple[Observation, ...]) -> str:
        rows = [self._line(one) for one in observations if not isinstance(one.fact, ProbeStarted)]
        if not rows:
            return ""
        return f"<h2>{self._say(msg('What was seen'))}</h2><table><tbody>{''.join(rows)}</tbody></table>"

    def _line(self, observation: Observation) -> str:
        text = _seen(observation)
        return (
            f'<tr id="{escape(observation.id)}"><td>{escape(observation.id)}</td>'
            f'<td class="time">{observation.time:.2f} s</td><td>{escape(observation.connection or "")}</td>'
            f'<td>{self._say(probe_text(observation.probe))}</td><td class="mono">{escape(text)}</td></tr>'
        )


def _seen(observation: Observation) -> str:
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
    elif isinstance(fact, StrayBytes):
        lines.append(f"({fact.where}) {fact.raw}")
    else:
        data = msgspec.to_builtins(fact)
        kind = data.pop("type")
        lines.append(
            f"{kind}: " + "; ".join(f"{key} {_short(value)}" for key, value in data.items() if value)
        )
    return visible_block("\n".join(line for line in lines if line))


def _short(value: object) -> str:
    """Return a value of a fact for reading: no quotes, no braces, not too long."""
    if isinstance(value, dict):
        text = (
            f"{value['host']}:{value['port']}"
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
