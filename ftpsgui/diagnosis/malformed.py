"""Replies to PASV and EPSV that cannot be read, or only by leniency."""

from __future__ import annotations

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.plan import Mode
from ftpsgui.protocol.passive import SPACES
from ftpsgui.session.state import Seen
from ftpsgui.topology.attempts import read_setup

Tries = tuple[Seen[DataAttempt], ...]


def malformed(case: Case, mode: Mode) -> tuple[Tries, Tries]:
    """Return the tries whose reply cannot be used at all, and those whose reply is only wrongly written.

    Spaces between the numbers in a log are the log's: it may have been typed, or read from a picture.
    """
    forgiven = {SPACES} if case.state.log is not None else set()
    unusable, odd = [], []
    for seen in case.attempts_of(mode):
        setup = seen.fact.setup
        if setup is None or not setup.positive:
            continue
        read = read_setup(seen.fact)
        if read is None or read.port == 0:
            unusable.append(seen)
        elif set(read.violations) - forgiven:
            odd.append(seen)
    return tuple(unusable), tuple(odd)


def answered(case: Case, mode: Mode) -> bool:
    """Whether any reply to the mode's command was seen."""
    return any(seen.fact.setup is not None for seen in case.attempts_of(mode))
