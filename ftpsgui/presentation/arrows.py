"""From the topology and the mode table to the arrows of the diagram: where each starts, how far it comes, its words.

All decisions are here; :mod:`ftpsgui.presentation.diagram` only places what this says.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ftpsgui.model.addresses import is_private
from ftpsgui.model.findings import Link, ModeRow, Topology
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.plan import Mode, Target
from ftpsgui.presentation.palette import RoleName
from ftpsgui.presentation.view_text import visible

Reach = Literal["arrived", "died", "kept"]
"""``arrived``: an arrow head; ``died``: a cross where it ended; ``kept``: it was not sent (or not yet)."""

NODE_ORDER = ("client", "client-router", "internet", "server-router", "server")
"""The places on the path, from left to right."""

_NOT_DIALLED = ("not-dialled", "no-consent")


class Arrow(msgspec.Struct, frozen=True, kw_only=True):
    """One connection, tried or not. ``end`` is where it ended, ``goal`` where it was to go (node ids).

    ``what`` names it (``PASV → 203.0.113.1:50003``); ``notes`` are short labels; ``spoken`` is a sentence.
    """

    id: str
    origin: str
    end: str
    goal: str
    reach: Reach
    role: RoleName
    what: Message
    notes: tuple[Message, ...]
    spoken: Message
    evidence: tuple[str, ...] = ()
    running: bool = False
    predicted: bool = False


class ControlNote(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside the control arrow (``TLS 1.3``), and its role: without TLS it works and yet is not good."""

    text: Message
    role: RoleName = "good"


def control_arrow(
    topology: Topology, *, note: ControlNote | None, target: str, running: bool, nodes: tuple[str, ...]
) -> Arrow | None:
    """Return the control connection's arrow, or None before it was dialled and while nothing is running."""
    link = next((link for link in topology.links if link.what == "control"), None)
    what = msg("Control → {target}", target=visible(target)) if target else msg("Control connection")
    notes = (note.text,) if note else ()
    if link is None or (running and link.state == "untested"):
        if not running:
            return None
        return Arrow(
            id="link-control",
            origin="client",
            end="server",
            goal="server",
            reach="kept",
            role="accent",
            what=what,
            notes=notes,
            spoken=msg("The control connection is being opened."),
            running=True,
        )
    works = link.state == "works"
    end = nearest(link.to, nodes)
    return Arrow(
        id="link-control",
        origin="client",
        end=end,
        goal="server",
        reach="arrived" if works else "died",
        role=note.role if note and (works or note.role == "warning") else "good" if works else "bad",
        what=what,
        notes=notes,
        spoken=_control_spoken(works, what, place_name(topology, end), note.text if note else None),
        evidence=link.evidence,
    )


def _control_spoken(works: bool, what: Message, place: Message | str, note: Message | None) -> Message:
    if works:
        return (
            msg("{what}: works, {note}.", what=what, note=note) if note else msg("{what}: works.", what=what)
        )
    if note is None:
        return msg("{what}: fails at “{place}”.", what=what, place=place)
    return msg("{what}: fails at “{place}”, {why}.", what=what, place=place, why=note)


def mode_arrows(
    topology: Topology, rows: tuple[ModeRow, ...], *, running: frozenset[str], nodes: tuple[str, ...]
) -> tuple[Arrow, ...]:
    """Return an arrow for each mode that was tried, is being tried, is predicted, or waits for a consent."""
    arrows: list[Arrow] = []
    for row in rows:
        if row.address == "peer" and any(_same_dial(row, other) for other in rows):
            continue
        pending = row.result == "untested" and row.mode in running
        waits = row.reason in _NOT_DIALLED and row.endpoint is not None
        if row.result == "untested" and not pending and not waits:
            continue
        arrows.append(_mode_arrow(topology, row, pending, nodes))
    return tuple(arrows)


def _same_dial(row: ModeRow, other: ModeRow) -> bool:
    """Whether ``other`` is the advertised twin of a peer dial: one connection (or one refusal), one arrow."""
    if other.address != "advertised" or (other.mode, other.protection) != (row.mode, row.protection):
        return False
    no_address = row.endpoint is None and row.reason in ("command-refused", "malformed-reply")
    return other.same_as_peer or (no_address and other.evidence == row.evidence)


def role_of(row: ModeRow, topology: Topology) -> RoleName:
    """Return the role of a row. An active mode that fails for the client's own NAT is expected: a warning."""
    if row.result == "works":
        return "good"
    if row.result == "partial":
        return "warning"
    if row.result == "untested":
        return "neutral"
    nat = topology.client.kind in ("nat", "cgnat")
    return "warning" if is_active(row) and row.address == "local" and nat else "bad"


def is_active(row: ModeRow) -> bool:
    """Whether the server opens the data connection in this mode."""
    return row.mode in ("port", "eprt")


