"""A report in several formats: one file ``format_<name>.py`` each, found by its name.

Every format module has ``FORMAT`` (its name), ``SUFFIX`` (of a file in it) and ``render(report, translate) -> str``.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from ftpsgui.reports.report import Report
from ftpsgui.texts.of_a_log import words_for
from ftpsgui.texts.translate import Translator

_PREFIX = "format_"


class Format(Protocol):
    """A format module."""

    FORMAT: str
    SUFFIX: str

    def render(self, report: Report, translate: Translator) -> str:
        """Return the whole report as text."""


@cache
def formats() -> tuple[str, ...]:
    """Return the names of all formats, sorted; imports none of them."""
    return tuple(
        sorted(
            module.name.removeprefix(_PREFIX)
            for module in pkgutil.iter_modules(__path__)
            if module.name.startswith(_PREFIX)
        )
    )


def load_format(name: str) -> Format:
    """Return the module of one format; KeyError when there is none."""
    if name not in formats():
        raise KeyError(name)
    return cast("Format", importlib.import_module(f"{__name__}.{_PREFIX}{name}"))


def render(report: Report, name: str, translate: Translator) -> str:
    """Return ``report`` in the format ``name``; KeyError when there is none."""
    return load_format(name).render(report, words_for(translate, log=report.log is not None))
