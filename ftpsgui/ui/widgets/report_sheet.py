"""What a report will hold and what it leaves out, before it is saved or copied."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.reports.preview import FORMATS, LEVELS, PreviewView, RemovedView
from ftpsgui.ui.itemmodels.lines import LinesModel
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.choice import Choice
from ftpsgui.ui.widgets.field import Field
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.lines_view import LinesView
from ftpsgui.ui.words import tr


class ReportSheet(QDialog):
    """Window-modal; to be shown by ``open()``. Says what is wanted by signals and decides nothing."""

    changed = Signal()
    """Another format or level was chosen: :meth:`show_preview` is due."""
    save_wanted = Signal()
    copy_wanted = Signal()
    open_wanted = Signal()
    """Show what was saved in the program that the system has for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("kind", "bar")
        self.headline = Label(kind="headline")
        self.format = Choice()
        self.level = Choice()
        self.format_field = Field(self.format)
        self.level_field = Field(self.level)
        choices = QHBoxLayout()
        choices.setSpacing(12)
        choices.addWidget(self.format_field, 1)
        choices.addWidget(self.level_field, 1)
        self.caption = Label(tone="muted", wrap=True)
        self.model: LinesModel[RemovedView] = LinesModel(
            lambda one: (one.label, one.times, one.text), lambda _one: "neutral", 3, frozenset({0, 2})
        )
        self.view = LinesView(self.model, (180, 150))
        self.view.setMinimumHeight(120)
        self.empty = Label(tone="muted")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(theme.font("mono"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(120)
        self.said = Label(kind="caption", tone="good", wrap=True)
        self.open_button = Button("link", clicked=self.open_wanted.emit)
        self.open_button.hide()
        self.close_button = Button("secondary", clicked=self.reject)
        self.copy_button = Button("secondary", clicked=self.copy_wanted.emit)
        self.save_button = Button("primary", clicked=self.save_wanted.emit)
        self.save_button.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.open_button)
        foot.addWidget(self.close_button)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(self.headline)
        layout.addLayout(choices)
        layout.addWidget(self.caption)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty)
        layout.addWidget(self.text, 1)
        layout.addWidget(Rule())
        layout.addLayout(foot)
        copying = QShortcut(QKeySequence("Ctrl+Shift+C"), self)
        copying.activated.connect(self.copy_wanted)
        self.retranslate()
        self.format.currentIndexChanged.connect(self._change)
        self.level.currentIndexChanged.connect(self._change)
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for a list, but never more than the window behind."""
        wanted = QSize(880, 560)
        parent = self.parentWidget()
        return wanted.boundedTo(parent.window().size() - QSize(40, 40)) if parent is not None else wanted

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        title = tr(msg("Report"))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.headline.setText(title)
        self.format.fill([(name, tr(words)) for name, words in FORMATS.items()])
        self.level.fill([(name, tr(words)) for name, words in LEVELS.items()])
        self.format_field.say(tr(msg("Format")))
        self.level_field.say(tr(msg("Leave out")))
        self.model.say((tr(msg("In the report")), tr(msg("Times")), tr(msg("Instead of"))))
        self.view.say(tr(msg("What is left out")))
        self.text.setAccessibleName(tr(msg("The report as text")))
        self.open_button.say(tr(msg("Open")), name=tr(msg("Open the report that was saved")))
        self.close_button.say(tr(msg("Close")))
        self.save_button.say(tr(msg("Save…")), shortcut="Ctrl+S")
        self.copy_button.say(
            tr(msg("Copy")),
            name=tr(msg("Copy the report")),
            hint=tr(
                msg("HTML as formatted text for a mail; Markdown and JSON as they are; PDF as plain text")
            )
            + " · Ctrl+Shift+C",
        )

    def show_preview(self, view: PreviewView, text: str = "") -> None:
        """Show what the chosen level leaves out; where that is nothing, what the report says: ``text``."""
        self.caption.setText(view.caption)
        self.model.show_rows(view.rows)
        self.view.setVisible(bool(view.rows))
        self.empty.setText(view.empty)
        self.empty.setVisible(not view.rows)
        self.text.setPlainText(text)
        self.text.setVisible(not view.rows)

    def say(self, text: str, *, good: bool = True, opens: bool = False) -> None:
        """Say at the foot how saving or copying went. ``opens``: what was saved can be opened from there."""
        self.open_button.setVisible(opens)
        self.said.set_tone("good" if good else "bad")
        self.said.setText(text)

    def _change(self, _index: int) -> None:
        self.say("")
        self.changed.emit()
