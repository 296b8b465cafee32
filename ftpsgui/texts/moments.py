"""Moments as people read them: where the reader sits, or in UTC for what travels. The zone is always named.

A certificate's end matters to the minute on its last day, and a reader who is not told the zone takes it for the own one.
What is only a memory of this computer (history, recent servers) has local times without one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo


def in_utc(moment: str) -> str:
    """Return an ISO 8601 time as ``2026-11-28 12:00 UTC``, for reports and findings; unchanged when it cannot be read."""
    return _said(moment, UTC)


def where_we_are(moment: str, zone: tzinfo | None = None) -> str:
    """Return an ISO 8601 time as ``2026-11-28 21:00 UTC+9``, in ``zone`` or this computer's; unchanged if unreadable."""
    return _said(moment, zone)


def day_where_we_are(moment: str, zone: tzinfo | None = None) -> str:
    """Return the day of an ISO 8601 time, ``2026-11-28``, in ``zone`` or this computer's; unchanged if unreadable."""
    there = _moved(moment, zone)
    return moment if there is None else f"{there:%Y-%m-%d}"


def days_between(start: str, end: str) -> int | None:
    """Return whole days from ``start`` to ``end`` (ISO 8601), or None when one of them cannot be read."""
    try:
        first, last = (datetime.fromisoformat(text) for text in (start, end))
        return (last - first).days
    except (ValueError, TypeError):
        return None


def _said(moment: str, zone: tzinfo | None) -> str:
    there = _moved(moment, zone)
    return moment if there is None else f"{there:%Y-%m-%d %H:%M} {_name(there.utcoffset())}"


def _moved(moment: str, zone: tzinfo | None) -> datetime | None:
    try:
        read = datetime.fromisoformat(moment)
        return (read if read.tzinfo is not None else read.replace(tzinfo=UTC)).astimezone(zone)
    except (ValueError, OverflowError, OSError):  # no date, or a day that no calendar has in this zone
        return None


def _name(offset: timedelta | None) -> str:
    """Return ``UTC``, ``UTC+9``, ``UTC-3:30``: short names of zones are ambiguous, and long ones on Windows."""
    minutes = round((offset or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f':{rest:02d}' if rest else ''}"
