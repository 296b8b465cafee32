"""Replies to PASV and EPSV that cannot be read, or only by leniency."""

from __future__ import annotations

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.plan import Mode
from ftpsgui.protocol.passive import parse_epsv, parse_pasv
from ftpsgui.session.state import Seen

Tries = tuple[Seen[DataAttempt], ...]


def malformed(case: Case, mode: Mode) -> tuple[Tries, Tries]:
    """Return the tries whose reply cannot be used at all, and those whose reply is only wrongly written."""
    unusable, odd = [], []
    for seen in case.attempts:
        setup = seen.fact.setup
        if seen.fact.mode != mode or setup is None or not setup.positive:
            continue
        read = parse_pasv(setup) if mode == "pasv" else parse_epsv(setup)
        if read is None or read.port == 0:
            unusable.append(seen)
        elif read.violations:
            odd.append(seen)
    return tuple(unusable), tuple(odd)


def answered(case: Case, mode: Mode) -> bool:
    """Whether any reply to the mode's command was seen."""
    return any(seen.fact.mode == mode and seen.fact.setup is not None for seen in case.attempts)
