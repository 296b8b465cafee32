"""Whether every connection fell silent at once, in the middle of the run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.facts import DataAttempt, Fact, TcpConnect
from ftpsgui.model.findings import Finding
from ftpsgui.session.state import Seen, once


@dataclass(frozen=True, slots=True)
class Loss:
    """``heard``: what was heard last; ``silent``: what waited in vain after that; ``count``: on how many connections.

    ``passive`` and ``active``: whether tries of these modes had already run into the deadline before.
    """

    heard: Seen[Fact]
    silent: tuple[Seen[Fact], ...]
    count: int
    passive: bool
    active: bool


@once
def loss(case: Case) -> Loss | None:
    """Return what shows that the connection was lost: two or more wait in vain, the one heard last among them.

    None as long as the run goes on: something may still come.
    """
    heard = max(_heard(case), key=lambda seen: seen.time, default=None)
    if heard is None or not case.ended:
        return None
    silent = tuple(seen for seen in _waited_in_vain(case) if seen.time > heard.time)
    lost = {seen.connection for seen in silent if seen.connection is not None}
    if len(lost) < 2 or heard.connection not in lost:
        return None
    return Loss(
        heard=heard,
        silent=silent,
        count=len(lost),
        passive=_failed_before(case.passive, heard.time),
        active=_failed_before(case.active, heard.time),
    )


def is_loss(finding: Finding) -> bool:
    """Whether a finding says that all connections were lost (``control-timeout`` is its id, as for one that hangs)."""
    return finding.id == "control-timeout" and "until" in finding.params


def _heard(case: Case) -> Iterator[Seen[Fact]]:
    """Yield what shows that the server could be heard when it was recorded."""
    for connection in case.connections:
        yield from (seen for seen in connection.exchanges if seen.fact.reply is not None)
        yield from (seen for seen in connection.handshakes if seen.fact.step.outcome == "ok")
    yield from (seen for seen in case.attempts if seen.fact.setup is not None and not _timed_out(seen.fact))


def _waited_in_vain(case: Case) -> Iterator[Seen[Fact]]:
    yield from (
        seen for seen in case.state.of(TcpConnect) if seen.fact.step.outcome == "timeout" and not seen.earlier
    )
    for connection in case.connections:
        yield from (seen for seen in connection.exchanges if seen.fact.ending == "timeout")
        yield from (seen for seen in connection.handshakes if seen.fact.step.outcome == "timeout")


def _timed_out(attempt: DataAttempt) -> bool:
    return attempt.ending == "timeout" or (attempt.tcp is not None and attempt.tcp.outcome == "timeout")


def _failed_before(attempts: tuple[Seen[DataAttempt], ...], time: float) -> bool:
    return any(_timed_out(seen.fact) for seen in attempts if seen.time <= time)
