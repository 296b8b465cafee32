"""The order of the Tab key: as one reads, whatever order the widgets were made in."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_BY_TAB = frozenset({Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus})
_ONE_LINE = 14
"""Pixels that the middles of two widgets may differ in and still stand in one line."""


def chain(widgets: Iterable[QWidget]) -> None:
    """Let Tab go from each of ``widgets`` to the next. All must take the focus: Qt passes over those that do not."""
    before: QWidget | None = None
    for widget in widgets:
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget


def in_reading_order(root: QWidget) -> list[QWidget]:
    """Return what Tab can reach under ``root`` now, line by line and from left to right."""
    placed = []
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root) and widget.focusPolicy() in _BY_TAB:
            middle = widget.mapTo(root, widget.rect().center())
            placed.append((middle.y(), middle.x(), widget))
    placed.sort(key=lambda one: one[:2])
    lines: list[list[tuple[int, int, QWidget]]] = []
    for one in placed:
        if lines and one[0] - lines[-1][0][0] <= _ONE_LINE:
            lines[-1].append(one)
        else:
            lines.append([one])
    return [widget for line in lines for _y, _x, widget in sorted(line, key=lambda one: one[1])]
