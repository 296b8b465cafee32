"""Data connections that were made and on which TLS did not come about."""

from __future__ import annotations

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.addresses import same_address
from ftpsgui.model.facts import DataAttempt
from ftpsgui.session.state import Seen, once
from ftpsgui.topology.attempts import judge, reached, speaks_no_tls

Tries = tuple[Seen[DataAttempt], ...]


@once
def attempted(case: Case) -> Tries:
    """Return the tries on whose data connection TLS was begun."""
    return tuple(
        seen
        for seen in case.attempts
        if seen.fact.protection == "private"
        and reached(seen.fact)
        and seen.fact.tls is not None
        and seen.fact.tls.outcome != "cancelled"
        and seen.fact.purpose != "reuse"
    )


def without_tls(case: Case) -> Tries:
    """Return those where something that is not TLS answered."""
    return tuple(seen for seen in attempted(case) if speaks_no_tls(seen.fact))


def broken(case: Case) -> Tries:
    """Return those where TLS failed for another reason than a session that was not resumed.

    A try to another address than the server's own does not count: who answers there, or turns us away as a stranger,
    says something about that address, and the findings about 227 do too.
    """
    return tuple(
        seen
        for seen in attempted(case)
        if _broke(seen) and _to_the_peer(seen.fact) and judge(seen.fact).reason != "session-reuse"
    )


def _to_the_peer(attempt: DataAttempt) -> bool:
    return attempt.dialled is None or same_address(attempt.dialled.host, attempt.control_peer.host)


def _broke(seen: Seen[DataAttempt]) -> bool:
    return seen.fact.tls is not None and seen.fact.tls.outcome != "ok"
