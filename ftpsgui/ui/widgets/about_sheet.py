"""What this program is, which version, made of what: with a button that copies it for a report."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ftpsgui import __version__
from ftpsgui.model.message import msg
from ftpsgui.resources import resource
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import tr


class AboutSheet(QDialog):
    """To be shown by ``open()``."""

    licences_wanted = Signal()

    def __init__(self, facts: list[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(msg("About ftpsgui")))
        self.setAccessibleName(self.windowTitle())
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("kind", "bar")
        icon = QLabel()
        icon.setPixmap(QIcon(str(resource("icons", "ftpsgui.svg"))).pixmap(64, 64))
        icon.setFixedSize(64, 64)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(Label("ftpsgui", kind="headline"))
        words.addWidget(Label(tr(msg("Version {version}", version=__version__)), tone="muted"))
        words.addWidget(
            Label(
                tr(
                    msg(
                        "Tests an FTPS server in passive and active mode from where you sit, and names the setting to change."
                    )
                ),
                wrap=True,
            )
        )
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        self._facts = "\n".join(f"{name} {value}".strip() for name, value in facts)
        self.facts = Label(self._facts, kind="caption", tone="muted", wrap=True, selectable=True)
        terms = Label(
            tr(
                msg(
                    "Free software under the MIT licence, without any warranty. It sends nothing to anybody but the server that you test."
                )
            ),
            kind="caption",
            tone="muted",
            wrap=True,
        )
        self.licences = Button("link", clicked=self.licences_wanted.emit)
        self.licences.say(tr(msg("Licences")))
        self.copy = Button("secondary", clicked=self._copy)
        self.copy.say(tr(msg("Copy")), hint=tr(msg("Copy the versions, for a report about the program")))
        self.close_button = Button("secondary", clicked=self.accept)
        self.close_button.say(tr(msg("Close")))
        self.close_button.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.licences)
        foot.addStretch(1)
        foot.addWidget(self.copy)
        foot.addWidget(self.close_button)
        inner = QVBoxLayout()
        inner.setContentsMargins(82, 0, 0, 0)
        inner.setSpacing(10)
        inner.addWidget(self.facts)
        inner.addWidget(terms)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(14)
        layout.addLayout(top)
        layout.addLayout(inner)
        layout.addStretch(1)
        layout.addWidget(Rule())
        layout.addLayout(foot)
        self.resize(520, 330)
        self.close_button.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"ftpsgui {__version__}\n{self._facts}")
        self.copy.say(tr(msg("Copied")))
