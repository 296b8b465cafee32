"""One line on the terminal that says what is being asked; nothing when nobody looks."""

from __future__ import annotations

import asyncio
import math
import sys

from ftpsgui.cli.output import is_terminal, print_text
from ftpsgui.model.facts import Observation, ProbeOutcome, ProbeStarted, SilenceBegan
from ftpsgui.model.message import msg
from ftpsgui.model.phrases import listing
from ftpsgui.reports.layout import pad, width
from ftpsgui.texts.translate import Translator


class Progress:
    """Follows a journal. :meth:`clear` takes the line away."""

    def __init__(self, translate: Translator, *, host: str) -> None:
        self._translate = translate
        self._host = host
        self._running: dict[str, None] = {}
        self._shown = 0
        self._stopping = False
        self._silent_until: float | None = None
        self._tick: asyncio.TimerHandle | None = None
        self._wanted = is_terminal(sys.stderr)

    def __call__(self, observation: Observation) -> None:
        """Take one observation."""
        if not self._wanted:
            return
        if isinstance(observation.fact, ProbeStarted):
            self._running[observation.probe] = None
        elif isinstance(observation.fact, ProbeOutcome):
            self._running.pop(observation.probe, None)
        elif isinstance(observation.fact, SilenceBegan):
            self._silent_until = asyncio.get_running_loop().time() + observation.fact.seconds
            self._count_down()
            return
        else:
            return
        self._show()

    def stop(self) -> None:
        """Say at once that the run is being stopped: a file of a write test is deleted first."""
        if not self._wanted or self._stopping:
            return
        self._stopping = True
        writing = "round-trip" in self._running
        said = msg("Stopping: removing the test file from the server") if writing else msg("Stopping")
        self._print(self._translate(said))

    def _count_down(self) -> None:
        """Show the line, and again each second while a connection is left silent."""
        self._show()
        left = self._silence_left()
        self._tick = asyncio.get_running_loop().call_later(1.0, self._count_down) if left else None

    def _silence_left(self) -> int:
        """Return the seconds of silence that are left, rounded up."""
        if self._silent_until is None or "control-idle" not in self._running:
            return 0
        return max(0, math.ceil(self._silent_until - asyncio.get_running_loop().time()))

    def _show(self) -> None:
        from ftpsgui.reports.words import probe_text

        names = self._translate(listing(map(probe_text, self._running)))
        if not names or self._stopping:
            return
        left = self._silence_left()
        text = (
            msg(
                "Testing {host}, {seconds} s of silence left: {what}",
                host=self._host,
                seconds=left,
                what=names,
            )
            if left
            else msg("Testing {host}: {what}", host=self._host, what=names)
        )
        self._print(self._translate(text))

    def _print(self, line: str) -> None:
        while width(line) > 76:
            line = line[:-2].rstrip("…") + "…"
        print_text("\r" + pad(line, self._shown), sys.stderr)
        self._shown = width(line)

    def clear(self) -> None:
        """Remove the line."""
        if self._tick is not None:
            self._tick.cancel()
        if self._shown:
            print_text("\r" + " " * self._shown + "\r", sys.stderr)
            self._shown = 0
