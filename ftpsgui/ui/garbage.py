"""Python's cyclic garbage is collected in the GUI thread only.

CPython collects in whatever thread happens to allocate. A Qt object that dies in a worker thread (the demo's servers
run in some) leaves its timers behind in the GUI thread's list, and the next timeout is a crash in QTimerInfoList.

A collection stops the window for as long as it takes. So the young are looked at often, since they are few then, all
are looked at rarely, and what the program itself is made of is left out: it never dies.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 100
_ALL_S = 60.0


class GuiCollector(QObject):
    """Takes over from the automatic collector while it lives; looks at its thresholds ten times a second."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._automatic = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._all = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation whose threshold is passed, as CPython would; the last one once a minute."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        now = time.monotonic()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation] > 0:
                if generation == 2:
                    if now - self._all < _ALL_S:
                        continue
                    self._all = now
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the work back to the automatic collector."""
        self._timer.stop()
        gc.unfreeze()
        if self._automatic:
            gc.enable()
