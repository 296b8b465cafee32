"""Which passive ports answered at the server's own address, and how the others failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ftpsgui.diagnosis.case import Case
from ftpsgui.knowledge.schema import ServerNeed
from ftpsgui.model.addresses import same_address
from ftpsgui.model.facts import DataAttempt
from ftpsgui.session.state import Seen, once
from ftpsgui.topology.attempts import reached

_SHOWN = 6
Tries = tuple[Seen[DataAttempt], ...]


@dataclass(frozen=True, slots=True)
class Ports:
    """Dials of passive ports at the control connection's peer, by outcome."""

    reached: Tries
    silent: Tries
    refused: Tries

    @property
    def failed(self) -> Tries:
        """All that did not get through."""
        return self.silent + self.refused


@once
def ports(case: Case) -> Ports:
    """Sort the passive dials of ``case`` that went to the address of the control connection."""
    dialled = [
        seen
        for seen in case.passive
        if seen.fact.tcp is not None
        and seen.fact.dialled is not None
        and same_address(seen.fact.dialled.host, seen.fact.control_peer.host)
    ]
    return Ports(
        reached=tuple(seen for seen in dialled if reached(seen.fact)),
        silent=tuple(seen for seen in dialled if _outcome(seen) in ("timeout", "unreachable", "error")),
        refused=tuple(seen for seen in dialled if _outcome(seen) in ("refused", "reset", "closed")),
    )


def get_through(case: Case) -> bool:
    """Whether every passive port that was tried at the server's own address answered, and one was."""
    found = ports(case)
    return bool(found.reached) and not found.failed


@once
def range_is_set(case: Case) -> bool:
    """Whether the server, asked again after a cure, names its passive ports from the range that the cure sets.

    Only then: in a first run two ports of that range may be chance, and a server's administrator has been told nothing.
    """
    first, last = case.choices.passive_range
    named = {seen.fact.advertised.port for seen in case.passive if seen.fact.advertised is not None}
    return bool(case.state.plan.only) and len(named) > 1 and all(first <= port <= last for port in named)


def setting(case: Case) -> tuple[ServerNeed, ...]:
    """Return the server's part of a cure for ports that do not answer: none, when it is done already."""
    return () if range_is_set(case) else ("passive-range",)


def numbers(tries: Tries) -> tuple[int, ...]:
    """Return the ports of some dials, each once, in order."""
    return tuple(sorted({seen.fact.dialled.port for seen in tries if seen.fact.dialled is not None}))


def few(found: Sequence[int]) -> tuple[str, ...]:
    """Return numbers as text, the first few of many and then an ellipsis."""
    return (*map(str, found[:_SHOWN]), *(("…",) if len(found) > _SHOWN else ()))


def _outcome(seen: Seen[DataAttempt]) -> str:
    return seen.fact.tcp.outcome if seen.fact.tcp is not None else ""
