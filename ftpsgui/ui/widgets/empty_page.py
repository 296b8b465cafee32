"""The first thing anyone sees: what this program does, in three lines, and a way to see it at work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from ftpsgui.model.message import msg
from ftpsgui.resources import resource
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Card
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import native_keys, tr


class EmptyPage(Card):
    """A calm card in the middle of the page."""

    demo_wanted = Signal()
    open_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(760)
        icon = QLabel()
        icon.setPixmap(QIcon(str(resource("icons", "ftpsgui.svg"))).pixmap(56, 56))
        icon.setFixedSize(56, 56)
        self.headline = Label(kind="headline", wrap=True)
        self.subline = Label(tone="muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.headline)
        words.addWidget(self.subline)
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addWidget(icon, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(words, 1)
        grid = QGridLayout()
        grid.setContentsMargins(74, 6, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self.points: list[tuple[Label, Label]] = []
        for number in range(3):
            name, text = Label(kind="strong"), Label(tone="muted", wrap=True)
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, number, 1)
            self.points.append((name, text))
        self.demo = Button("accent", clicked=self.demo_wanted.emit)
        foot = QHBoxLayout()
        foot.setContentsMargins(74, 10, 0, 0)
        foot.setSpacing(18)
        foot.addWidget(self.demo)
        self.log = Button("link", clicked=self.open_wanted.emit)
        self.paste = Button("link", clicked=self.paste_wanted.emit)
        foot.addWidget(self.log)
        foot.addWidget(self.paste)
        foot.addStretch(1)
        self.body.setContentsMargins(32, 28, 32, 28)
        self.body.setSpacing(12)
        self.body.addLayout(top)
        self.body.addLayout(grid)
        self.body.addLayout(foot)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.headline.setText(tr(msg("Find out where an FTPS connection dies")))
        self.subline.setText(tr(msg("Enter a server above and press Test.")))
        points = (
            (
                tr(msg("Both modes")),
                tr(
                    msg(
                        "Passive and active, each proven by a real directory listing over TLS from this computer."
                    )
                ),
            ),
            (
                tr(msg("Every address")),
                tr(
                    msg(
                        "What both sides advertise is compared with what is really used; each NAT on the path shows."
                    )
                ),
            ),
            (
                tr(msg("One answer")),
                tr(
                    msg(
                        "The cause, the mode to use today, and the lines to paste into this server or router."
                    )
                ),
            ),
        )
        for (name, text), words in zip(self.points, points, strict=True):
            name.setText(words[0])
            text.setText(words[1])
        self.demo.say(
            tr(msg("See it on a demo network")),
            hint=tr(msg("Runs inside this program; no packet leaves this computer."))
            + f" · {native_keys('Ctrl+D')}",
        )
        which = tr(msg("Of FileZilla, WinSCP, curl -v or lftp; a file can be dropped onto the window, too."))
        self.log.say(tr(msg("Open a log or a session…")), hint=f"{which} · {native_keys('Ctrl+O')}")
        self.paste.say(tr(msg("Paste a log")), hint=f"{which} · {native_keys('Ctrl+Shift+V')}")
