"""Files dropped anywhere onto a window, its line edits included (they would take the name of the file for text)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class FileDrops(QObject):
    """Takes files, and texts of several lines, for ``window``. ``dropped`` tells the paths of local files."""

    dropped = Signal(tuple)
    text_dropped = Signal(str)
    """Text of several lines: a log that was dragged out of another window."""

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
        if not isinstance(event, QDropEvent):
            return False
        files, text = files_in(event.mimeData()), lines_in(event.mimeData())
        if not files and not text:
            return False
        if isinstance(event, QDragEnterEvent) or event.type() == QEvent.Type.DragMove:
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            if files:
                self.dropped.emit(files)
            else:
                self.text_dropped.emit(text)
            return True
        return False


def lines_in(data: QMimeData) -> str:
    """Return the text in what is dragged when it has several lines; a single line is for the field it is dropped on."""
    text = data.text() if data.hasText() else ""
    return text if "\n" in text.strip() else ""


def files_in(data: QMimeData) -> tuple[str, ...]:
    """Return the paths of the local files in what is dragged."""
    return tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
