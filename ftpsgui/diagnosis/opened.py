"""Where a server itself says that it waits, beside the passive port that its reply named."""

from __future__ import annotations

from dataclasses import dataclass

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.message import Message, Value, msg
from ftpsgui.protocol.opened import told_port
from ftpsgui.session.state import Seen, once
from ftpsgui.topology.attempts import advertised

_TELLING = frozenset({211, 212, 425})
"""The replies that may tell: to STAT, and of a connection that did not come about."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One passive port that was named by the reply, and the one on which the server says that it waits."""

    seen: Seen[DataAttempt]
    named: int
    told: int


@once
def opened(case: Case) -> tuple[Opened, ...]:
    """Return what was told; empty when the server tells nothing. Those that differ come first."""
    found = []
    for seen in case.passive:
        final = seen.fact.final
        if final is None or final.code not in _TELLING:
            continue
        named, told = advertised(seen.fact), told_port(final)
        if named is not None and told is not None:
            found.append(Opened(seen, named.port, told))
    return tuple(sorted(found, key=lambda one: one.named == one.told))


def told_params(case: Case) -> dict[str, Value]:
    """Return what a finding's ``params`` hold of it: ``named`` and ``told``, or nothing when it was not told."""
    found = opened(case)
    return {"named": found[0].named, "told": found[0].told} if found else {}


def told_evidence(case: Case) -> tuple[Seen[DataAttempt], ...]:
    """Return the tries whose replies told it."""
    return tuple(one.seen for one in opened(case)[:1])


def mapped(case: Case, host: str) -> Message | None:
    """Say that the server waits on another port than the one it names; None when that was not told, or is not so."""
    found = opened(case)
    if not found or found[0].named == found[0].told:
        return None
    first, last = case.choices.passive_range
    return msg(
        "The server's reply names port {named} of {address}, but the server itself says that it waits on port {told}. So "
        "data connections are made to a port on which nobody waits: a container, a proxy or a port mapping between here and "
        "the server changes the number in one direction only. Set a fixed range of passive ports ({first}-{last}) in the "
        "server, and publish and forward exactly the same numbers everywhere on the way.",
        named=found[0].named,
        told=found[0].told,
        address=host,
        first=first,
        last=last,
    )
