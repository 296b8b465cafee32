"""TLS handshakes on control connections, sorted: those that stand, those that failed, those that lacked trust only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ftpsgui.diagnosis.case import Case
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.facts import Certificate, TlsHandshake
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Seen, once

EXPIRED, NOT_YET_VALID = frozenset({10}), frozenset({9})
SELF_SIGNED = frozenset({18, 19})
NAME_MISMATCH = frozenset({62, 63, 64})
"""Host name, e-mail, IP address (OpenSSL's X509_V_ERR numbers)."""

_INSPECTOR = re.compile(
    r"Fortinet|FortiGate|Zscaler|Netskope|Blue ?Coat|ProxySG|Sophos|Palo Alto Networks|Check ?Point|WatchGuard|SonicWall"
    r"|Barracuda|Forcepoint|Cisco Umbrella|McAfee Web Gateway|Skyhigh|Untangle"
    r"|Kaspersky|ESET SSL Filter|avast!|AVG Technologies|Bitdefender",
    re.IGNORECASE,
)
"""Makers of firewalls and virus scanners that open TLS connections: they sign a certificate of their own on the fly."""


@dataclass(frozen=True, slots=True)
class Handshakes:
    """``untrusted`` ones failed for their certificate alone: TLS itself works."""

    stood: tuple[Seen[TlsHandshake], ...]
    failed: tuple[Seen[TlsHandshake], ...]
    untrusted: tuple[Seen[TlsHandshake], ...]


@once
def handshakes(case: Case) -> Handshakes:
    """Sort the handshakes of ``case``; those that the run gave up, or that offered one version only, are in no part."""
    every = [seen for seen in case.state.of(TlsHandshake) if seen.fact.offered is None]
    return Handshakes(
        stood=tuple(seen for seen in every if seen.fact.step.outcome == "ok"),
        failed=tuple(
            seen
            for seen in every
            if seen.fact.step.outcome not in ("ok", "cancelled") and seen.fact.verified is not False
        ),
        untrusted=tuple(seen for seen in every if seen.fact.verified is False),
    )


def blind(case: Case, seen: Seen[TlsHandshake]) -> bool:
    """Whether nothing, or nothing of TLS, answered a handshake that the run only tried because no greeting had come."""
    fact = seen.fact
    return _guessed(case, seen) or (
        case.state.plan.endpoint.tls == "auto"
        and fact.mode == "implicit"
        and fact.step.outcome in ("timeout", "closed", "reset")
        and not fact.first_bytes
        and fact.alert is None
    )


def _guessed(case: Case, seen: Seen[TlsHandshake]) -> bool:
    """Whether it followed a greeting that did not come, and no alert or certificate came of it."""
    connection = case.state.connections.get(seen.connection or "")
    greeting = connection.greeting if connection is not None else None
    return (
        seen.fact.mode == "implicit"
        and greeting is not None
        and greeting.sequence < seen.sequence
        and greeting.fact.reply is None
        and seen.fact.alert is None
        and not seen.fact.chain
    )


def of_target(case: Case) -> tuple[Seen[TlsHandshake], ...]:
    """Return the handshakes with the address under test (others of the same name are another rule's matter)."""
    found = []
    for seen in case.state.of(TlsHandshake):
        if seen.fact.offered is not None:
            continue
        connection = case.state.connections.get(seen.connection or "")
        remote = connection.remote if connection else None
        if remote is None or case.peer is None or remote.host == case.peer.host:
            found.append(seen)
    return tuple(found)


def with_problem(case: Case, codes: frozenset[int]) -> tuple[Seen[TlsHandshake], ...]:
    """Return the target's handshakes whose verification named one of ``codes``."""
    return tuple(
        seen for seen in of_target(case) if any(problem.code in codes for problem in seen.fact.problems)
    )


def verified(case: Case) -> bool:
    """Whether verification was tried at all."""
    return any(seen.fact.verified is not None for seen in of_target(case))


def leaf(seen: Seen[TlsHandshake], case: Case) -> Certificate | None:
    """Return the server's own certificate as this handshake, or another one of the run, shows it."""
    if seen.fact.chain:
        return seen.fact.chain[0]
    return next((other.fact.chain[0] for other in of_target(case) if other.fact.chain), None)


@once
def inspected(case: Case) -> Seen[TlsHandshake] | None:
    """Return a handshake whose certificate a product issued that opens TLS on the way: it is not the server's own."""
    return next(
        (
            seen
            for seen in of_target(case)
            if seen.fact.chain and _INSPECTOR.search(seen.fact.chain[0].issuer)
        ),
        None,
    )


def version_name(version: str | None) -> str:
    """Return a TLS version as people write it: ``TLS 1.3`` for OpenSSL's ``TLSv1.3``, ``TLS 1.0`` for ``TLSv1``."""
    return "TLS 1.0" if version == "TLSv1" else (version or "TLS").replace("TLSv", "TLS ")


def strictly(case: Case) -> bool:
    """Whether an untrusted certificate ended the run: by the user's policy, or by the user's answer."""
    return case.state.plan.trust.mode == "strict" or any(
        seen.fact.decision == "refused" for seen in case.state.trust
    )


def opened_on_the_way(issuer: str) -> Message:
    """Return why such a certificate cannot be verified here, and who can change that."""
    return msg(
        "The certificate was issued by “{issuer}”, the name of a product that opens encrypted connections on their way: it is "
        "not the server's own. A firewall of your network or a virus scanner on this computer made it, and this program does "
        "not know the root certificate that belongs to it. Ask whoever runs that product for an exception for this server, or "
        "choose its root certificate as CA file; on the server there is nothing to repair.",
        issuer=quoted(issuer),
    )
