"""The report for programs: JSON as ``resources/schema/ftpsgui-report-1.json`` describes it."""

from __future__ import annotations

import json

from ftpsgui.reports.report import Report
from ftpsgui.reports.tree import tree
from ftpsgui.texts.translate import Translator

FORMAT = "json"
SUFFIX = ".json"


def render(report: Report, translate: Translator) -> str:
    """Return the report as indented JSON with a line feed at its end."""
    return json.dumps(tree(report, translate), ensure_ascii=False, indent=2) + "\n"
