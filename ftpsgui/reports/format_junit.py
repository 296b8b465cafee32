"""The report for a continuous-integration server: JUnit XML.

A failure is what has severity error or warning, and a target that could not be tested or has no working mode; a data
mode that does not work is no failure by itself (active mode behind NAT), so it is *skipped* with its reason.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import datetime

from ftpsgui.model.message import Message
from ftpsgui.model.phrases import listing
from ftpsgui.presentation.view_text import visible, visible_block
from ftpsgui.reports.report import Report
from ftpsgui.reports.words import ADDRESSES, probe_text, result_text
from ftpsgui.texts.translate import Translator

FORMAT = "junit"
SUFFIX = ".xml"


def render(report: Report, translate: Translator) -> str:
    """Return one test suite as XML with a line feed at its end."""

    def say(message: Message) -> str:
        return visible(translate(message))

    name = f"ftpsgui.{visible(report.target.host)}"
    suite = ET.Element("testsuite", name=name)
    if report.run.started:
        suite.set("timestamp", report.run.started.removesuffix("Z"))
    cases: list[ET.Element] = []

    def case(classname: str, title: str, seconds: float = 0.0) -> ET.Element:
        element = ET.SubElement(
            suite, "testcase", classname=f"{name}.{classname}", name=title, time=f"{seconds:.3f}"
        )
        cases.append(element)
        return element

    verdict = case("verdict", say(report.verdict.summary))
    if report.verdict.exit_status in (3, 4):
        ET.SubElement(
            verdict,
            "failure",
            type=f"exit-status-{report.verdict.exit_status}",
            message=say(report.verdict.summary),
        )
    for row in report.modes:
        title = f"{say(listing((row.mode.upper(), ADDRESSES[row.address])))} ({row.protection})"
        element = case("modes", title, row.seconds or 0.0)
        if row.result != "works":
            ET.SubElement(element, "skipped", message=say(result_text(row)))
    for finding in report.findings:
        element = case("findings", finding.id)
        text = visible_block(translate(finding.explanation))
        if finding.severity == "info":
            ET.SubElement(element, "system-out").text = f"{say(finding.title)}\n{text}"
        else:
            ET.SubElement(element, "failure", type=finding.severity, message=say(finding.title)).text = text
    for item in report.untested:
        element = case("untested", say(probe_text(item.probe)))
        ET.SubElement(element, "skipped", message=say(item.text))
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(element.find("failure") is not None for element in cases)))
    suite.set("skipped", str(sum(element.find("skipped") is not None for element in cases)))
    suite.set("errors", "0")
    suite.set("time", f"{_seconds(report):.3f}")
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _seconds(report: Report) -> float:
    if report.run.ended is None:
        return 0.0
    try:
        start, end = (datetime.fromisoformat(text) for text in (report.run.started, report.run.ended))
        return max(0.0, (end - start).total_seconds())
    except (ValueError, TypeError):
        return 0.0
