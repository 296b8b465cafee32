"""The real clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """Implements the Clock seam: seconds since it was made, and the date in UTC."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def now(self) -> float:
        """Seconds since the clock was made; never goes back."""
        return time.monotonic() - self._start

    def wall(self) -> str:
        """The date and time now, ISO 8601 in UTC with ``Z``, to the millisecond."""
        return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
