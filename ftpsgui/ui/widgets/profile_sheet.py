"""Asks for the name under which a server is saved, and whether the keyring shall keep the password."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_text import visible
from ftpsgui.ui.focus import chain
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.check import Check
from ftpsgui.ui.widgets.field import Field
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.line import Line
from ftpsgui.ui.words import tr


class ProfileSheet(QDialog):
    """Window-modal; to be shown by ``open()``. The keyring is unknown until :meth:`show_keyring` is called."""

    def __init__(
        self, name: str, target: str, known: frozenset[str], *, password: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._password = password
        self.setWindowTitle(tr(msg("Save this server")))
        self.setAccessibleName(self.windowTitle())
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("kind", "bar")
        self.name = Line()
        self.name.setText(name)
        self.name.setMaxLength(60)
        self.name.textChanged.connect(lambda _text: self._look())
        field = Field(self.name)
        field.say(tr(msg("Name")), hint=tr(msg("How the server is listed")))
        self.note = Label(kind="caption", tone="muted", wrap=True)
        self.keep = Check()
        self.keep.say(tr(msg("Keep the password in this computer's keyring")))
        self.keep.setEnabled(False)
        self.keyring = Label(kind="caption", tone="muted", wrap=True)
        self.keyring.setText(
            tr(msg("Looking for a keyring…")) if password else tr(msg("No password has been typed."))
        )
        self.save = Button("primary", clicked=self.accept)
        self.save.say(tr(msg("Save")))
        self.save.setDefault(True)
        self.cancel = Button("secondary", clicked=self.reject)
        self.cancel.say(tr(msg("Cancel")))
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(Label(self.windowTitle(), kind="headline"))
        layout.addWidget(Label(visible(target, limit=120), tone="muted", wrap=True))
        layout.addWidget(field)
        layout.addWidget(self.note)
        layout.addWidget(self.keep)
        layout.addWidget(self.keyring)
        layout.addStretch(1)
        layout.addWidget(Rule())
        layout.addLayout(foot)
        chain((self.name, self.keep, self.cancel, self.save))
        self.resize(460, 300)
        self.name.selectAll()
        self.name.setFocus()
        self._look()

    def show_keyring(self, name: str) -> None:
        """Say which keyring there is; empty: none."""
        if not self._password:
            return
        self.keep.setEnabled(bool(name))
        if name:
            self.keyring.setText(
                tr(msg("Keyring: {name}. No file of this program holds it.", name=visible(name)))
            )
        else:
            self.keyring.setText(tr(msg("There is no keyring here; the password is not stored.")))

    def _look(self) -> None:
        name = " ".join(self.name.text().split())
        self.save.setEnabled(bool(name))
        self.note.setText(
            tr(msg("Replaces the saved server of that name."))
            if name.casefold() in self._known
            else tr(
                msg(
                    "Saved: address, user and advanced settings. The consent to a login in clear is not saved."
                )
            )
        )
