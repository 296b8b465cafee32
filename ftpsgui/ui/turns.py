"""Work for the window that is done in parts, so that a run's own sockets wait for the longest part and not for the sum."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

_BREATH_MS = 4


class Turns(QObject):
    """Takes one part after the other; each has a turn of the loop of its own.

    Between two of them what the first one changed is laid out and painted, and then the loop has a breath: Qt fires
    timers that are due one after the other, so a timer alone would let painting and the next part come in one piece.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.failed: Callable[[Exception], object] | None = None
        """Hears of an exception in a part; without it, the exception goes where those of slots go."""
        self._parts: Iterator[object] | None = None
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._painted.setInterval(0)
        self._breath = QTimer(self)
        self._breath.setSingleShot(True)
        self._breath.setInterval(_BREATH_MS)
        self._painted.timeout.connect(self._breath.start)
        self._breath.timeout.connect(self._take)

    @property
    def active(self) -> bool:
        """Whether there are parts to come."""
        return self._parts is not None

    def begin(self, parts: Iterator[object]) -> None:
        """Take ``parts`` (each of its steps is one) from now on; what was left of others is not taken any more."""
        self.stop()
        self._parts = parts
        self._painted.start()

    def stop(self) -> None:
        """Take no more."""
        self._parts = None
        self._painted.stop()
        self._breath.stop()

    def _take(self) -> None:
        parts = self._parts
        if parts is None:
            return
        try:
            next(parts)
        except StopIteration:
            if self._parts is parts:
                self._parts = None
        except Exception as error:
            if self._parts is parts:
                self._parts = None
            if self.failed is None:
                raise
            self.failed(error)
        else:
            if self._parts is parts:  # the part may have begun others
                self._painted.start()
