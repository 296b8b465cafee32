"""Several servers behind one address: what they call themselves differs from one control connection to the next."""

from __future__ import annotations

from dataclasses import dataclass

from ftpsgui.diagnosis.case import Case, once
from ftpsgui.model.addresses import classify, normalise, same_address
from ftpsgui.topology.attempts import advertised

_INSIDE = frozenset({"rfc1918", "carrier-grade", "ula"})


@dataclass(frozen=True, slots=True)
class Nodes:
    """Two inside addresses that two control connections to one address revealed, and the observations that say so."""

    first: str
    second: str
    evidence: tuple[str, ...]


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
    for seen in case.attempts:
        address = advertised(seen.fact) if seen.fact.mode == "pasv" else None
        if address is not None:
            _note(case, said, "227", seen.connection, address.host, seen.id)
    for by_connection in said.values():
        (first, evidence), *others = by_connection.values()
        for second, other in others:
            if second != first:
                return Nodes(first, second, (evidence, other))
    return None


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
