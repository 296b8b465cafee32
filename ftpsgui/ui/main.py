"""Opens the window: first the pixels, then the imports that testing needs."""

from __future__ import annotations

import sys


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
    import gc

    from ftpsgui.ui.platform import display_problem, missing_library, settle_locale

    gc.disable()  # what a start makes stays; the window collects once it is seen
    settle_locale()
    problem = display_problem()
    if problem is None:
        try:
            from ftpsgui.ui.qt_import import import_qt

            import_qt()
            from ftpsgui.ui.app import show_window
        except ImportError as error:
            if "cannot open shared object" not in str(error):
                raise
            problem = missing_library(error)
    if problem is not None:
        from ftpsgui.texts.translate import Translator, system_language

        print(f"ftpsgui: {Translator(language or system_language())(problem)}", file=sys.stderr)
        return 2
    return show_window(demo, language)


if __name__ == "__main__":
    sys.exit(main())
