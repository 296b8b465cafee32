"""When a run may be made once more with more time: on a busy machine, and never to excuse the engine's own deadlines.

Two seconds for data connections keep the lab quick, and on a machine that plays a dozen scenarios at once a row can run
out of them that works. A second try with more time must not hide a defect, so it is granted only

* to a row that works for the reference client and that has really used up its time: one that gave up earlier has not
  been hurried, whatever reason it names, and stands as it is;
* when processes had to wait for a CPU during the run (Linux's pressure stall information): a run that is out of time on
  an idle machine is wrong;
* to few: :func:`too_many` says when patience has become a habit, which a defect of every run would make it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from tests.lab.reference import Verdict

OUT_OF_TIME = frozenset({"timeout", "tls-failed", "reply-timeout"})
BUSY = 0.2
"""The share of the time in which something waited for a CPU, from which on the machine counts as busy."""
HAIR = 0.05
"""Seconds by which timers may be early."""
SELDOM = 10
"""One in so many runs may need patience."""
_PRESSURE = Path("/proc/pressure/cpu")


class Pressure:
    """Measures from its making on how much of the time something waited for a CPU."""

    def __init__(self) -> None:
        self._began, self._stalled = time.monotonic(), _stalled()

    @property
    def busy(self) -> bool:
        """Whether the machine was busy; by its load where the kernel does not tell of pressure."""
        stalled = _stalled()
        if stalled is None or self._stalled is None:
            return os.getloadavg()[0] > (os.cpu_count() or 1)
        return stalled - self._stalled >= BUSY * (time.monotonic() - self._began)


def hurried(
    rows: Mapping[str, Mapping[str, Any]], reference: Mapping[str, Verdict], deadline: float
) -> tuple[str, ...]:
    """Return the rows that used up ``deadline`` seconds and work for the reference client."""
    return tuple(
        name
        for name, row in rows.items()
        if row["result"] != "works"
        and row["reason"] in OUT_OF_TIME
        and (row["seconds"] or 0.0) >= deadline - HAIR
        and (said := reference.get(name)) is not None
        and said.result == "works"
    )


def too_many(patient: Collection[str], runs: int) -> bool:
    """Whether more runs needed patience than a busy machine excuses; of a handful two may."""
    return len(patient) > max(2, runs // SELDOM)


def _stalled() -> float | None:
    """Return the seconds in which some process waited for a CPU, since the start; None when that is not told."""
    try:
        line = _PRESSURE.read_text().splitlines()[0]
    except (OSError, IndexError):
        return None
    return int(line.rpartition("total=")[2]) / 1e6
