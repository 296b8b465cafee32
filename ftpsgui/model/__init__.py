"""Facts, plan, findings, address classes, and the seams to the world; this room knows no other room of ours."""

import sys


def _import_msgspec() -> None:
    """Import msgspec without ``typing_extensions``.

    It takes from there, where it is installed, what ``typing`` has since Python 3.11; and that brings ``inspect``,
    ``ast`` and ``dis``, a twentieth of the way to the window's first pixels.
    """
    if "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]


_import_msgspec()
