"""The keyboard shortcuts, as this platform writes them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import native_keys, tr


class KeysSheet(QDialog):
    """Two columns: of the form and the result, and of the menu. To be shown by ``open()``."""

    def __init__(self, first: list[tuple[str, str]], second: list[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        title = tr(msg("Keyboard shortcuts"))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("kind", "bar")
        columns = QHBoxLayout()
        columns.setSpacing(36)
        shown = [(words, " – ".join(native_keys(one) for one in keys.split(" – "))) for words, keys in first]
        for rows in (shown, second):
            columns.addLayout(_grid(rows), 1)
        self.close_button = Button("secondary", clicked=self.accept)
        self.close_button.say(tr(msg("Close")))
        self.close_button.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(14)
        layout.addWidget(Label(title, kind="headline"))
        layout.addLayout(columns)
        layout.addStretch(1)
        layout.addWidget(Rule())
        layout.addLayout(foot)
        self.resize(760, self.sizeHint().height())
        self.close_button.setFocus()


def _grid(rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(1, 1)
    for row, (words, keys) in enumerate(rows):
        grid.addWidget(Label(keys, kind="strong"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(words, wrap=True), row, 1)
    grid.setRowStretch(len(rows), 1)
    return grid
