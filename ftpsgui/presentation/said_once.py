"""A reply that a data attempt holds was usually recorded as an exchange, too: in the transcript it stands once.

The exchange has the better time, so its lines stay and name the attempt as well; what the attempt adds (dial, TLS,
bytes) follows the reply that led to it. A log of another client may have one without the other: then all stays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

from ftpsgui.model.facts import DataAttempt, Observation, Reply
from ftpsgui.presentation.transcript_lines import Part, Row, moved
from ftpsgui.session.state import Seen, State

_SLACK = 0.02
"""Seconds by which the clocks of the two may differ."""


RowsOf = Callable[[Observation], list[Row]]


def said_once(state: State, rows_of: RowsOf) -> list[Row]:
    """Return the lines of all observations, each thing said once; not yet in the order of time, but in that of the record."""
    exchanges = _Exchanges(state)
    also: dict[str, list[str]] = {}
    tried = {
        seen.id: tuple(_of_attempt(seen, rows_of(seen), exchanges, also))  # type: ignore[arg-type]
        for seen in state.attempts
    }
    rows: list[Row] = []
    for observation in state.observations:
        if isinstance(observation.fact, DataAttempt):
            rows += tried.get(observation.id, ())
            continue
        names = tuple(also.get(observation.id, ()))
        own = rows_of(observation)
        rows += [moved(row, row.time, names) for row in own] if names else own
    return rows


def _of_attempt(
    seen: Seen[DataAttempt], rows: list[Row], exchanges: _Exchanges, also: dict[str, list[str]]
) -> Iterator[Row]:
    replies: dict[Part, Reply | None] = {
        "setup": seen.fact.setup,
        "preliminary": seen.fact.preliminary,
        "final": seen.fact.final,
    }
    told: dict[Part, Observation] = {}
    for part, reply in replies.items():
        found = exchanges.find(seen, reply, last=part == "final") if reply is not None else None
        if found is not None:
            told[part] = found
            also.setdefault(found.id, []).append(seen.id)
    if not told:
        yield from rows
        return
    now = float("-inf")
    for row in rows:
        if row.part in told:
            now = max(now, told[row.part].time)
        else:
            yield row if row.time >= now else moved(row, now)


class _Exchanges:
    """The exchanges by connection and reply, each list in the order of time."""

    def __init__(self, state: State) -> None:
        self._found: dict[tuple[str | None, Reply], list[Observation]] = {}
        for seen in state.exchanges:
            if seen.fact.reply is not None:
                self._found.setdefault((seen.connection, seen.fact.reply), []).append(seen)  # type: ignore[arg-type]

    def find(self, seen: Seen[DataAttempt], reply: Reply, *, last: bool) -> Observation | None:
        """Return the exchange with ``reply`` in the time of an attempt: the first, or the ``last`` one."""
        found = self._found.get((seen.connection, reply), [])
        begin = bisect_left(found, seen.time - seen.fact.seconds - _SLACK, key=lambda one: one.time)
        end = bisect_right(found, seen.time + _SLACK, key=lambda one: one.time)
        if begin == end:
            return None
        return found[end - 1 if last else begin]
