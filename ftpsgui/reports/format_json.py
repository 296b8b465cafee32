"""The report for programs: JSON as ``resources/schema/ftpsgui-report-1.json`` describes it."""

from __future__ import annotations

import msgspec

from ftpsgui.reports.report import Report
from ftpsgui.reports.tree import tree
from ftpsgui.texts.translate import Translator

FORMAT = "json"
SUFFIX = ".json"


def render(report: Report, translate: Translator) -> str:
    """Return the report as indented JSON with a line feed at its end."""
    return msgspec.json.format(msgspec.json.encode(tree(report, translate)), indent=2).decode() + "\n"
