"""Which data mode a client would use here, and how that ends: its behaviour walked over the proven rows of modes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from ftpsgui.knowledge.clients import ActiveWays, Client, Part, PassiveWays
from ftpsgui.model.addresses import classify, is_public, same_address
from ftpsgui.model.findings import Certainty, ModeRow, Reason
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.plan import Mode, Target

Dials = Literal["peer", "advertised", "nothing", "unknown"]

_REFUSED: frozenset[Reason] = frozenset({"command-refused", "malformed-reply"})
_NOT_REACHED: frozenset[Reason] = frozenset(
    {"timeout", "refused", "unreachable", "address-unreachable", "reply-timeout", "foreign-peer"}
)
_ORDER: tuple[Certainty, ...] = ("proven", "likely", "possible")


@dataclass(frozen=True, slots=True)
class Ground:
    """What was proven about the server's data modes, with the protection that was asked for."""

    rows: tuple[ModeRow, ...]
    peer: str
    ipv6: bool

    def row(self, mode: Mode, address: Target) -> ModeRow | None:
        """Return a row of the mode table, or None."""
        return next((row for row in self.rows if (row.mode, row.address) == (mode, address)), None)

    @property
    def said(self) -> str | None:
        """The address in the reply to PASV, or None."""
        row = self.row("pasv", "advertised")
        return row.endpoint.host if row is not None and row.endpoint is not None else None


@dataclass(frozen=True, slots=True)
class Way:
    """How a client's try ends. ``leans``: the parts of its behaviour that decided; ``options``: what had to be set."""

    result: Literal["works", "fails", "unknown"]
    because: Message
    mode: Mode | None = None
    refused: bool = False
    """The server refused the commands; no data connection was tried."""
    certainty: Certainty = "proven"
    evidence: tuple[str, ...] = ()
    leans: frozenset[Part] = frozenset()
    options: tuple[str, ...] = ()


def least(*certainties: Certainty) -> Certainty:
    """Return the weakest of some certainties."""
    return max(certainties, key=_ORDER.index)


def default_way(client: Client, ground: Ground) -> Way:
    """Return how the client fares with its default settings, its own falling back to the other mode included."""
    first = _passive(client, ground) if client.default == "passive" else _active(client, ground)
    if first is None or first.result != "fails":
        return first or _no_such_mode(client)
    if client.falls_back == "never" or (client.falls_back == "refusal" and not first.refused):
        return first
    second = _active(client, ground) if client.default == "passive" else _passive(client, ground)
    if second is None or second.result == "fails":
        return first
    if second.result == "works":
        words = (
            msg("Passive mode fails for it; it goes over to active mode by itself, and that works.")
            if client.default == "passive"
            else msg("Active mode fails for it; it goes over to passive mode by itself, and that works.")
        )
        return replace(second, because=words, leans=second.leans | first.leans | {"default"})
    return second


def ways_with_options(client: Client, ground: Ground) -> Way | None:
    """Return the first way that works when a named option is set, the least change first; None when there is none."""
    passive, active = client.passive, client.active
    found: list[tuple[tuple[str, ...], Way | None]] = []
    if passive is not None:
        on = () if client.default == "passive" else (passive.by,)
        if on:
            found.append((on, _passive(client, ground)))
        if passive.peer_by:
            ignoring = replace_ways(passive, foreign="ignore")
            found.append(((*on, passive.peer_by), _passive(client, ground, ignoring)))
        if passive.epsv_by:
            extended = replace_ways(passive, order=("EPSV",))
            found.append(((*on, passive.epsv_by), _passive(client, ground, extended)))
    if active is not None:
        on = () if client.default == "active" else (active.by,)
        if on:
            found.append((on, _active(client, ground)))
        if active.address_by:
            found.append(((*on, active.address_by), _active(client, ground, "public")))
    for options, way in found:
        if way is not None and way.result == "works" and all(options):
            return replace(way, options=options)
    return None


def replace_ways(
    ways: PassiveWays,
    *,
    foreign: Literal["ignore"] | None = None,
    order: tuple[Literal["PASV", "EPSV"], ...] | None = None,
) -> PassiveWays:
    """Return ``ways`` as an option changes them."""
    changed = ways if foreign is None else msgspec.structs.replace(ways, foreign=foreign)
    return changed if order is None else msgspec.structs.replace(changed, order=order)


def dials(ways: PassiveWays, said: str, peer: str) -> Dials:
    """Return what a client dials when 227 says ``said`` on a control connection to ``peer``."""
    if same_address(said, peer):
        return "advertised"
    if ways.foreign == "ignore":
        return "peer"
    kind = classify(said)
    if kind in ways.repair or (is_public(peer) and kind in ways.repair_unroutable):
        return "peer"
    if ways.repair_routable and is_public(said) and not is_public(peer):
        return "peer"
    match ways.foreign:
        case "dial":
            return "advertised"
        case "refuse":
            return "nothing"
        case _:
            return "unknown"


def _no_such_mode(client: Client) -> Way:
    if client.default == "passive":
        return Way("fails", msg("It has no passive mode."))
    return Way("fails", msg("It has no active mode."))


