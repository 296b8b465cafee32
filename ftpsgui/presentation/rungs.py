"""From the facts to the rungs of the message ladder: what was said and dialled, in order, and between whom.

A rung knows what was seen on this computer. What the same packet looks like further along is
:mod:`ftpsgui.presentation.hops`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from ftpsgui.model.addresses import HostPort, is_private, is_public, same_address
from ftpsgui.model.facts import DataAttempt, Exchange, Reply, TlsHandshake
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.presentation.arrows import how_label
from ftpsgui.presentation.control import tcp_failure, untrusted
from ftpsgui.presentation.palette import RoleName
from ftpsgui.presentation.view_text import visible
from ftpsgui.session.state import ControlConnection, Seen, State, replies_of, verb_of

Kind = Literal["heading", "message", "data", "tls", "gap"]
"""``heading``: a new attempt begins; ``message``: a command or reply; ``data``: a data connection is opened."""

_TELLING = ("AUTH", "PASV", "EPSV", "PORT", "EPRT", "CCC")
_LIMIT = 160
MOST = 240
"""Rungs in one picture; a run has about forty, and nobody reads a ladder of thousands."""
_ADDRESS = re.compile(r"\d{1,3}(?:\s*,\s*\d{1,3}){5}|\|[12]\|[^|]+\|\d+\||\|\|\|\d+\|")


class Spot(msgspec.Struct, frozen=True):
    """One end of a packet's way at one hop; None is what is not known from here."""

    host: str | None = None
    port: int | None = None

    def __str__(self) -> str:
        """Render as ``host:port`` with ``?`` for what is not known."""
        if self.host is None and self.port is None:
            return "?"
        host = "?" if self.host is None else f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{'?' if self.port is None else self.port}"


def spot(endpoint: HostPort | None) -> Spot:
    """Return ``endpoint`` as a spot; nothing known when it is None."""
    return Spot(endpoint.host, endpoint.port) if endpoint else Spot()


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """One rung. ``local`` and ``remote`` are its ends as this computer sees them.

    ``text`` is what was said; ``span`` is where an address (or a port) stands in it and ``address`` which one.
    ``reached``: False when a data connection did not come about; ``tried``: False when nobody dialled it.
    """

    id: str
    kind: Kind
    text: Message
    evidence: str
    rightwards: bool = True
    local: Spot = Spot()
    remote: Spot = Spot()
    connection: str | None = None
    protected: bool = False
    span: tuple[int, int] | None = None
    address: HostPort | None = None
    inside: HostPort | None = None
    """With a passive data connection: the endpoint that the server itself named, its own view of the port."""
    what: str = ""
    """With a data connection: the name of its link in the topology, ``pasv/peer``."""
    reached: bool = True
    tried: bool = True
    notes: tuple[Message, ...] = ()
    role: RoleName = "neutral"


def rungs(state: State, *, everything: bool = False) -> tuple[Rung, ...]:
    """Return the rungs of a run: how the control connection began, then each attempt at a data connection.

    Without ``everything`` only what tells about addresses is kept, and each run of the rest is one ``gap``.
    """
    found = list(_prelude(state, everything=everything))
    for group in _groups(state, everything=everything):
        if len(found) > MOST:
            break
        found += _attempt(state, group)
    if len(found) > MOST:
        rest = msg("What followed stands in the transcript.")
        found[MOST:] = [Rung(id="gap-rest", kind="gap", text=rest, evidence="")]
    return tuple(found)


def _prelude(state: State, *, everything: bool) -> Iterator[Rung]:
    """Yield what was said on the main control connection, but for what belongs to an attempt."""
    connection = state.main
    if connection is None:
        return
    # An attempt on this connection holds the same reply: the exchange would stand there twice.
    told = {
        reply
        for seen in state.attempts
        if seen.connection == connection.id
        for reply in replies_of(seen.fact)
    }
    skipped = 0
    facts: list[Seen[Exchange] | Seen[TlsHandshake]] = [*connection.exchanges, *connection.handshakes]
    for seen in sorted(facts, key=lambda one: one.sequence):
        fact = seen.fact
        if isinstance(fact, Exchange) and fact.reply is not None and fact.reply in told:
            continue
        telling = isinstance(fact, TlsHandshake) or fact.command is None or verb_of(fact.command) in _TELLING
        if not everything and not telling:
            skipped += 1
            continue
        if skipped:
            yield _gap(seen.id, skipped)
            skipped = 0
        if isinstance(fact, TlsHandshake):
            yield _handshake(seen.id, fact)
        else:
            yield from _exchange(connection, seen.id, fact)
    if skipped:
        yield _gap("end", skipped)


