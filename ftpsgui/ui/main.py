"""Opens the window: first the pixels, then the imports that testing needs."""

from __future__ import annotations

import sys
from importlib import import_module


def main(argv: list[str] | None = None) -> int:
    """Open the window (``ftpsgui-gui``). ``--demo [NAME]`` plays the demo. Return the exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments:
        return run_window()
    if arguments[0] == "--demo" and len(arguments) <= 2:
        return run_window(arguments[1] if len(arguments) == 2 else "")
    print("usage: ftpsgui-gui [--demo [NAME]]", file=sys.stderr)
    return 2


def run_window(demo: str | None = None, language: str | None = None) -> int:
    """Show the window until it is closed. ``demo``: a scenario to play at once (empty: the default one).

    ``language``: for this time only; None: as the window was left, or as the system speaks.

    Returns 0, or 2 with a sentence on stderr when no window can be opened here.
    """
    from ftpsgui.ui.platform import display_problem, missing_library

    # Before PySide6: once it is there, it reads the source of every module that is imported.
    for name in ("palette", "view_empty", "view_form"):
        import_module(f"ftpsgui.presentation.{name}")
    problem = display_problem()
    if problem is None:
        try:
            from ftpsgui.ui.app import show_window
        except ImportError as error:
            if "cannot open shared object" not in str(error):
                raise
            problem = missing_library(error)
    if problem is not None:
        print(problem, file=sys.stderr)
        return 2
    return show_window(demo, language)


if __name__ == "__main__":
    sys.exit(main())
