"""The report for a browser and for everybody: one file, no scripts, nothing loaded from elsewhere, the picture inline."""

from __future__ import annotations

from html import escape

from ftpsgui.presentation.palette import LIGHT, RoleName
from ftpsgui.reports.html_writer import Writer
from ftpsgui.reports.report import Report
from ftpsgui.reports.words import Mark
from ftpsgui.texts.translate import Translator

FORMAT = "html"
SUFFIX = ".html"

ROLES: dict[Mark, RoleName] = {"good": "good", "bad": "bad", "warning": "warning", "neutral": "neutral"}


def render(report: Report, translate: Translator) -> str:
    """Return a whole HTML document; every text in it is escaped."""
    writer = Writer(translate)
    parts = (
        "<!DOCTYPE html>",
        f'<html lang="{escape(translate.language)}">',
        '<head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{writer.title(report)}</title><style>{_style()}</style></head>",
        f"<body><main>{writer.body(report)}",
        "</main></body></html>",
    )
    return "\n".join(parts) + "\n"


def _style() -> str:
    roles = "".join(
        f".{mark}{{color:{LIGHT.role(role).ink}}}.box.{mark}{{background:{LIGHT.role(role).tint};"
        f"border-color:{LIGHT.role(role).ink}}}"
        for mark, role in ROLES.items()
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
        ".picture svg{max-width:100%;height:auto}figure{margin:.8rem 0}"
        f"tr:target{{outline:2px solid {LIGHT.accent.ink}}}a{{color:{LIGHT.accent.ink}}}"
        "a:focus-visible{outline:2px solid;outline-offset:2px}"
        "@page{margin:14mm}"
        "@media print{:root{print-color-adjust:exact;-webkit-print-color-adjust:exact}"
        "body{font-size:10.5pt;background:#fff}main{max-width:none;padding:0}.picture{overflow:visible}"
        "pre{white-space:pre-wrap;overflow-wrap:anywhere}thead{display:table-header-group}"
        ".box,tr,figure,pre{break-inside:avoid}.finding{break-inside:auto}"
        "h2,h3,h4{break-after:avoid}a{color:inherit;text-decoration:none}}"
        f"{roles}"
    )
