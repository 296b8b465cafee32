"""Failed tries of active mode, by what is known about the address that was sent."""

from __future__ import annotations

import re
from typing import Literal

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.addresses import in_network, is_ipv6, is_private, is_public, normalise
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.findings import Reason
from ftpsgui.session.state import Seen, once
from ftpsgui.topology.attempts import judge, proves_mode
from ftpsgui.topology.sides import says_not_yours

Tries = tuple[Seen[DataAttempt], ...]
Address = Literal["unreachable", "right", "unknown"]

_SWITCHED_OFF = re.compile(
    r"command is disabled|Active mode not enabled|is disabled\.|Permission denied|Operation not permitted"
    r"|Unable to service|not (?:implemented|understood|supported|recognized|allowed)|unknown command",
    re.IGNORECASE,
)
"""Refusals of PORT and EPRT that have nothing to do with the address in them."""
_NOT_REACHED: frozenset[Reason] = frozenset({"timeout", "refused", "unreachable", "reply-timeout"})


@once
def active_tries(case: Case) -> Tries:
    """Return the tries of active mode, made to prove the mode or to repeat that."""
    return tuple(seen for seen in case.active if proves_mode(seen.fact))


def translated(seen: Seen[DataAttempt]) -> bool:
    """Whether the server speaks IPv4 and this computer IPv6, so that something on the way translates (NAT64).

    By the prefix that is kept for it (RFC 6052 §2.1), or by a server that takes EPRT for IPv4 only (RFC 2428 §2).
    """
    peer, setup = seen.fact.control_peer.host, seen.fact.setup
    if not is_ipv6(peer):
        return False
    return in_network(peer, "64:ff9b::/96") or (
        setup is not None and setup.code == 522 and "(1)" in setup.text
    )


def switched_off(seen: Seen[DataAttempt]) -> bool:
    """Whether the command was refused in words that mean "not on this server" rather than "not this address"."""
    setup = seen.fact.setup
    return (
        setup is not None
        and setup.code >= 400
        and not translated(seen)
        and not says_not_yours(setup)
        and (setup.code == 502 or any(_SWITCHED_OFF.search(line) for line in setup.lines))
    )


def refused(seen: Seen[DataAttempt]) -> bool:
    """Whether PORT or EPRT itself was refused."""
    return judge(seen.fact).reason == "command-refused"


def not_reached(seen: Seen[DataAttempt]) -> bool:
    """Whether the command was accepted (or hung) and nobody connected."""
    verdict = judge(seen.fact)
    return verdict.result == "fails" and verdict.reason in _NOT_REACHED and seen.fact.observed is None


def sent_address(case: Case, seen: Seen[DataAttempt]) -> Address:
    """Say what is known about the address in PORT/EPRT: whether the server can reach this computer at it."""
    sent = seen.fact.advertised.host if seen.fact.advertised else None
    if sent is None:
        return "unknown"
    if translated(seen):
        return "unreachable"
    told, publicly = _told(case)
    if normalise(sent) in told:
        return "right"
    if case.inside:
        return "unknown"
    return (
        "unreachable"
        if publicly or (is_private(sent) and is_public(seen.fact.control_peer.host))
        else "unknown"
    )


@once
def _told(case: Case) -> tuple[frozenset[str], bool]:
    """Return the addresses of ours that the server told, each once, and whether a public one is among them."""
    told = (normalise(one.address) for one in case.state.client_addresses_seen_by_server)
    each = frozenset(address for address in told if address is not None)
    return each, any(map(is_public, each))
