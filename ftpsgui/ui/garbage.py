"""Python's cyclic garbage is collected in the GUI thread only.

CPython collects in whatever thread happens to allocate. A Qt object that dies in a worker thread (the demo's servers
run in some) leaves its timers behind in the GUI thread's list, and the next timeout is a crash in QTimerInfoList.

A collection stops the window for as long as it takes. So the young are looked at often, since they are few then, all
are looked at rarely, and what the program itself is made of is left out: it never dies.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 100
_ALL_S = 60.0


class GuiCollector(QObject):
    """Takes over from the automatic collector while it lives; looks at its thresholds ten times a second."""

    def __init__(self, parent: QObject | None = None, *, busy: Callable[[], bool] = lambda: False) -> None:
        """``busy``: whether something goes on that a look at everything had better not interrupt."""
        super().__init__(parent)
        self._busy = busy
        self._automatic = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._all = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect what CPython would, but the two young generations together, and the last one once a minute.

        What survives goes to the old at once. Else what an import made would lie among the young until their tenth
        look, in the middle of a run, and that look would take 25 ms.
        """
        counts, thresholds = gc.get_count(), gc.get_threshold()
        passed = [one for one in (0, 1, 2) if counts[one] > thresholds[one] > 0]
        now = time.monotonic()
        if 2 in passed and now - self._all >= _ALL_S and not self._busy():
            self._all = now
            gc.collect(2)
        elif passed:
            gc.collect(1)

    def stop(self) -> None:
        """Give the work back to the automatic collector."""
        self._timer.stop()
        gc.unfreeze()
        if self._automatic:
            gc.enable()
