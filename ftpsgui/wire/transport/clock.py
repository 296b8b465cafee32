"""The real clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass
class Waited:
    """Implements the seam ``Pause``."""

    began: float
    ended: float | None = None

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return (time.monotonic() if self.ended is None else self.ended) - self.began


class SystemClock:
    """Implements the Clock seam: seconds since it was made, and the date in UTC."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._pause: Waited | None = None

    def now(self) -> float:
        """Seconds since the clock was made, without pauses; never goes back."""
        return (time.monotonic() if self._pause is None else self._pause.began) - self._start

    def ticks(self) -> float:
        """Seconds that go on in pauses, too."""
        return time.monotonic()

    @contextmanager
    def paused(self) -> Iterator[Waited]:
        """Let no time pass as long as the context lasts. Not to be nested."""
        pause = self._pause = Waited(time.monotonic())
        try:
            yield pause
        finally:
            pause.ended = time.monotonic()
            self._pause = None
            self._start += pause.seconds

    def wall(self) -> str:
        """The date and time now, ISO 8601 in UTC with ``Z``, to the millisecond."""
        return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
