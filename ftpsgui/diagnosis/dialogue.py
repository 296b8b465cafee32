"""Where the control dialogue broke off, and which of it is a fault of its own."""

from __future__ import annotations

from dataclasses import dataclass

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.facts import DataAttempt, Exchange, Reply
from ftpsgui.session.state import Seen, once, verb_of
from ftpsgui.topology.attempts import judge, passive, reached

_TRANSFERS = frozenset(
    {"LIST", "NLST", "MLSD", "MLST", "RETR", "STOR", "APPE", "STOU", "PASV", "EPSV", "PORT", "EPRT"}
)
"""Their replies depend on the data connection; they are judged with the try they belong to."""
_UNIMPORTANT = frozenset({"QUIT", "ABOR", "ESTP", "ESTA", "STAT", "HELP", "SITE"})
"""Commands that we ask out of curiosity; a server that does not answer them has no fault."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A command without a reply, and the observation that shows it."""

    command: str
    evidence: str


def unanswered(case: Case, *endings: str) -> tuple[Broken, ...]:
    """Return the commands whose wait for a reply ended so: ``timeout``, ``closed``, ``reset``, …."""
    found = [
        Broken(seen.fact.command or "", seen.id)
        for seen, before in _unreplied(case)
        if seen.fact.ending in endings and _counts(seen.fact) and not _refused(before)
    ]
    found += [
        Broken(_command_of(seen.fact), seen.id) for seen in _tries(case) if _broke_off(seen.fact, endings)
    ]
    return tuple(found)


@once
def _unreplied(case: Case) -> tuple[tuple[Seen[Exchange], Reply | None], ...]:
    """Return the exchanges without a reply, and to each the reply that the exchange before it brought."""
    found = []
    for connection in case.connections:
        before: Reply | None = None
        for seen in connection.exchanges:
            if seen.fact.reply is None:
                found.append((seen, before))
            before = seen.fact.reply
    return tuple(found)


@once
def _tries(case: Case) -> tuple[Seen[DataAttempt], ...]:
    """Return the tries in which a reply of the control connection is missing."""
    return tuple(
        seen
        for seen in case.attempts
        if (seen.fact.setup is None or seen.fact.final is None) and seen.fact.purpose != "reuse"
    )


def _counts(fact: Exchange) -> bool:
    verb = verb_of(fact.command)
    return bool(verb) and verb not in _TRANSFERS and verb not in _UNIMPORTANT


def _refused(reply: Reply | None) -> bool:
    """Whether the server had just refused something: many close then, and say so before."""
    return reply is not None and (reply.code in (221, 421) or reply.code >= 500)


def _broke_off(fact: DataAttempt, endings: tuple[str, ...]) -> bool:
    if fact.setup is None:
        # A server that connects while it answers PORT hangs there when it cannot reach us: not its dialogue's fault.
        return fact.setup_ending in endings and (passive(fact) or fact.setup_ending != "timeout")
    if fact.final is not None or fact.final_ending not in endings or not reached(fact):
        return False
    done = fact.ending in ("close_notify", "eof") or fact.final_ending in ("closed", "reset", "overflow")
    return done and judge(fact).reason in ("reply-timeout", "reply-error")


def _command_of(fact: DataAttempt) -> str:
    return fact.mode.upper() if fact.setup is None else fact.command
