"""The mode table of the contract: five rows for each tested protection, two more with a public address of ours."""

from __future__ import annotations

from typing import get_args

import msgspec

from ftpsgui.model.addresses import (
    HostPort,
    classify,
    in_network,
    is_ipv6,
    is_private,
    is_public,
    same_address,
)
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.findings import ModeRow, Reason
from ftpsgui.model.plan import Mode, Protection, Target
from ftpsgui.session.state import Seen, State
from ftpsgui.topology.attempts import Judged, advertised, advertises_peer, judge, proves_mode

_ROWS: tuple[tuple[Mode, Target], ...] = (
    ("pasv", "advertised"),
    ("pasv", "peer"),
    ("epsv", "peer"),
    ("port", "local"),
    ("eprt", "local"),
)
_PUBLIC_ROWS: tuple[tuple[Mode, Target], ...] = (("port", "public"), ("eprt", "public"))
_REASONS: frozenset[str] = frozenset(get_args(Reason))

Attempts = tuple[Seen[DataAttempt], ...]


def mode_rows(state: State) -> tuple[ModeRow, ...]:
    """Return the mode table of ``state``, in the contract's order."""
    rows = _ROWS + (_PUBLIC_ROWS if public_address(state) or _tried_public(state) else ())
    tries = {mode: _tries(state, mode) for mode in get_args(Mode)}
    return tuple(
        _row(state, mode, address, protection, tries[mode][protection])
        for protection in _protections(state)
        for mode, address in rows
    )


def public_address(state: State) -> str | None:
    """Return the public address of this client when it is known and is not a local one.

    The user's word comes first, then what the server sees (when that is an address the internet can route).
    """
    given = state.plan.active.public_address
    seen = [one.address for one in state.client_addresses_seen_by_server if is_public(one.address)]
    for address in ([given] if given else []) + seen:
        local = state.local_address
        if local is None or not same_address(address, local):
            return address
    return None


def unreachable_from_here(state: State, host: str, peer: str) -> bool:
    """Whether ``host``, which a server at ``peer`` advertised, cannot be dialled from here: the contract's prediction.

    Unspecified, loopback and link-local never can. RFC 1918, ULA and carrier-grade cannot while the peer is public
    and no local interface shares the network.
    """
    if same_address(host, peer):
        return False
    kind = classify(host)
    if kind in ("unspecified", "loopback", "link-local"):
        return True
    if not is_private(host) or not is_public(peer):
        return False
    return not any(in_network(host, interface.network) for interface in state.interfaces)


def _protections(state: State) -> tuple[Protection, ...]:
    tried = {seen.fact.protection for seen in state.attempts}
    if state.plan.endpoint.tls == "none":
        return ("clear", "private") if "private" in tried else ("clear",)
    return ("private", "clear") if "clear" in tried else ("private",)


def _tried_public(state: State) -> bool:
    return any(seen.fact.address == "public" for seen in state.active)


def _row(state: State, mode: Mode, address: Target, protection: Protection, tries: Attempts) -> ModeRow:
    own = tuple(seen for seen in tries if seen.fact.address == address)
    passive_address = mode == "pasv" and address in ("advertised", "peer")
    said = {advertises_peer(seen.fact) for seen in tries} if passive_address else set()
    same = True in said and False not in said
    if same:
        own = tuple(seen for seen in tries if seen.fact.address in ("advertised", "peer"))
    if not own and passive_address:
        # The command failed before any address was there to be dialled: it failed for both.
        own = tuple(seen for seen in tries if _failed_before_address(seen))
    row = (
        _from_tries(state, mode, address, protection, own)
        if own
        else _unseen(state, mode, address, protection, tries)
    )
    if mode == "pasv" and address == "advertised" and row.result == "untested":
        row = _predicted(state, row, tries)
    return msgspec.structs.replace(row, same_as_peer=same, earlier=state.earlier(row.evidence))


def _tries(state: State, mode: Mode) -> dict[Protection, Attempts]:
    """Return the tries that prove a mode, by the protection of their data connections."""
    found: dict[Protection, list[Seen[DataAttempt]]] = {"private": [], "clear": []}
    for seen in state.attempts_of(mode):
        if proves_mode(seen.fact):
            found[seen.fact.protection].append(seen)
    return {protection: tuple(tries) for protection, tries in found.items()}


