"""The application: look, language, window; and then, after the first paint, the loop and the engine."""

from __future__ import annotations

import gc
import sys
from types import TracebackType

from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from ftpsgui import __version__
from ftpsgui.texts.translate import LANGUAGES, system_language
from ftpsgui.ui.theme import Appearance, theme
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import set_language

_APPEARANCES: tuple[Appearance, ...] = ("system", "light", "dark")


def show_window(demo: str | None = None, language: str | None = None) -> int:
    """Show the window until it is closed; 0 when all went well. ``language``: for this time only."""
    application = make_application()
    settings = QSettings("ftpsgui", "ftpsgui")
    theme.install(application, _appearance(settings), styled=True)
    set_language(language or _language(settings))
    window = Window()
    window.language_changed.connect(lambda language: settings.setValue("language", language))
    window.appearance_changed.connect(lambda appearance: settings.setValue("appearance", appearance))
    geometry = settings.value("geometry")
    if geometry is not None:
        window.restoreGeometry(geometry)
    else:
        window.resize(window.sizeHint())
    first = QEventLoop()
    window.painted.connect(first.quit)
    window.closing.connect(first.quit)
    window.show()
    first.exec()
    if not window.isVisible():
        return 0
    from ftpsgui.ui.loop import run

    gc.freeze()
    gc.enable()
    status = run(application, window, demo)
    settings.setValue("geometry", window.saveGeometry())
    return status


def make_application() -> QApplication:
    """Return the one application, with its names set."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        # The style by name: an object of QStyle in Python's hands would cost the start 200 constants in ten enums.
        application = QApplication(["ftpsgui", "-style", "Fusion"])
    application.setApplicationName("ftpsgui")
    application.setApplicationDisplayName("ftpsgui")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("ftpsgui")
    application.setQuitOnLastWindowClosed(False)
    return application


def _appearance(settings: QSettings) -> Appearance:
    stored = str(settings.value("appearance") or "system")
    return next((one for one in _APPEARANCES if one == stored), "system")


def _language(settings: QSettings) -> str:
    stored = str(settings.value("language") or "")
    return stored if stored in LANGUAGES else system_language()


Hook = tuple[type[BaseException], BaseException, TracebackType | None]


def excepthook_for(show: object) -> None:
    """Send exceptions that nobody caught to ``show``, as well as to stderr."""
    assert callable(show)
    former = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        former(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            show(error)

    sys.excepthook = hook
