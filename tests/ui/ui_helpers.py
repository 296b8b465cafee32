"""What several tests of the window need."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
    QWidget,
)

from ftpsgui.presentation.control import draw_state
from ftpsgui.presentation.ladder import draw_ladder
from ftpsgui.presentation.view import build_view
from ftpsgui.presentation.view_whatif import whatif_view
from ftpsgui.ui import watching
from ftpsgui.ui.controller import Controller
from ftpsgui.ui.theme import theme
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import translator
from tests.presentation.samples_view import t4_diagnosis, t4_state


def show_sample(window: Window) -> None:
    """Show the hand-made session that looks like the design's picture."""
    state, diagnosis = t4_state(), t4_diagnosis()
    results = window.make_results()
    results.draw_topology = lambda width, font: draw_state(
        state, diagnosis, theme.palette, translator(), width, font=font, selected=window.marked
    )
    results.draw_exchange = lambda width, font, everything: draw_ladder(
        state, diagnosis.topology, theme.palette, translator(), width, font=font, everything=everything
    )
    results.suppose = lambda supposed: whatif_view(diagnosis, supposed, translator())
    window.show_view(build_view(state, diagnosis, translator(), product_name=product))
    settle(window)


def settle(window: Window) -> None:
    """Wait until all of a result is shown: the first cure comes after the words and the picture."""
    while window.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    QApplication.processEvents()


def product(name: str) -> str:
    return {"proftpd": "ProFTPD"}.get(name, name)


def interactive(root: QWidget) -> list[QWidget]:
    """All widgets under ``root`` that a person can operate."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTabBar)
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and (isinstance(widget, kinds) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not widget.objectName().startswith("qt_")
    ]


def spoken(widget: QWidget) -> str:
    """What assistive technology says for ``widget``."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def double_click(widget: QWidget) -> None:
    """Click twice, as a window system tells it: the second press comes as a double click."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton)


async def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Let the loop turn until ``condition`` holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 (Qt's signals and asyncio's events do not meet in one)
            await asyncio.sleep(0.005)


def watch(controller: Controller) -> None:
    """Show the run as often as a person sees it, and not only its end."""
    controller.watcher.tick.setInterval(watching.TICK_MS)


async def finished(controller: Controller) -> None:
    """Wait until the run is over and its result stands, the first finding unfolded."""
    window = controller.window
    await until(lambda: window.view.phase == "done" and not controller.running)
    await until(lambda: not window.busy)


async def turn(times: int = 5) -> None:
    """Let the loop turn. Not ``processEvents``: within a callback of the loop it makes qasync lose others."""
    for _ in range(times):
        await asyncio.sleep(0)
