"""A real window, offscreen, without the user's settings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ftpsgui.ui import words
from ftpsgui.ui.theme import theme
from ftpsgui.ui.window import Window


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> QApplication:
    qapp.setQuitOnLastWindowClosed(False)
    theme.install(qapp, "light")
    return qapp


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