def _mode_arrow(topology: Topology, row: ModeRow, pending: bool, nodes: tuple[str, ...]) -> Arrow:
    origin, goal = ("server", "client") if is_active(row) else ("client", "server")
    predicted = row.certainty == "predicted"
    reach: Reach = "died"
    if row.result in ("works", "partial"):
        reach, end = "arrived", goal
    elif row.result == "untested":
        reach, end = (
            "kept",
            nearest("internet", nodes) if row.reason in _NOT_DIALLED and not pending else goal,
        )
    else:
        end = nearest(_grave(topology, row, nodes), nodes)
        if end == origin:  # refused where it would have begun: the ghost goes as far as it could have come
            goal = nearest("client-router" if is_active(row) else "server", nodes)
    what = f"{row.mode.upper()} → {row.endpoint}" if row.endpoint else row.mode.upper()
    how, why = how_label(row.mode, row.address, same_as_peer=row.same_as_peer), _why(row)
    if row.endpoint is None and row.result == "fails" and not is_active(row):
        how = None  # no address came, so nothing can be said about whose it is
    notes = [how] if how else []
    if predicted and row.result == "fails":
        notes.append(msg("not dialled"))
    if row.result != "works" and not pending:
        notes.append(why)
    elif row.seconds is not None and row.result == "works":
        notes.append(msg("{seconds} s", seconds=f"{row.seconds:.2f}"))
    if row.earlier:
        notes.append(msg("from the earlier test"))
    if row.protection == "clear":
        notes.append(msg("in clear"))
    return Arrow(
        id=f"link-{row.protection}-{row.mode}-{row.address}",
        origin=origin,
        end=end,
        goal=goal,
        reach=reach,
        role="accent" if pending else role_of(row, topology),
        what=literal(visible(what, limit=120)),
        notes=tuple(notes),
        spoken=_spoken(row, what, how, why, place_name(topology, end), pending),
        evidence=row.evidence,
        running=pending,
        predicted=predicted and row.result == "fails",
    )


def how_label(mode: Mode, address: Target, *, same_as_peer: bool = False) -> Message | None:
    """Return the short label that says whose address is used; None where the mode leaves no choice (EPSV)."""
    match address:
        case "advertised":
            if same_as_peer:
                return msg("as advertised, the server's own address")
            return msg("as advertised")
        case "peer":
            return msg("at the server's address") if mode == "pasv" else None
        case "local":
            return msg("to this computer's address")
        case "public":
            return msg("to your public address")


def _why(row: ModeRow) -> Message:
    """Return the reason as a short label."""
    if row.reason in ("command-refused", "reply-error") and row.reply is not None:
        reply = visible(f"{row.reply.code} {row.reply.text}".strip(), limit=60).rstrip(".")
        if row.reason == "command-refused":
            return msg("refused: {reply}", reply=reply)
        return msg("the server reports {reply}", reply=reply)
    if row.reason == "timeout" and is_active(row):
        return msg("the server's connection never came")
    if row.reason == "foreign-peer" and row.observed is not None:
        return msg("connected from {address}", address=row.observed.host)
    return _WHY[row.reason]


_WHY: dict[str, Message] = {
    "ok": msg("ended uncleanly"),
    "timeout": msg("no answer"),
    "refused": msg("connection refused"),
    "unreachable": msg("host unreachable"),
    "address-unreachable": msg("cannot be routed to"),
    "command-refused": msg("command refused"),
    "malformed-reply": msg("the reply cannot be read"),
    "tls-failed": msg("TLS fails on it"),
    "session-reuse": msg("the server wants the TLS session reused"),
    "reply-error": msg("the server reports an error"),
    "reply-timeout": msg("connected, but no final reply"),
    "foreign-peer": msg("connected from another address"),
    "not-dialled": msg("not dialled"),
    "no-consent": msg("not dialled without your consent"),
    "not-applicable": msg("does not apply"),
    "budget": msg("not tried: the limits of this run were reached"),
    "cancelled": msg("stopped"),
    "prerequisite-failed": msg("not tried"),
}


def _spoken(
    row: ModeRow, what: str, how: Message | None, why: Message, place: Message | str, pending: bool
) -> Message:
    name: Message | str = msg("{what} {how}", what=what, how=how) if how else what
    if pending:
        return msg("{what}: being tried.", what=name)
    if row.result == "works":
        return msg("{what}: works.", what=name)
    if row.result == "partial":
        return msg("{what}: works only in part, {why}.", what=name, why=why)
    if row.result == "untested":
        return msg("{what}: not tested, {why}.", what=name, why=why)
    if row.certainty == "predicted":
        return msg("{what}: not tried, but it cannot work: {why}.", what=name, why=why)
    return msg("{what}: fails at “{place}”, {why}.", what=name, place=place, why=why)


def _grave(topology: Topology, row: ModeRow, nodes: tuple[str, ...]) -> str:
    """Return the node where a failed data connection ended: as derived, else as the reason lets one say."""
    if row.reason == "command-refused":
        return "server"
    private = row.endpoint is not None and is_private(row.endpoint.host)
    lost = row.reason in ("timeout", "unreachable", "address-unreachable") and private and not is_active(row)
    if lost and topology.topology_class != "inside":
        return "internet"
    link = _link_of(topology, row)
    if link is not None and link.state == "fails" and link.to in nodes:
        return link.to
    if row.reason in ("malformed-reply", "tls-failed", "session-reuse", "reply-error", "reply-timeout"):
        return "client" if is_active(row) else "server"
    if row.reason in ("unreachable", "address-unreachable"):
        return "internet"
    if is_active(row):
        return "client-router"
    return "server-router"


def _link_of(topology: Topology, row: ModeRow) -> Link | None:
    """Return the link of the topology that stands for ``row``."""
    what = f"{row.mode}/{row.address}" + ("/clear" if row.protection == "clear" else "")
    return next((link for link in topology.links if link.what == what), None)


def nearest(node: str, nodes: tuple[str, ...]) -> str:
    """Return ``node``, or when the path has no such node the end of the path on its side."""
    if node in nodes:
        return node
    return {"client-router": "client", "server-router": "server", "internet": "server"}.get(node, "server")


def place_name(topology: Topology, node: str) -> Message | str:
    """Return what the picture calls ``node``."""
    known = next((one.label for one in topology.nodes if one.id == node), None)
    return known or default_label(node)


def default_label(node: str) -> Message:
    """Return the name of a place that the topology has not named yet."""
    match node:
        case "client":
            return msg("This computer")
        case "client-router":
            return msg("Your router · NAT")
        case "internet":
            return msg("Internet")
        case "server-router":
            return msg("Its router · NAT")
        case _:
            return msg("FTPS server")
