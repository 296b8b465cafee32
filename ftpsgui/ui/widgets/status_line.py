"""The bottom line: what was done and what was not, the product, the language."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_state import StatusView
from ftpsgui.texts.translate import LANGUAGES
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.label import ElidedLabel, FittingLabel
from ftpsgui.ui.words import tr, translator


class StatusLine(QWidget):
    """Shows a :class:`StatusView`; ``language_chosen`` when the user picks a language."""

    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        self.text = FittingLabel(kind="caption", tone="muted")
        self.product = ElidedLabel(kind="caption", tone="muted")
        self.language = Button("quiet")
        self._menu = QMenu(self.language)
        group = QActionGroup(self._menu)
        self._actions = {}
        for code, name in LANGUAGES.items():
            action = self._menu.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, code=code: self.language_chosen.emit(code))
            group.addAction(action)
            self._actions[code] = action
        self.language.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 10, 5)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.product)
        row.addWidget(self.language)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        code = translator().language
        self._actions[code].setChecked(True)
        self.language.say(
            f"{LANGUAGES[code]} ▾", name=f"{tr(msg('Language'))}: {LANGUAGES[code]}", hint=tr(msg("Language"))
        )

    def show_status(self, view: StatusView) -> None:
        """Show ``view``."""
        self.text.set_extra_tooltip(view.untested_tooltip)
        wordings = (view.untested, view.short_untested) if view.untested else ("",)
        self.text.set_texts(tuple("  ·  ".join(filter(None, (view.done, one))) for one in wordings))
        self.product.setText(f"{view.product}  ·" if view.product else "")
        self.product.setVisible(bool(view.product))

    def say(self, text: str) -> None:
        """Show one sentence in place of what was done."""
        self.text.setText(text)
        self.text.set_extra_tooltip("")
