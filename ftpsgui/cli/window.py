"""The door to the window: Qt is imported here and nowhere else in the command."""

from __future__ import annotations

from ftpsgui.cli.errors import CommandError
from ftpsgui.model.message import msg


def open_window(demo: str | None = None, language: str | None = None) -> int:
    """Open the window and return its exit status.

    ``demo``: a case to play, ``""`` the first one, None a real test. ``language``: as asked for; None: as it was left.
    """
    try:
        from ftpsgui.ui.main import run_window
    except ImportError as error:
        raise CommandError(
            msg(
                "The window cannot be opened: {reason}. The command works without it: ftpsgui probe HOST.",
                reason=str(error),
            )
        ) from error
    return run_window(demo, language)