def _passive(client: Client, ground: Ground, ways: PassiveWays | None = None) -> Way | None:
    """Walk the client's passive commands in its order; None when it has no passive mode."""
    ways = ways or client.passive
    if ways is None:
        return None
    failed: Way | None = None
    for command in ways.order_ipv6 if ground.ipv6 else ways.order:
        way = _epsv(ground) if command == "EPSV" else _pasv(ways, ground)
        if failed is not None:
            # Which command comes next, and when, is the client's own way.
            way = replace(way, leans=way.leans | {"passive"})
        if way.result != "fails":
            return way
        failed = way if failed is None or not way.refused else failed
        if not way.refused and ways.next_after == "refusal":
            break
    return failed


def _epsv(ground: Ground) -> Way:
    row = ground.row("epsv", "peer")
    way = _outcome(row, "epsv", literal("EPSV"), ground.peer)
    if way.result != "works":
        return way
    return replace(
        way,
        because=msg("It uses EPSV first, which names no address, and the passive port can be reached.")
        if not ground.ipv6
        else msg("Over IPv6 it uses EPSV, and the passive port can be reached."),
    )


def _pasv(ways: PassiveWays, ground: Ground) -> Way:
    said = ground.said
    advertised = ground.row("pasv", "advertised")
    if said is None:
        # Refused or not seen: no address decides.
        return _outcome(advertised, "pasv", literal("PASV"), ground.peer)
    target = dials(ways, said, ground.peer)
    leans: frozenset[Part] = frozenset({"passive"}) if not same_address(said, ground.peer) else frozenset()
    match target:
        case "advertised":
            way = _outcome(advertised, "pasv", literal("PASV"), said)
            if way.result == "works":
                words = msg(
                    "It dials the address in the PASV reply, {address}, and that works.", address=said
                )
            elif leans and way.result == "fails":
                words = msg(
                    "It dials the address in the PASV reply, {address}, which does not lead to the server.",
                    address=said,
                )
            else:
                words = way.because
        case "peer":
            way = _outcome(ground.row("pasv", "peer"), "pasv", literal("PASV"), ground.peer)
            words = (
                msg(
                    "It does not use the address in the PASV reply, {address}, but dials the server's own, and that "
                    "works.",
                    address=said,
                )
                if way.result == "works"
                else way.because
            )
        case "nothing":
            words = msg(
                "It refuses a PASV reply that names another address than the server's: {address}.",
                address=said,
            )
            way = Way("fails", words, evidence=advertised.evidence if advertised else ())
        case _:
            words = msg(
                "What it does with the address in the PASV reply, {address}, is not known.", address=said
            )
            way = Way("unknown", words)
    return replace(way, because=words, leans=leans)


def _active(client: Client, ground: Ground, address: Target = "local") -> Way | None:
    """Walk the client's active commands in its order; None when it has no active mode."""
    ways: ActiveWays | None = client.active
    if ways is None:
        return None
    failed: Way | None = None
    for command in ("EPRT",) if ground.ipv6 else ways.order:
        mode: Mode = "eprt" if command == "EPRT" else "port"
        row = ground.row(mode, address)
        way = _outcome(row, mode, literal(command), "")
        if way.result == "works":
            words = msg("It uses active mode, and the server can connect to this computer.")
            return replace(way, because=words)
        if way.result == "fails" and not way.refused and row is not None:
            sent = row.endpoint.host if row.endpoint else ""
            words = msg(
                "It uses active mode, and the server cannot connect to {address}, which it names.",
                address=sent,
            )
            way = replace(way, because=words if sent and row.reason in _NOT_REACHED else way.because)
        if way.result == "unknown":
            return way
        failed = way if failed is None or not way.refused else failed
        if not way.refused:
            break
    return failed


def _outcome(row: ModeRow | None, mode: Mode, command: Message, address: str) -> Way:
    """Return what a row of the mode table says about a client that does the same."""
    if row is None or row.result == "untested":
        if row is not None and row.reason == "not-dialled" and address:
            words = msg(
                "It would dial {address}, which the server advertised and this test did not dial.",
                address=address,
            )
            return Way("unknown", words, evidence=row.evidence)
        return Way("unknown", msg("It would use {command}, which was not tested.", command=command))
    certainty: Certainty = "likely" if row.certainty == "predicted" or row.result == "partial" else "proven"
    if row.result in ("works", "partial"):
        words = msg("{command} works.", command=command)
        return Way("works", words, mode, certainty=certainty, evidence=row.evidence)
    if row.reason == "session-reuse":
        # The way itself is open; what is said about TLS sessions decides.
        words = msg("{command} reaches the server.", command=command)
        return Way("works", words, mode, certainty="possible", evidence=row.evidence)
    if row.reason in _REFUSED:
        words = msg(
            "The server refuses {command}, or answers it so that nobody can read it.", command=command
        )
        return Way("fails", words, refused=True, certainty=certainty, evidence=row.evidence)
    if row.reason in _NOT_REACHED and address:
        words = msg(
            "It dials {address}, where the passive port cannot be reached from here.", address=address
        )
    elif row.reason in _NOT_REACHED:
        words = msg("With {command} the server's data connection does not arrive.", command=command)
    else:
        words = msg("With {command} the data connection is made, but the transfer fails.", command=command)
    return Way("fails", words, certainty=certainty, evidence=row.evidence)