def _failed_before_address(seen: Seen[DataAttempt]) -> bool:
    hidden = seen.fact.setup is None and seen.fact.tcp is None
    return judge(seen.fact).reason in ("command-refused", "malformed-reply") or hidden


def _from_tries(state: State, mode: Mode, address: Target, protection: Protection, own: Attempts) -> ModeRow:
    judged = [(seen, judge(seen.fact)) for seen in own]
    decided = [pair for pair in judged if pair[1].result != "untested"] or judged[:1]
    seen, verdict = _decisive(decided)
    fact = seen.fact
    return ModeRow(
        mode=mode,
        protection=protection,
        address=address,
        endpoint=_endpoint(fact, address),
        raw=fact.raw,
        control_peer=fact.control_peer,
        observed=fact.observed,
        reply=verdict.mode_reply,
        resumed=fact.resumed,
        seconds=None if verdict.result == "untested" or (state.log and not fact.seconds) else fact.seconds,
        result=verdict.result,
        certainty=None if verdict.result == "untested" else "proven",
        reason=verdict.reason,
        evidence=tuple(seen.id for seen, _ in decided),
    )


def _decisive(decided: list[tuple[Seen[DataAttempt], Judged]]) -> tuple[Seen[DataAttempt], Judged]:
    """Return the try that stands for the row: the only kind there is, or the first bad one, then as ``partial``."""
    works = [pair for pair in decided if pair[1].result == "works"]
    others = [pair for pair in decided if pair[1].result != "works"]
    if not others:
        return works[0]
    partial = [pair for pair in others if pair[1].result == "partial"]
    if not works and not partial:
        return others[0]
    seen, verdict = (partial or others)[0]
    return seen, Judged("partial", verdict.reason, verdict.reply)


def _endpoint(fact: DataAttempt, address: Target) -> HostPort | None:
    if fact.mode == "pasv" and address == "advertised":
        return advertised(fact) or fact.advertised
    return fact.dialled or fact.advertised or fact.listened


def _unseen(state: State, mode: Mode, address: Target, protection: Protection, tries: Attempts) -> ModeRow:
    reason: Reason = "prerequisite-failed"
    raw = ""
    endpoint: HostPort | None = None
    evidence: tuple[str, ...] = ()
    peer = state.target
    outcome = state.outcomes.get(mode)
    if mode in ("pasv", "port") and peer is not None and is_ipv6(peer.host):
        reason = "not-applicable"
    elif tries and mode == "pasv":
        reason = "not-dialled"
        fact = tries[0].fact
        raw, peer, evidence = fact.raw, fact.control_peer, (tries[0].id,)
        endpoint = advertised(fact) if address == "advertised" else None
    elif state.cancelled or (outcome is not None and outcome.status == "cancelled"):
        reason = "cancelled"
    elif outcome is not None and outcome.status != "completed" and outcome.reason in _REASONS - {"ok"}:
        reason = msgspec.convert(outcome.reason, Reason)
    elif address == "public" or state.log is not None or _left_out(state, mode):
        reason = "not-dialled"
    elif state.ended is not None and state.ended.reason == "budget":
        reason = "budget"
    return ModeRow(
        mode=mode,
        protection=protection,
        address=address,
        raw=raw,
        endpoint=endpoint,
        control_peer=peer,
        reason=reason,
        evidence=evidence,
    )


def _left_out(state: State, mode: Mode) -> bool:
    """Whether a shorter run did not ask this mode: nothing had failed before it."""
    return bool(state.plan.only) and mode not in state.plan.only and mode not in state.outcomes


def _predicted(state: State, row: ModeRow, tries: Attempts) -> ModeRow:
    """Apply the contract's rule to an advertised address that was not dialled."""
    for seen in tries:
        said = advertised(seen.fact)
        if said is None or same_address(said.host, seen.fact.control_peer.host):
            continue
        reason: Reason = row.reason if row.reason in ("cancelled", "budget") else "not-dialled"
        row = msgspec.structs.replace(
            row, endpoint=said, raw=seen.fact.raw, reason=reason, evidence=(seen.id,)
        )
        if unreachable_from_here(state, said.host, seen.fact.control_peer.host):
            return msgspec.structs.replace(
                row, result="fails", certainty="predicted", reason="address-unreachable"
            )
        return row
    return row
