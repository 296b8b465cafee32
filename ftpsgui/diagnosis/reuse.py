"""Whether data connections must resume the control connection's TLS session: what trying both ways has shown."""

from __future__ import annotations

from dataclasses import dataclass

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.facts import DataAttempt
from ftpsgui.session.state import Seen, once
from ftpsgui.topology.attempts import judge, reached, says_reuse, speaks_no_tls

Tries = tuple[Seen[DataAttempt], ...]


@dataclass(frozen=True, slots=True)
class Reuse:
    """Protected transfers by whether they resumed, and by how the server took it."""

    resumed: Tries
    """Resumed, and the listing succeeded."""
    taken: Tries
    """Not resumed, and the listing succeeded all the same."""
    refused: Tries
    """Not resumed, and refused by a 4xx or 5xx after the data connection was made."""
    hurt: Tries
    """Those of ``refused`` that were meant to succeed: the session was not, or could not be, resumed."""

    @property
    def required(self) -> bool:
        """Whether resumption is required, as far as trying shows."""
        if self.taken or not self.refused:
            return False
        return bool(self.resumed) or any(_worded(seen) for seen in self.refused)

    @property
    def proven(self) -> bool:
        """Whether that is proven: both ways were tried, and the refusal came twice or says itself what it is for."""
        if not self.required or not self.resumed:
            return False
        return len(self.refused) > 1 or any(_worded(seen) for seen in self.refused)


@once
def reuse(case: Case) -> Reuse:
    """Sort the protected transfers of ``case``."""
    private = [seen for seen in case.attempts if seen.fact.protection == "private" and reached(seen.fact)]
    done = [seen for seen in private if judge(seen.fact).result in ("works", "partial")]
    refused = tuple(
        seen
        for seen in private
        if seen.fact.resumed is not True
        and not speaks_no_tls(seen.fact)
        and seen.fact.final is not None
        and seen.fact.final.code >= 400
        and (seen.fact.resumed is False or _worded(seen))
        and (seen.fact.purpose == "reuse" or _worded(seen))
    )
    return Reuse(
        resumed=tuple(seen for seen in done if seen.fact.resumed is True),
        taken=tuple(seen for seen in done if seen.fact.resumed is False),
        refused=refused,
        hurt=tuple(seen for seen in refused if seen.fact.purpose != "reuse"),
    )


def _worded(seen: Seen[DataAttempt]) -> bool:
    return says_reuse(seen.fact.final)


@once
def single_use(case: Case) -> Tries:
    """Return what shows that the server takes each session once only; empty when nothing does.

    On one connection: a session was resumed, the same one was not taken again, and a new one, a data connection's, was.
    """
    first: dict[tuple[str | None, str], Seen[DataAttempt]] = {}
    again: dict[str | None, Tries] = {}
    for seen in case.attempts:
        fact = seen.fact
        if not fact.session_offered or fact.resumed is None:
            continue
        # One without an id is taken for the connection's only one.
        session = (seen.connection, fact.session_id)
        if fact.session_from == "data":
            if fact.resumed and seen.connection in again:
                return (*again[seen.connection], seen)
        elif fact.resumed:
            first.setdefault(session, seen)
        elif session in first:
            again.setdefault(seen.connection, (first[session], seen))
    return ()
