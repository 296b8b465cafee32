"""Whether a window can be opened here, said in words before Qt would abort the process; and in which characters."""

from __future__ import annotations

import os
import sys

from ftpsgui.model.message import Message, msg

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb.so.1": "libxcb1",
    "libX11-xcb.so.1": "libx11-xcb1",
}


def missing_library(error: OSError | ImportError) -> Message:
    """Return words for a shared library that the system lacks, with the command that installs it on Debian."""
    import re

    match = re.search(r"(lib[\w.+-]+\.so[.\d]*)", str(error))
    name = match[1] if match else str(error)
    package = _PACKAGES.get(name)
    if package is None:
        return msg("the window needs the system library {name}, which is not installed.", name=name)
    return msg(
        "the window needs the system library {name}, which is not installed. On Debian and Ubuntu: apt install {package}",
        name=name,
        package=package,
    )


def settle_locale() -> None:
    """Count text as UTF-8 where the environment names no locale, or one that is not installed.

    Qt would do so too, with four lines on the console. What the environment says of the language stays as it is.
    """
    if sys.platform.startswith("linux"):
        import _locale  # without all that locale adds to it

        def there(name: str) -> bool:
            try:
                _locale.setlocale(_locale.LC_CTYPE, name)
            except _locale.Error:  # type: ignore[attr-defined]
                return False
            return _locale.nl_langinfo(_locale.CODESET).upper() == "UTF-8"

        if there("") or not there("C.UTF-8"):
            return
        if everything := os.environ.pop("LC_ALL", ""):
            os.environ["LANG"] = os.environ["LC_MESSAGES"] = everything
        os.environ["LC_CTYPE"] = "C.UTF-8"


def display_problem() -> Message | None:
    """Return why no window can be opened, in one line; None when nothing speaks against it."""
    return _display_problem() if sys.platform.startswith("linux") else None


def _display_problem() -> Message | None:
    if os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    if not os.environ.get("DISPLAY"):
        return msg(
            "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). "
            "The command needs none: ftpsgui probe HOST"
        )
    return _x11_problem(os.environ["DISPLAY"])


def _x11_problem(display: str) -> Message | None:
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
        plugin = _xcb_plugin()
        if plugin is not None:
            ctypes.CDLL(plugin)
    except OSError as error:
        return missing_library(error)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if refused:
        return msg(
            "the display {display} cannot be opened. The command needs none: ftpsgui probe HOST",
            display=display,
        )
    return None


def _xcb_plugin() -> str | None:
    # The window imports the package in a moment anyway; looking for it without importing costs more.
    from ftpsgui.ui.qt_import import import_package

    folder = os.path.dirname(import_package().__file__ or "")  # noqa: PTH120 (pathlib is not loaded yet)
    plugin = os.path.join(folder, "Qt", "plugins", "platforms", "libqxcb.so")  # noqa: PTH118
    return plugin if os.path.isfile(plugin) else None  # noqa: PTH113
