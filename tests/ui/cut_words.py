"""Every word that a window shows with less room than it needs: labels, buttons, fields, pills, heads and cells of tables."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from ftpsgui.ui.widgets.label import ElidedLabel
from ftpsgui.ui.widgets.lines_view import LinesView
from ftpsgui.ui.widgets.pill import Pill

_ROWS = 40
"""Rows of a table that are looked at."""
_BESIDE_CELL = 6
"""Pixels that the style leaves free at both sides of a cell together."""


def cut_words(root: QWidget) -> list[str]:
    """Return what has less room than it needs, by kind and words; hidden widgets need none."""
    return [
        f"{type(widget).__name__}: {words}"
        for widget in root.findChildren(QWidget)
        if widget.isVisible() and not widget.size().isEmpty()
        for words in _cut(widget)
    ]


def _cut(widget: QWidget) -> Iterator[str]:
    metrics = widget.fontMetrics()
    if isinstance(widget, ElidedLabel):
        yield from _wider([widget._full], metrics, widget.width())
    elif isinstance(widget, QLabel):
        yield from _label(widget, metrics)
    elif isinstance(widget, QComboBox):
        yield from _wider([_shown(widget)], metrics, _room(widget))
    elif isinstance(widget, QLineEdit):
        if not isinstance(widget.parent(), QComboBox) and widget.echoMode() == QLineEdit.EchoMode.Normal:
            margins = widget.textMargins()
            room = widget.width() - margins.left() - margins.right() - 4
            yield from _wider([widget.text() or widget.placeholderText()], metrics, room)
    elif isinstance(widget, QAbstractButton):
        if (
            widget.text() and widget.minimumWidth() < widget.maximumWidth()
        ):  # a square one has a sign, no word
            yield from [widget.text()] if widget.width() < widget.sizeHint().width() else []
    elif isinstance(widget, Pill):
        yield from [widget.accessibleName()] if widget.width() < widget.sizeHint().width() else []
    elif isinstance(widget, LinesView):
        yield from _table(widget)


def _wider(texts: list[str], metrics: QFontMetrics, room: int) -> Iterator[str]:
    return (text for text in texts if metrics.horizontalAdvance(text) > room)


def _label(label: QLabel, metrics: QFontMetrics) -> Iterator[str]:
    if not label.text():
        return
    room = label.contentsRect().width()
    if not label.wordWrap():
        yield from _wider(label.text().split("\n"), metrics, room)
        return
    if label.height() < label.heightForWidth(label.width()):
        yield label.text()
    layout = QTextLayout(label.text().replace("\n", "\u2028"), label.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():  # a word that is wider than the label is not broken
        line.setLineWidth(room)
        if line.naturalTextWidth() > room + 1:
            yield label.text()[line.textStart() : line.textStart() + line.textLength()]
    layout.endLayout()


def _shown(box: QComboBox) -> str:
    line = box.lineEdit()
    return box.currentText() or (line.placeholderText() if line is not None else "")


def _room(box: QComboBox) -> int:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, box).width()


def _table(view: LinesView) -> Iterator[str]:
    """Yield cut heads, and cut cells but of the last column: lines end there, and a tooltip has them whole."""
    model, last = view.lines, view.lines.columnCount() - 1
    head = view.horizontalHeader()
    for column in range(last + 1):
        words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        yield from _wider([words], head.fontMetrics(), head.sectionSize(column) - _BESIDE_CELL)
        if column == last:
            return
        cells = [model.index(row, column) for row in range(min(_ROWS, model.rowCount()))]
        for cell in cells:
            metrics = QFontMetrics(model.data(cell, Qt.ItemDataRole.FontRole))
            yield from _wider([str(model.data(cell))], metrics, view.columnWidth(column) - _BESIDE_CELL)
