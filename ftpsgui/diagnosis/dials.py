"""How the dials of control connections ended, for the rules about the way to the server."""

from __future__ import annotations

from dataclasses import dataclass

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.facts import TcpConnect
from ftpsgui.session.state import Seen


@dataclass(frozen=True, slots=True)
class Dials:
    """All dials of a run; a dial that the run itself gave up (``cancelled``) is in neither part."""

    succeeded: tuple[Seen[TcpConnect], ...]
    failed: tuple[Seen[TcpConnect], ...]

    def ended(self, *outcomes: str) -> tuple[Seen[TcpConnect], ...]:
        """Return the failed dials with one of ``outcomes``."""
        return tuple(seen for seen in self.failed if seen.fact.step.outcome in outcomes)


def dials(case: Case) -> Dials:
    """Sort the dials of ``case``."""
    every = case.state.of(TcpConnect)
    return Dials(
        succeeded=tuple(seen for seen in every if seen.fact.step.outcome == "ok"),
        failed=tuple(seen for seen in every if seen.fact.step.outcome not in ("ok", "cancelled")),
    )
