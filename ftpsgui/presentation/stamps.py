"""When something was seen, as lists and reports show it: nothing where that is not known, no number where it is long ago."""

from __future__ import annotations

from ftpsgui.model.message import Message, msg

EARLIER = msg("earlier")
"""In place of a time: known from an earlier run, see :mod:`ftpsgui.session.carry`."""


def stamp(time: float, *, timed: bool, digits: int) -> str | Message:
    """Return ``time`` (seconds since the start, negative: of an earlier run) with ``digits`` behind the point.

    Empty when the record is not ``timed``: some logs of other clients do not say when anything happened, and 0.000 on each
    line would say that all of it did at once.
    """
    if time < 0:
        return EARLIER
    return f"{time:.{digits}f}" if timed else ""
