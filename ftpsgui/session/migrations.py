"""Older session files brought to the present format, one version at a time, before they are decoded strictly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From version N to N + 1: takes the JSON object, returns it changed (``format_version`` is set by the caller)."""


def migrate(document: dict[str, Any], version: int, present: int) -> dict[str, Any]:
    """Return ``document`` as a file of version ``present``; KeyError when a step is missing."""
    while version < present:
        document = dict(MIGRATIONS[version](document))
        version += 1
        document["format_version"] = version
    return document
