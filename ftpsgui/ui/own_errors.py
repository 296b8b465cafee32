"""Errors of this program itself: always logged with their traceback, always said in the window."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from ftpsgui import __version__
from ftpsgui.model.message import msg
from ftpsgui.presentation.view import error_view
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import translator

_log = logging.getLogger("ftpsgui")


class OwnErrors:
    """``what`` is the error that stands in place of a result; empty when there is none."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.what = ""
        self.closed = False
        """Whether the window is gone, and only the log is left."""

    def instead(self, error: BaseException) -> None:
        """Say ``error`` in place of the result: the facts cannot be judged."""
        self.what = _logged(error)
        self.show()

    def beside(self, error: BaseException) -> None:
        """Say ``error`` beside what is shown, which stays."""
        what = _logged(error)
        if not self.closed:
            words = msg(
                "This program made an error of its own: {what}. What is shown stays; please report it.",
                what=what,
            )
            self._window.tell("internal", words, "bad")

    def show(self) -> None:
        """Show what stands in place of the result, in the window's language."""
        if self.what and not self.closed:
            results = self._window.make_results()
            results.draw_topology = results.draw_exchange = None
            self._window.show_view(error_view(translator(), self.what))


def _logged(error: BaseException) -> str:
    """Log ``error``; return it in one line, as a report of it needs it."""
    _log.error("internal error", exc_info=error)
    frame = traceback.extract_tb(error.__traceback__)[-1:]
    where = f"{Path(frame[0].filename).name}:{frame[0].lineno}" if frame else ""
    return f"{type(error).__name__}: {error} ({where}) ftpsgui {__version__}"
