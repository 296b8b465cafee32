"""What an earlier run of the same test showed, and a shorter run after it does not ask again.

“Check again” asks only what a cure concerns (:attr:`Plan.only`). What stands beside that is no less known than before, so
those facts go on into the new session, marked as earlier ones: a session stays whole in itself, and nobody takes an old
fact for a new one. Two kinds of facts are carried:

- what probes found that are not asked again: their answers, without the way to them (dial, greeting, TLS, login: the
  new run has its own). Such facts keep together by a connection of their own name, ``e1``, ``e2``, …;
- what the server told of its own address inside, though that probe is asked again: once it has learned its public
  address it no longer tells the other one. The fold takes the address from those facts, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from ftpsgui.model.addresses import is_private, is_public
from ftpsgui.model.facts import (
    ControlCleared,
    DataAttempt,
    Exchange,
    Observation,
    ProbeOutcome,
    PublicAddress,
    SilenceBegan,
    TlsHandshake,
)
from ftpsgui.model.plan import Budget, Plan, Timeouts, Trust
from ftpsgui.session.fold import SELF_CONTAINED, fold
from ftpsgui.session.session import Session
from ftpsgui.session.state import verb_of

_FACTS: Final = (ControlCleared, DataAttempt, ProbeOutcome, PublicAddress, SilenceBegan, TlsHandshake)
_SAID: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "clear-data": ("PROT C", frozenset({"PROT", "RETR"})),
    "ccc": ("CCC", frozenset({"CCC", "NOOP"})),
    "control-idle": ("", frozenset({"NOOP", ""})),
    "round-trip": ("", frozenset({"SIZE", "DELE"})),
    "plaintext-comparison": ("USER", frozenset({"USER"})),
}
"""By probe: the command with which its question begins on a connection (empty: a fact that is no command), and the
commands, its own included, whose replies are its answer. An empty one stands for what a server says unasked."""
_PASSIVE_TOO: Final = frozenset({"passive-range", "opened-port", "plaintext-comparison", "ccc"})
"""Probes whose tries of passive mode are kept as they ended: they are asked again when that may have changed."""


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
    links = dict.fromkeys(one.connection for one in chosen if one.connection is not None)
    apart = {name: f"e{number}" for number, name in enumerate(links, 1)}
    ago = _seconds_between(before, started)
    return tuple(
        msgspec.structs.replace(
            one,
            id=names[one.id],
            sequence=number,
            time=round(one.time - ago, 6),
            connection=apart.get(one.connection or ""),
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
    ended = {one.probe for one in before.observations if _answered(one)}
    begun: set[tuple[str, str | None]] = set()
    for one in before.observations:
        if one.probe not in SELF_CONTAINED or one.probe not in ended or one.probe in plan.only:
            continue
        if _begins(one):
            begun.add((one.probe, one.connection))
        if (
            _belongs(one, begun=(one.probe, one.connection) in begun)
            if isinstance(one.fact, Exchange)
            else _says_enough(one)
        ):
            yield one


def _answered(observation: Observation) -> bool:
    fact = observation.fact
    if not isinstance(fact, ProbeOutcome):
        return False
    # That it does not apply is an answer, too; that it could not be asked is none.
    return fact.status in ("completed", "failed") or (fact.status, fact.reason) == (
        "skipped",
        "not-applicable",
    )


def _begins(observation: Observation) -> bool:
    command, _ = _SAID.get(observation.probe, ("", frozenset()))
    fact = observation.fact
    if not command:
        return isinstance(fact, DataAttempt | SilenceBegan)
    return isinstance(fact, Exchange) and (fact.command or "").upper().startswith(command)


def _belongs(observation: Observation, *, begun: bool) -> bool:
    """Whether something that was said is part of the answer, and not of the way to it."""
    _, verbs = _SAID.get(observation.probe, ("", frozenset()))
    fact = observation.fact
    return begun and isinstance(fact, Exchange) and verb_of(fact.command) in verbs


def _says_enough(observation: Observation) -> bool:
    fact = observation.fact
    if isinstance(fact, TlsHandshake):
        return fact.offered is not None
    if isinstance(fact, DataAttempt) and fact.mode in ("pasv", "epsv"):
        if observation.probe in _PASSIVE_TOO:
            return True
        # Whether passive ports answer is asked again every time; what a connection showed that was made stays.
        return fact.purpose != "mode" and fact.tcp is not None and fact.tcp.outcome == "ok"
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
