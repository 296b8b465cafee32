"""Options that several commands have: the language, the report's format, what remedies are worded for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from ftpsgui.model.message import msg
from ftpsgui.texts.translate import LANGUAGES, Translator

FORMATS = ("text", "json", "html", "markdown", "junit", "nagios")


def add_language(parser: Any, t: Translator) -> None:
    """Add ``--lang`` to a parser, or to a group of one."""
    parser.add_argument(
        "--lang",
        choices=list(LANGUAGES),
        default=argparse.SUPPRESS,
        help=t(msg("The language of words: en or ja.")),
    )


def add_output(parser: argparse.ArgumentParser, t: Translator, formats: Sequence[str] = FORMATS) -> None:
    """Add how and where the report is written."""
    group = parser.add_argument_group(t(msg("report")))
    add_language(group, t)
    group.add_argument(
        "--format", choices=formats, default="text", help=t(msg("The format of the report (default: text)."))
    )
    group.add_argument("-o", dest="output", metavar="FILE", help=t(msg("Write the report to this file.")))


def add_judgement(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add what the diagnosis is worded for, and what it leaves out."""
    group = parser.add_argument_group(t(msg("remedies")))
    group.add_argument(
        "--product", metavar="ID", help=t(msg("Give remedies for this server product (list shows all)."))
    )
    group.add_argument(
        "--router", metavar="ID", help=t(msg("Give remedies for this router or firewall (list shows all)."))
    )
    group.add_argument(
        "--redact",
        choices=("none", "addresses", "all"),
        default="none",
        help=t(
            msg("Leave addresses, or addresses and names, out of the report (a saved session keeps them).")
        ),
    )
