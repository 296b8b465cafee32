"""Several servers behind one address: what they call themselves, or the certificate that they show, differs by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.addresses import classify, normalise, same_address
from ftpsgui.session.state import once
from ftpsgui.topology.attempts import advertised

_INSIDE = frozenset({"rfc1918", "carrier-grade", "ula"})


@dataclass(frozen=True, slots=True)
class Nodes:
    """Two servers: their inside addresses or the fingerprints of their certificates, and the observations that say so."""

    first: str
    second: str
    evidence: tuple[str, ...]
    by: Literal["address", "certificate"] = "address"


@once
def nodes(case: Case) -> Nodes | None:
    """Return two servers that answer at the address under test; None when all connections tell of the same one.

    Greetings are compared with greetings and 227 with 227: a container and its host differ in one and the same session.
    """
    said: dict[str, dict[str, tuple[str, str]]] = {}
    for one in case.state.server_inside_addresses:
        observation = case.state.by_id(one.evidence)
        if observation is not None:
            _note(case, said, one.source, observation.connection, one.address, one.evidence)
    for seen in case.attempts_of("pasv"):
        known = seen.connection in said.get("227", ())
        address = None if known else advertised(seen.fact)
        if address is not None:
            _note(case, said, "227", seen.connection, address.host, seen.id)
    for by_connection in said.values():
        (first, evidence), *others = by_connection.values()
        for second, other in others:
            if second != first:
                return Nodes(first, second, (evidence, other))
    return _by_certificates(case)


def _by_certificates(case: Case) -> Nodes | None:
    """Return two servers when some data connections show their control connection's certificate and some another one.

    A server that is set up with two certificates shows the same other one on every data connection.
    """
    same: dict[str, str] = {}
    other: dict[str, str] = {}
    for seen in case.passive:
        shown = seen.fact.certificate_sha256
        if shown is None:
            continue
        connection = case.state.connections.get(seen.connection or "")
        chain = connection.handshake.fact.chain if connection and connection.handshake else ()
        if not chain:
            continue
        (same if chain[0].sha256 == shown else other).setdefault(shown, seen.id)
    if not same or not other:
        return None
    (first, evidence), (second, differs) = next(iter(same.items())), next(iter(other.items()))
    return Nodes(first, second, (evidence, differs), by="certificate")


def _note(
    case: Case,
    said: dict[str, dict[str, tuple[str, str]]],
    source: str,
    connection: str | None,
    address: str,
    evidence: str,
) -> None:
    """Keep the first inside address of each connection to the address under test."""
    found = case.state.connections.get(connection or "")
    text = normalise(address)
    if found is None or found.remote is None or text is None or classify(text) not in _INSIDE:
        return
    if same_address(found.remote.host, case.state.target_address or ""):
        said.setdefault(source, {}).setdefault(found.id, (text, evidence))
