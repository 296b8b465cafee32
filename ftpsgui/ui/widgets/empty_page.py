"""The first thing anyone sees: what this program does, in three lines, and a way to see it at work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from ftpsgui.model.message import msg
from ftpsgui.resources import resource
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.card import Card
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import native_keys, tr

_INDENT, _NARROW = 74, 680
"""What stands under the headline begins where it begins, beside the icon; in a narrow card, at its edge."""


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
        grid.setContentsMargins(_INDENT, 6, 0, 0)
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
        self.log = Button("secondary", clicked=self.open_wanted.emit)
        self.paste = Button("secondary", clicked=self.paste_wanted.emit)
        self.hint = Label(kind="caption", tone="muted", wrap=True)
        ways = QHBoxLayout()
        ways.setSpacing(10)
        for button in (self.demo, self.log, self.paste):
            ways.addWidget(button)
        ways.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(_INDENT, 12, 0, 0)
        foot.setSpacing(10)
        foot.addLayout(ways)
        foot.addWidget(self.hint)
        self._indented = (grid, foot)
        self.body.setContentsMargins(32, 28, 32, 28)
        self.body.setSpacing(12)
        self.body.addLayout(top)
        self.body.addLayout(grid)
        self.body.addLayout(foot)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give up the indentation where the room is needed."""
        super().resizeEvent(event)
        for part in self._indented:
            margins = part.contentsMargins()
            margins.setLeft(_INDENT if self.width() >= _NARROW else 0)
            part.setContentsMargins(margins)

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.headline.setText(tr(msg("Find out where an FTPS connection dies")))
        self.subline.setText(tr(msg("Enter a server above and press Test.")))
        points = (
            (
                tr(msg("Both modes")),
                tr(msg("Passive and active, each proven by a real listing over TLS.")),
            ),
            (
                tr(msg("Every address")),
                tr(msg("What each side names, against what is really used.")),
            ),
            (
                tr(msg("One answer")),
                tr(msg("The cause, the mode to use today, the lines to paste.")),
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
        self.log.say(tr(msg("Open a log or a session…")), hint=native_keys("Ctrl+O"))
        self.paste.say(tr(msg("Paste a log")), hint=native_keys("Ctrl+Shift+V"))
        self.hint.setText(
            tr(
                msg(
                    "Logs of FileZilla, WinSCP, curl -v and lftp are read, too: drop the file onto the window."
                )
            )
        )
