"""Replies to PASV and EPSV that cannot be read, or only by leniency."""

from __future__ import annotations

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.plan import Mode
from ftpsgui.session.state import Seen
from ftpsgui.topology.attempts import read_setup

Tries = tuple[Seen[DataAttempt], ...]


def malformed(case: Case, mode: Mode) -> tuple[Tries, Tries]:
    """Return the tries whose reply cannot be used at all, and those whose reply is only wrongly written."""
    unusable, odd = [], []
    for seen in case.attempts_of(mode):
        setup = seen.fact.setup
        if setup is None or not setup.positive:
            continue
        read = read_setup(seen.fact)
        if read is None or read.port == 0:
            unusable.append(seen)
        elif read.violations:
            odd.append(seen)
    return tuple(unusable), tuple(odd)


def answered(case: Case, mode: Mode) -> bool:
    """Whether any reply to the mode's command was seen."""
    return any(seen.fact.setup is not None for seen in case.attempts_of(mode))
