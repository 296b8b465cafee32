"""A line for the path of a file, with a button that lets one be chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ftpsgui.model.message import msg
from ftpsgui.ui.widgets.inlay import Browse
from ftpsgui.ui.widgets.line import Line
from ftpsgui.ui.words import tr


class FileEdit(Line):
    """``chosen`` when the user picked a file; typing a path does as well."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.browse = Browse(self)
        self.browse.clicked.connect(lambda _checked=False: self.ask())
        self.inlay(self.browse)

    def say(self, what: str) -> None:
        """Name the button in the window's language; ``what`` is the field's caption."""
        self.browse.say(tr(msg("Choose a file: {what}", what=what)))

    def ask(self) -> None:
        """Let the user choose; nothing waits for it."""
        dialog = QFileDialog(self.window(), self.browse.accessibleName())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, path: str) -> None:
        self.setText(path)
        self.chosen.emit()
