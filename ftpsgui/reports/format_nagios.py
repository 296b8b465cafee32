"""The report for a monitoring system: one status line with performance data, details below.

Status as monitoring plugins have it: 0 OK, 1 WARNING (problems, but a data mode works), 2 CRITICAL (no data mode
works, or the target could not be tested), 3 UNKNOWN (stopped, or our own error).
"""

from __future__ import annotations

from ftpsgui.model.facts import TcpConnect, TlsHandshake
from ftpsgui.presentation.view_text import visible
from ftpsgui.reports.report import Report
from ftpsgui.texts.moments import days_between
from ftpsgui.texts.translate import Translator

FORMAT = "nagios"
SUFFIX = ".txt"

WORDS = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
_STATUS = {0: 0, 1: 1, 3: 2, 4: 2}


def exit_status(report: Report) -> int:
    """Return the plugin status that the command ends with in this format; a test that was stopped shows nothing."""
    if report.run.cancelled:
        return 3
    return _STATUS.get(report.verdict.exit_status, 3)


def render(report: Report, translate: Translator) -> str:
    """Return the status line, then one line for each finding."""
    summary = visible(translate(report.verdict.summary)).replace("|", "/")
    data = " ".join(f"{name}={value}" for name, value in _performance(report))
    lines = [f"FTPS {WORDS[exit_status(report)]} - {summary}" + (f" | {data}" if data else "")]
    lines += [
        f"{finding.severity.upper()} {finding.id}: {visible(translate(finding.title))}".replace("|", "/")
        for finding in report.findings
    ]
    return "\n".join(lines) + "\n"


def _performance(report: Report) -> list[tuple[str, str]]:
    """Return names and values: times in seconds, days left of the certificate, modes that work."""
    data: list[tuple[str, str]] = []
    timed = () if report.log is not None else report.observations  # a log says when, not how long
    for observation in timed:
        fact = observation.fact
        if isinstance(fact, TcpConnect) and fact.step.outcome == "ok":
            data.append(("connect", f"{fact.step.seconds:.3f}s"))
            break
    for observation in timed:
        fact = observation.fact
        if isinstance(fact, TlsHandshake) and fact.step.outcome == "ok":
            data.append(("tls", f"{fact.step.seconds:.3f}s"))
            if fact.chain and (days := days_between(report.run.started, fact.chain[0].not_after)) is not None:
                data.append(("certificate_days", str(days)))
            break
    rows = [row for row in report.modes if not (row.same_as_peer and row.address == "advertised")]
    working = [row for row in rows if row.result == "works"]
    data += [
        (f"{row.mode}_{row.address}", f"{row.seconds:.3f}s") for row in working if row.seconds is not None
    ]
    if rows:
        data.append(("modes_working", f"{len(working)};;;0;{len(rows)}"))
    return data
