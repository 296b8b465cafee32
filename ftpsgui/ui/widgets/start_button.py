"""The one button that starts a test and stops it: its words say which, and it is as wide as the longest of them."""

from __future__ import annotations

from collections.abc import Callable

from ftpsgui.model.message import msg
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.label import restyle
from ftpsgui.ui.words import tr

_LEAST = 104


class StartButton(Button):
    """``running``: it stops. ``again``: a test's result is shown. ``stopping``: the test was told to end."""

    def __init__(self, clicked: Callable[[], object]) -> None:
        super().__init__("primary", clicked=clicked)
        self.running = self.again = self.stopping = False

    def show_state(self, *, running: bool, again: bool, stopping: bool = False) -> None:
        """Show what pressing it does now."""
        self.running, self.again, self.stopping = running, again, stopping
        kind = "secondary" if running else "primary"
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            restyle(self)
        self.say_state()

    def retranslate(self) -> None:
        """Take the width of the longest word, so that no field moves when the word changes."""
        widths = []
        for word in (msg("Test"), msg("Test again"), msg("Stop"), msg("Stopping…")):
            self.setText(tr(word))
            widths.append(self.sizeHint().width())
        self.setFixedWidth(max(_LEAST, *widths))
        self.say_state()

    def say_state(self) -> None:
        """Say it in words."""
        if self.stopping:
            self.say(tr(msg("Stopping…")))
        elif self.running:
            self.say(tr(msg("Stop")), hint=tr(msg("Stop the test and keep what was found")), shortcut="Esc")
        elif self.again:
            self.say(tr(msg("Test again")), hint=tr(msg("Test this server again")), shortcut="Ctrl+Return")
        else:
            self.say(tr(msg("Test")), hint=tr(msg("Test this server")), shortcut="Ctrl+Return")
