"""Files dropped anywhere onto a window, its line edits included (they would take the name of the file for text)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class FileDrops(QObject):
    """Takes files for ``window``. ``dropped`` tells the paths of local files."""

    dropped = Signal(tuple)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self.watch()

    def watch(self) -> None:
        """Watch the line edits that the window has by now, too; those that are watched already stay so."""
        for editor in self._window.findChildren(QLineEdit):
            editor.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take files; leave everything else to whom it was dropped on."""
        if not isinstance(event, QDropEvent) or not files_in(event.mimeData()):
            return False
        if isinstance(event, QDragEnterEvent) or event.type() == QEvent.Type.DragMove:
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self.dropped.emit(files_in(event.mimeData()))
            return True
        return False


def files_in(data: QMimeData) -> tuple[str, ...]:
    """Return the paths of the local files in what is dragged."""
    return tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
