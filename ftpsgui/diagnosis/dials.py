"""How the dials of control connections ended, for the rules about the way to the server."""

from __future__ import annotations

from dataclasses import dataclass

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.facts import TcpConnect
from ftpsgui.session.state import Seen, once


@dataclass(frozen=True, slots=True)
class Dials:
    """All dials of a run; a dial that the run itself gave up (``cancelled``) is in neither part."""

    succeeded: tuple[Seen[TcpConnect], ...]
    failed: tuple[Seen[TcpConnect], ...]

    def ended(self, *outcomes: str) -> tuple[Seen[TcpConnect], ...]:
        """Return the failed dials with one of ``outcomes``."""
        return tuple(seen for seen in self.failed if seen.fact.step.outcome in outcomes)


@once
def dials(case: Case) -> Dials:
    """Sort the dials of ``case``. Of failures, those at the port that was asked for count, not those at a second guess."""
    every = case.state.of(TcpConnect)
    endpoint = case.state.plan.endpoint
    wanted = endpoint.port or (990 if endpoint.tls == "implicit" else 21)
    at_port = [seen for seen in every if seen.fact.remote.port == wanted]
    return Dials(
        succeeded=tuple(seen for seen in every if seen.fact.step.outcome == "ok"),
        failed=tuple(seen for seen in at_port or every if seen.fact.step.outcome not in ("ok", "cancelled")),
    )
