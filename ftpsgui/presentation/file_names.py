"""What a file about a test is called before anybody has named it: for which server, and of which day."""

from __future__ import annotations

import re
from datetime import datetime

from ftpsgui.model.plan import Plan

_UNSAFE = re.compile(r"[^\w.-]+|\.{2,}")
"""What some file system does not take, or reads as a way."""
_LONGEST = 60


def file_name(plan: Plan, started: str, *, named: bool = True) -> str:
    """Return the name without an ending. ``named``: with the host; a file that leaves names out must not have it.

    ``started``: ISO 8601 UTC; the day is that of the reader's zone. Left out when it cannot be read.
    """
    host = _UNSAFE.sub("-", plan.endpoint.host).strip("-.")[:_LONGEST] if named else ""
    return "-".join(part for part in ("ftpsgui", host, _day(started)) if part)


def _day(started: str) -> str:
    try:
        return f"{datetime.fromisoformat(started).astimezone():%Y-%m-%d}"
    except (ValueError, OverflowError):
        return ""
