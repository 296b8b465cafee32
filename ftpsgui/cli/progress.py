"""One line on the terminal that says what is being asked; nothing when nobody looks."""

from __future__ import annotations

import sys

from ftpsgui.cli.output import is_terminal, print_text
from ftpsgui.model.facts import Observation, ProbeOutcome, ProbeStarted
from ftpsgui.model.message import msg
from ftpsgui.reports.layout import pad, width
from ftpsgui.texts.translate import Translator


class Progress:
    """Follows a journal. :meth:`clear` takes the line away."""

    def __init__(self, translate: Translator, *, host: str) -> None:
        self._translate = translate
        self._host = host
        self._running: dict[str, None] = {}
        self._shown = 0
        self._wanted = is_terminal(sys.stderr)

    def __call__(self, observation: Observation) -> None:
        """Take one observation."""
        if not self._wanted:
            return
        if isinstance(observation.fact, ProbeStarted):
            self._running[observation.probe] = None
        elif isinstance(observation.fact, ProbeOutcome):
            self._running.pop(observation.probe, None)
        else:
            return
        self._show()

    def _show(self) -> None:
        from ftpsgui.reports.words import probe_text

        names = ", ".join(self._translate(probe_text(probe)) for probe in self._running)
        if not names:
            return
        line = self._translate(msg("Testing {host}: {what}", host=self._host, what=names))
        while width(line) > 76:
            line = line[:-2].rstrip("…") + "…"
        print_text("\r" + pad(line, self._shown), sys.stderr)
        self._shown = width(line)

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            print_text("\r" + " " * self._shown + "\r", sys.stderr)
            self._shown = 0
