"""What an earlier run of the same test showed, and a shorter run after it does not ask again.

“Check again” asks only what a cure concerns (:attr:`Plan.only`). What stands beside that is no less known than before, so
those facts go on into the new session, marked as earlier ones: a session stays whole in itself, and nobody takes an old
fact for a new one. Two kinds of facts are carried:

- what probes found that are not asked again, in full;
- what the server told of its own address inside, though that probe is asked again: once it has learned its public
  address it no longer tells the other one. The fold takes the address from those facts, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import msgspec

from ftpsgui.model.addresses import is_private, is_public
from ftpsgui.model.facts import DataAttempt, Exchange, Observation, ProbeOutcome, PublicAddress, TlsHandshake
from ftpsgui.model.plan import Budget, Plan, Timeouts, Trust
from ftpsgui.session.fold import SELF_CONTAINED, fold
from ftpsgui.session.session import Session

_FACTS: Final = (DataAttempt, ProbeOutcome, PublicAddress, TlsHandshake)


def carried(before: Session, plan: Plan, started: str) -> tuple[Observation, ...]:
    """Return what is carried from ``before`` into a run of ``plan`` that begins at ``started`` (ISO 8601 UTC).

    Empty when ``plan`` asks everything, or asks otherwise. Times count from the new start, so they are negative.
    """
    if not plan.only or not _same_question(before.plan, plan):
        return ()
    chosen = sorted(
        (*_not_asked_again(before, plan), *_told_inside(before, plan)), key=lambda one: one.sequence
    )
    names = {one.id: f"o{number}" for number, one in enumerate(chosen, 1)}
    ago = _seconds_between(before, started)
    return tuple(
        msgspec.structs.replace(
            one,
            id=names[one.id],
            sequence=number,
            time=round(one.time - ago, 6),
            connection=None,
            caused_by=names.get(one.caused_by or ""),
            earlier=True,
            fact=_moved(one, ago),
        )
        for number, one in enumerate(chosen, 1)
    )


def _same_question(before: Plan, after: Plan) -> bool:
    """Whether two plans differ in nothing but in what is asked and how patiently."""

    def plain(plan: Plan) -> Plan:
        return msgspec.structs.replace(
            plan, input="", only=(), thorough=False, budget=Budget(), timeouts=Timeouts(), trust=Trust()
        )

    return plain(before) == plain(after)


def _not_asked_again(before: Session, plan: Plan) -> Iterator[Observation]:
    ended = {one.probe for one in before.observations if _completed(one)}
    for one in before.observations:
        if (
            one.probe in SELF_CONTAINED
            and one.probe in ended
            and one.probe not in plan.only
            and _says_enough(one)
        ):
            yield one


def _completed(observation: Observation) -> bool:
    fact = observation.fact
    return isinstance(fact, ProbeOutcome) and fact.status in ("completed", "failed")


def _says_enough(observation: Observation) -> bool:
    fact = observation.fact
    if isinstance(fact, TlsHandshake):
        return fact.offered is not None
    if isinstance(fact, DataAttempt) and fact.mode in ("pasv", "epsv"):
        # Whether passive ports answer is asked again every time; what a connection showed that was made stays.
        return fact.purpose not in ("mode", "repeat") and fact.tcp is not None and fact.tcp.outcome == "ok"
    return isinstance(fact, _FACTS)


def _told_inside(before: Session, plan: Plan) -> Iterator[Observation]:
    state = fold(before.plan, before.observations, before.started)
    told = {one.evidence for one in state.server_inside_addresses}
    told |= {
        seen.id for seen in (*state.attempts_of("pasv"), *state.earlier_pasv) if _names_private(seen.fact)
    }
    again = {one for one in told if (seen := state.by_id(one)) and not _kept(seen, plan)}
    first: dict[object, Observation] = {}
    for one in before.observations:
        if one.id in again and isinstance(one.fact, DataAttempt | Exchange):
            fact = one.fact
            host = fact.advertised.host if isinstance(fact, DataAttempt) and fact.advertised else one.id
            first.setdefault(host, one)
    yield from first.values()


def _kept(observation: Observation, plan: Plan) -> bool:
    return observation.probe in SELF_CONTAINED and observation.probe not in plan.only


def _names_private(fact: DataAttempt) -> bool:
    return (
        fact.advertised is not None and is_private(fact.advertised.host) and is_public(fact.control_peer.host)
    )


def _moved(observation: Observation, ago: float) -> object:
    fact = observation.fact
    if not isinstance(fact, Exchange):
        return fact
    return msgspec.structs.replace(
        fact,
        sent=None if fact.sent is None else round(fact.sent - ago, 6),
        replied=None if fact.replied is None else round(fact.replied - ago, 6),
    )


def _seconds_between(before: Session, started: str) -> float:
    """Return how long ago ``before`` began; at least so long that all of it lies before the new start."""
    lasted = max((one.time for one in before.observations), default=0.0)
    try:
        between = (datetime.fromisoformat(started) - datetime.fromisoformat(before.started)).total_seconds()
    except (ValueError, TypeError):
        between = 0.0
    return max(between, lasted)
