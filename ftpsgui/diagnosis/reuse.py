"""Whether data connections must resume the control connection's TLS session: what trying both ways has shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    older: Tries
    """Resumed with an older TLS version than the run's own, and the listing succeeded."""

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

    @property
    def offered(self) -> Tries:
        """Those of ``hurt`` that offered a session which could have been resumed."""
        return tuple(
            seen for seen in self.hurt if seen.fact.session_offered and not without_ticket(seen.fact)
        )

    @property
    def why(self) -> Why:
        """Why transfers that were meant to succeed were refused."""
        now = [seen for seen in self.hurt if seen.fact.purpose != "version"]
        if self.hurt and not now:
            return "older-version"
        if self.resumed or not all(seen.fact.session_offered for seen in now):
            return "client"
        return "no-ticket" if all(without_ticket(seen.fact) for seen in now) else "none-taken"


Why = Literal["client", "none-taken", "no-ticket", "older-version"]
"""``client``: it resumed nothing, as far as is known; ``none-taken``: it offered a session each time, and the server took
none; ``no-ticket``: TLS 1.3 had given it nothing to offer; ``older-version``: only with TLS 1.2."""


def without_ticket(attempt: DataAttempt) -> bool:
    """Whether what was offered can be resumed by nobody: TLS 1.3 knows tickets only, and none had come."""
    return attempt.tls_version == "TLSv1.3" and attempt.tickets == 0


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
    resumed = tuple(seen for seen in done if seen.fact.resumed is True)
    return Reuse(
        resumed=tuple(seen for seen in resumed if seen.fact.purpose != "version"),
        older=tuple(seen for seen in resumed if seen.fact.purpose == "version"),
        taken=tuple(seen for seen in done if seen.fact.resumed is False),
        refused=refused,
        hurt=tuple(seen for seen in refused if seen.fact.purpose != "reuse"),
    )


def _worded(seen: Seen[DataAttempt]) -> bool:
    return says_reuse(seen.fact.final)


@dataclass(frozen=True, slots=True)
class Spent:
    """What became of a session that had been used: on one connection it was resumed once, and then not again.

    ``once``: the next session, a data connection's, was resumed once and then not again either; ``lost``: that one was
    resumed again, so the server forgot the first. Both empty where it was not tried, or came out otherwise.
    """

    once: Tries = ()
    lost: Tries = ()


@once
def spent(case: Case) -> Spent:
    """Return whether the server takes each session once only, or lost one, as far as a connection shows it."""
    first: dict[tuple[str | None, str], Seen[DataAttempt]] = {}
    again: dict[str | None, Tries] = {}
    for seen in case.attempts:
        fact = seen.fact
        if not fact.session_offered or fact.resumed is None:
            continue
        # One without an id is taken for the connection's only one.
        session = (seen.connection, f"{fact.session_from} {fact.session_id}")
        before = first.get(session)
        if before is None:
            if fact.resumed:
                first[session] = seen
        elif fact.session_from == "data" and seen.connection in again:
            both = (*again[seen.connection], before, seen)
            return Spent(lost=both) if fact.resumed else Spent(once=both)
        elif fact.session_from != "data" and not fact.resumed:
            again.setdefault(seen.connection, (before, seen))
    return Spent()
