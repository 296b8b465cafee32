"""A real window, offscreen, without the user's settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ftpsgui.memory.memory import Memory
from ftpsgui.memory.places import Places
from ftpsgui.ui import words
from ftpsgui.ui.theme import theme
from ftpsgui.ui.window import Window

if TYPE_CHECKING:
    from ftpsgui.ui.controller import Controller

SELDOM_MS = 10_000
"""How often a run is shown while it goes on: most tests look at its end only (else: ``ui_helpers.watch``)."""


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> QApplication:
    qapp.setQuitOnLastWindowClosed(False)
    theme.install(qapp, "light")
    return qapp


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing that a test remembers lands in the folders of whoever runs it."""
    folder = tmp_path / "user"
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(folder))
    return folder


@pytest.fixture
def memory(own_folders: Path) -> Memory:
    return Memory(Places(config=own_folders / "config", data=own_folders / "data"))


@asynccontextmanager
async def _living(window: Window, memory: Memory | None) -> AsyncIterator[Controller]:
    from ftpsgui.ui.controller import Controller

    made = Controller(window, latency=0.0, memory=memory)
    made.watcher.tick.setInterval(SELDOM_MS)
    living = asyncio.get_running_loop().create_task(made.live())
    yield made
    window.close()
    await living


@pytest_asyncio.fixture
async def controller(window: Window) -> AsyncIterator[Controller]:
    """A controller as the program has it, in the test's own folders."""
    async with _living(window, None) as made:
        yield made


@pytest_asyncio.fixture
async def keeper(window: Window, memory: Memory) -> AsyncIterator[Controller]:
    """A controller that remembers in ``memory``."""
    async with _living(window, memory) as made:
        yield made


@pytest.fixture
def window(look: QApplication) -> Iterator[Window]:
    words.set_language("en")
    theme.choose("light")
    made = Window()
    made.resize(1180, 820)
    made.show()
    look.processEvents()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    words.set_language("en")