def _groups(state: State, *, everything: bool) -> list[list[Seen[DataAttempt]]]:
    """Return the attempts to show; those that go back to one and the same 227 stand together."""
    groups: dict[object, list[Seen[DataAttempt]]] = {}
    for seen in state.attempts:
        fact = seen.fact
        if seen.earlier or fact.not_dialled == "not-applicable" or not (everything or fact.purpose == "mode"):
            continue
        together = fact.mode == "pasv" and fact.raw
        key = (fact.raw, fact.protection, seen.connection) if together else seen.id
        groups.setdefault(key, []).append(seen)
    return list(groups.values())


def _gap(before: str, count: int) -> Rung:
    text = msg("{count} more commands", count=count) if count > 1 else msg("1 more command")
    return Rung(id=f"gap-{before}", kind="gap", text=text, evidence="")


def _handshake(observation: str, fact: TlsHandshake) -> Rung:
    if fact.step.outcome == "ok":
        version = visible((fact.version or "TLS").replace("TLSv", "TLS "), limit=20)
        text = msg("{version}: from here on no router can read or change what is said", version=version)
        return Rung(id=f"tls-{observation}", kind="tls", text=text, evidence=observation, role="accent")
    return Rung(
        id=f"tls-{observation}",
        kind="tls",
        text=msg("The certificate is not trusted") if untrusted(fact) else msg("The TLS handshake fails"),
        evidence=observation,
        role="bad",
    )


class _Ends(msgspec.Struct, frozen=True):
    """Between whom a message went, on which control connection, and whether TLS hid it."""

    local: Spot
    remote: Spot
    connection: str | None
    protected: bool


def _exchange(connection: ControlConnection, observation: str, fact: Exchange) -> Iterator[Rung]:
    ends = _Ends(spot(connection.local), spot(connection.remote), connection.id, fact.protected)
    if fact.command is not None:
        yield _said(f"sent-{observation}", fact.command, True, observation, ends)
    if fact.reply is not None:
        yield _said(f"got-{observation}", fact.reply.text, False, observation, ends)


def _said(
    identity: str,
    text: str,
    rightwards: bool,
    observation: str,
    ends: _Ends,
    address: HostPort | None = None,
) -> Rung:
    shown = visible(text, limit=_LIMIT)
    match = _ADDRESS.search(shown) if address is not None else None
    return Rung(
        id=identity,
        kind="message",
        text=literal(shown),
        evidence=observation,
        rightwards=rightwards,
        local=ends.local,
        remote=ends.remote,
        connection=ends.connection,
        protected=ends.protected,
        span=match.span() if match else None,
        address=address,
    )


def _attempt(state: State, group: list[Seen[DataAttempt]]) -> Iterator[Rung]:
    """Yield the rungs of the attempts of a group: command and reply once, each data connection, each final reply."""
    seen = group[0]
    fact = seen.fact
    connection = state.connections.get(seen.connection or "")
    local = spot(connection.local if connection else None)
    protected = connection.protected if connection else fact.protection == "private"
    ends = _Ends(local, spot(fact.control_peer), seen.connection, protected)
    passive = fact.mode in ("pasv", "epsv")
    yield _heading(seen.id, fact, alone=len(group) == 1)
    command, address = fact.mode.upper(), None
    if not passive:
        command, address = _with_argument(command, fact.raw), fact.advertised
    yield _said(f"sent-{seen.id}", command, True, seen.id, ends, address)
    if fact.setup is not None:
        named = fact.advertised if passive else None
        text = fact.setup.text if not passive or not fact.raw else fact.raw
        yield _said(f"got-{seen.id}", text, False, seen.id, ends, named)
    for one in group:
        yield from _outcome_of(one, ends, alone=len(group) == 1)


