"""The asyncio loop on top of Qt's, for as long as the window lives."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ftpsgui.ui.app import excepthook_for
from ftpsgui.ui.controller import Controller
from ftpsgui.ui.garbage import GuiCollector
from ftpsgui.ui.qt_words import QtWords
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import translator

Handler = Callable[[int, FrameType | None], object] | int | None


def run(application: QApplication, window: Window, demo: str | None) -> int:
    """Serve the window until it is closed; a run that is under way then is stopped and awaited."""
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(_serve(window, demo))
    return 0


async def _serve(window: Window, demo: str | None) -> None:
    controller = Controller(window)
    excepthook_for(controller.errors.beside)
    asyncio.get_running_loop().set_exception_handler(handler_for(controller.errors.beside))
    former = _close_on_interrupt(window)
    collector = GuiCollector(window, busy=lambda: controller.running)
    qt_words = QtWords(window)
    qt_words.speak(translator().language)
    window.language_changed.connect(qt_words.speak)
    # Ctrl-C is handled when Python runs; Qt alone may sleep for long.
    pulse = QTimer(window)
    pulse.start(200)
    if demo is not None:
        controller.play(demo)
    try:
        await controller.live()
    finally:
        pulse.stop()
        collector.stop()
        if former is not None:
            signal.signal(signal.SIGINT, former)
        sys.excepthook = sys.__excepthook__


def handler_for(
    say: Callable[[BaseException], object],
) -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """Return a handler for the loop that sends exceptions which nobody awaits to ``say``, and the rest to the log."""

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            say(error)
        else:
            loop.default_exception_handler(context)

    return handle


def _close_on_interrupt(window: Window) -> Handler:
    def close(_number: int, _frame: FrameType | None) -> None:
        QTimer.singleShot(0, window.close)

    with contextlib.suppress(ValueError):  # not the main thread
        return signal.signal(signal.SIGINT, close)
    return None
