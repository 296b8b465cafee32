"""The report for a browser and for everybody: one file, no scripts, nothing loaded from elsewhere, the picture inline."""

from __future__ import annotations

from html import escape

from ftpsgui.reports.html_style import style
from ftpsgui.reports.html_writer import Writer
from ftpsgui.reports.report import Report
from ftpsgui.texts.translate import Translator

FORMAT = "html"
SUFFIX = ".html"


def render(report: Report, translate: Translator) -> str:
    """Return a whole HTML document; every text in it is escaped."""
    writer = Writer(translate)
    parts = (
        "<!DOCTYPE html>",
        f'<html lang="{escape(translate.language)}">',
        '<head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{writer.title(report)}</title><style>{style()}</style></head>",
        f"<body><main>{writer.body(report)}",
        "</main></body></html>",
    )
    return "\n".join(parts) + "\n"