def _outcome_of(seen: Seen[DataAttempt], ends: _Ends, *, alone: bool) -> Iterator[Rung]:
    """Yield what came of an attempt: its data connection, and the reply that ended it."""
    fact = seen.fact
    data = _data(seen, ends.local)
    if data is not None:
        how = None if alone else how_label(fact.mode, fact.address)
        yield msgspec.structs.replace(data, notes=(how, *data.notes)) if how else data
    if fact.final is not None and fact.final is not fact.setup:
        done = _said(f"final-{seen.id}", fact.final.text, False, seen.id, ends)
        yield msgspec.structs.replace(done, role=_role(fact.final))


def _role(reply: Reply) -> RoleName:
    return "good" if reply.positive else "bad" if reply.code >= 400 else "neutral"


def _with_argument(command: str, raw: str) -> str:
    return raw if raw.upper().startswith(command) else f"{command} {raw}".rstrip()


def _heading(observation: str, fact: DataAttempt, *, alone: bool) -> Rung:
    same = fact.advertised is not None and same_address(fact.advertised.host, fact.control_peer.host)
    address = "advertised" if fact.mode == "pasv" and same else fact.address
    how = how_label(fact.mode, address, same_as_peer=fact.mode == "pasv" and same)
    active = fact.mode in ("port", "eprt")
    mode = msg("Active mode, {command}", command=fact.mode.upper())
    if not active:
        mode = msg("Passive mode, {command}", command=fact.mode.upper())
    notes = [how] if how and alone else []
    if fact.protection == "clear":
        notes.append(msg("in clear"))
    return Rung(
        id=f"attempt-{observation}", kind="heading", text=mode, evidence=observation, notes=tuple(notes)
    )


def _data(seen: Seen[DataAttempt], control: Spot) -> Rung | None:
    """Return the rung of the data connection; None when the command failed, so that none could be tried."""
    fact = seen.fact
    passive = fact.mode in ("pasv", "epsv")
    if fact.setup is None or fact.setup.code >= 400:
        return None
    tried = fact.dialled is not None or not passive
    if not tried and fact.advertised is None:
        return None
    reached = tried and fact.tcp is not None and fact.tcp.outcome == "ok"
    if passive:
        here = spot(fact.local) if fact.local else Spot(control.host)
        remote = spot(fact.dialled or fact.advertised)
    else:
        here, remote = spot(fact.listened or fact.local), spot(fact.observed)
    notes, role = _outcome(fact, tried=tried, reached=reached)
    return Rung(
        id=f"data-{seen.id}",
        kind="data",
        text=msg("data connection"),
        evidence=seen.id,
        rightwards=passive,
        local=here,
        remote=remote,
        connection=seen.connection,
        protected=fact.tls is not None and fact.tls.outcome == "ok",
        address=fact.advertised,
        inside=fact.advertised if fact.mode == "pasv" else None,
        what=f"{fact.mode}/{fact.address}" + ("/clear" if fact.protection == "clear" else ""),
        reached=reached,
        tried=tried,
        notes=notes,
        role=role,
    )


def _outcome(fact: DataAttempt, *, tried: bool, reached: bool) -> tuple[tuple[Message, ...], RoleName]:
    """Return what is to be said of a data connection, and its role."""
    if not tried:
        host = fact.advertised.host if fact.advertised else ""
        if is_private(host) and is_public(fact.control_peer.host):
            return (msg("not dialled"), msg("cannot be routed to")), "bad"
        return (msg("not dialled"),), "neutral"
    if reached:
        if fact.tls is not None and fact.tls.outcome != "ok":
            return (msg("connected, but TLS fails on it"),), "bad"
        return (msg("connected, TLS resumed") if fact.resumed else msg("connected"),), "good"
    return (_silence(fact),), "bad"


def _silence(fact: DataAttempt) -> Message:
    if fact.mode in ("port", "eprt"):
        return msg("the server's connection never came")
    return tcp_failure(fact.tcp.outcome if fact.tcp else "timeout")
