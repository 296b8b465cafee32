"""The lower card: pages under tabs. Only the page that is shown decides about the height."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QTabBar, QVBoxLayout, QWidget

from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.words import button_text


class TabsCard(QFrame):
    """Tabs with pages; Ctrl+1 … Ctrl+9 go to them."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setFont(theme.font("body"))
        self.bar.currentChanged.connect(self._show)
        self._names: list[str] = []
        self._pages: list[QWidget] = []
        self._said: dict[str, str] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 0, 1, 1)
        self._layout.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(9, 0, 9, 0)
        head.addWidget(self.bar)
        self._layout.addLayout(head)
        self._layout.addWidget(Rule())

    def add(self, name: str, page: QWidget) -> None:
        """Add a page under a name that no language changes."""
        self._names.append(name)
        self._pages.append(page)
        page.setVisible(False)
        self._layout.addWidget(page, 1)
        self.bar.addTab(name)
        if len(self._pages) == 1:
            page.setVisible(True)

    def say(self, name: str, words: str) -> None:
        """Set the words of a tab."""
        if self._said.get(name) == words:
            return
        self._said[name] = words
        index = self._names.index(name)
        self.bar.setTabText(index, button_text(words))
        keys = QKeySequence(f"Ctrl+{index + 1}").toString(QKeySequence.SequenceFormat.NativeText)
        self.bar.setTabToolTip(index, keys)  # plain: assistive technology reads it as it is
        self.bar.setAccessibleTabName(index, words)

    def show_page(self, name: str) -> None:
        """Turn to a page."""
        self.bar.setCurrentIndex(self._names.index(name))

    def turn_to(self, index: int) -> None:
        """Turn to a page by its place; out of range changes nothing."""
        if 0 <= index < len(self._pages):
            self.bar.setCurrentIndex(index)

    @property
    def current(self) -> str:
        """The name of the page that is shown."""
        return self._names[self.bar.currentIndex()]

    def _show(self, index: int) -> None:
        for number, page in enumerate(self._pages):
            page.setVisible(number == index)
        if 0 <= index < len(self._names):
            self.changed.emit(self._names[index])
