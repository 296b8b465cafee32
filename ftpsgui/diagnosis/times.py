"""Dates of certificates against the date of the session: no clock is asked."""

from __future__ import annotations

from datetime import UTC, datetime


def before(first: str, second: str) -> bool:
    """Whether the ISO 8601 time ``first`` lies before ``second``; False when either is missing or cannot be read."""
    a, b = _parsed(first), _parsed(second)
    return a is not None and b is not None and a < b


def _parsed(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
