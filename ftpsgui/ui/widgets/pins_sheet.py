"""The certificates that were trusted for good; a trust can be taken back here."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_pins import PinView
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import tooltip, tr


class PinsSheet(QDialog):
    """To be shown by ``open()``; ``remove_wanted`` carries host and port."""

    remove_wanted = Signal(str, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pins: tuple[PinView, ...] = ()
        title = tr(msg("Trusted certificates"))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("kind", "bar")
        self.note = Label(tone="muted", wrap=True)
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHeaderLabels(
            [tr(msg("Server")), tr(msg("Agreed on")), tr(msg("Subject")), tr(msg("SHA-256 fingerprint"))]
        )
        for part in (self.list, self.list.header()):
            part.setAccessibleName(title)
        self.list.itemSelectionChanged.connect(self._look)
        self.said = Label(kind="caption", tone="bad", wrap=True)
        self.said.hide()
        self.remove = Button("secondary", clicked=self._remove)
        self.remove.say(tr(msg("Remove")), hint=tr(msg("Ask about this certificate again")))
        self.close_button = Button("secondary", clicked=self.accept)
        self.close_button.say(tr(msg("Close")))
        self.close_button.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(self.remove)
        foot.addWidget(self.close_button)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(Label(title, kind="headline"))
        layout.addWidget(self.note)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.said)
        layout.addWidget(Rule())
        layout.addLayout(foot)
        self.resize(QSize(860, 420).boundedTo(parent.window().size() - QSize(40, 40)))

    def show_pins(self, pins: tuple[PinView, ...]) -> None:
        """Show ``pins``; the first one is chosen."""
        self._pins = pins
        self.list.clear()
        for pin in pins:
            texts = [pin.server, pin.agreed, pin.subject, pin.fingerprint]
            item = QTreeWidgetItem(self.list, texts)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, pin.spoken)
            metrics = self.list.fontMetrics()
            item.setSizeHint(0, QSize(metrics.horizontalAdvance(pin.server) + 20, metrics.height() + 10))
            for column, text in enumerate(texts):
                item.setToolTip(column, tooltip(text))
        for column in range(3):
            self.list.resizeColumnToContents(column)
            self.list.setColumnWidth(column, self.list.columnWidth(column) + 16)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
            self.note.setText(
                tr(
                    msg(
                        "These did not verify, and you agreed to them. They count only while they do not verify."
                    )
                )
            )
        else:
            self.note.setText(tr(msg("You have not agreed to any certificate for good.")))
        for part in (self.list, self.remove):
            part.setVisible(bool(pins))
        self._layout.setStretchFactor(self.note, 0 if pins else 1)
        middle = Qt.AlignmentFlag.AlignCenter
        self.note.setAlignment(Qt.AlignmentFlag.AlignLeft if pins else middle)
        self._look()

    def say(self, text: str) -> None:
        """Say what went wrong; empty: nothing any more."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Delete removes."""
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))

    def _remove(self) -> None:
        items = self.list.selectedItems()
        if items:
            pin = self._pins[self.list.indexOfTopLevelItem(items[0])]
            self.remove_wanted.emit(pin.host, pin.port)
