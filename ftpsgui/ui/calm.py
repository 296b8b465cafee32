"""Many changes, one layout."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QLayout, QWidget


@contextmanager
def calm(widget: QWidget) -> Iterator[None]:
    """Let ``widget`` and what it stands in be laid out once, after all that is changed within.

    Qt lays out everything above a widget at once whenever one is shown in it: five labels that come into sight are
    five layouts of the window.
    """
    rested: list[QLayout] = []
    place: QWidget | None = widget
    while place is not None and (layout := place.layout()) is not None:
        if layout.isEnabled():
            layout.setEnabled(False)
            rested.append(layout)
        place = place.parentWidget()
    try:
        yield
    finally:
        for layout in rested:
            layout.setEnabled(True)
