"""What a topology predicts for each mode, and the message ladder that shows why.

Walks :mod:`ftpsgui.topology.nat` through the world of :mod:`ftpsgui.topology.conditions`.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from ftpsgui.model.addresses import HostPort, is_private
from ftpsgui.model.findings import ModeRow, Reason, Result, TopologyClass
from ftpsgui.model.message import Message, msg
from ftpsgui.model.plan import Mode, Protection, Target
from ftpsgui.protocol.active import format_eprt, format_port, parse_eprt, parse_port
from ftpsgui.topology import nat
from ftpsgui.topology.conditions import (
    CLIENT_OUTSIDE,
    CONTROL_PORT,
    LISTEN_PORT,
    PASSIVE_RANGE,
    SERVER_INSIDE,
    SERVER_OUTSIDE,
    Conditions,
    build_world,
    masquerade_address,
)

__all__ = [
    "CONTROL_PORT",
    "PASSIVE_RANGE",
    "SERVER_INSIDE",
    "SERVER_OUTSIDE",
    "Conditions",
    "LadderHop",
    "PredictedMode",
    "Prediction",
    "place_name",
    "predict",
]

_CLIENT_CONTROL_PORT, _CLIENT_DATA_PORT, _SERVER_DATA_PORT = 9000, 9001, 20


class LadderHop(msgspec.Struct, frozen=True, kw_only=True):
    """One message at one hop: where it is seen, its header there, and what it says.

    ``text``: the line, or ``SYN`` / ``SYN, ACK``. ``router``: the one it has just passed. ``fate``: set on the last
    hop of a message that did not arrive.
    """

    segment: str
    place: Message
    source: HostPort
    destination: HostPort
    text: str
    router: str | None = None
    readdressed: bool = False
    rewritten: bool = False
    fate: nat.Fate | None = None


class PredictedMode(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the mode table with its reason in words and its ladder.

    ``chosen``: whether the client of the conditions would do this (its kind, its address in PORT).
    """

    row: ModeRow
    explanation: Message
    hops: tuple[LadderHop, ...]
    chosen: bool


class Prediction(msgspec.Struct, frozen=True, kw_only=True):
    """The answer. ``passive`` and ``active``: PASV and PORT as the client of the conditions uses them."""

    conditions: Conditions
    topology_class: TopologyClass
    passive: Result
    active: Result
    use_mode: Mode | None
    summary: Message
    modes: tuple[PredictedMode, ...]


def predict(conditions: Conditions) -> Prediction:
    """Walk every mode through the topology. Raises ValueError when ``masquerade`` is neither a word nor an address."""
    walked = _walked(msgspec.structs.replace(conditions, client_kind="strict", client_address="local"))
    modes = [
        msgspec.structs.replace(mode, chosen=True) if _chooses(conditions, mode.row) else mode
        for mode in walked
    ]
    chosen = {mode.row.mode: mode.row.result for mode in modes if mode.chosen}
    use_mode: Mode | None = next((mode for mode in _PREFERENCE if chosen[mode] == "works"), None)
    return Prediction(
        conditions=conditions,
        topology_class=_CLASSES[conditions.client, conditions.server],
        passive=chosen["pasv"],
        active=chosen["port"],
        use_mode=use_mode,
        summary=_summary(use_mode, chosen["pasv"], chosen["epsv"]),
        modes=tuple(modes),
    )


@lru_cache(maxsize=64)
def _walked(conditions: Conditions) -> tuple[PredictedMode, ...]:
    """Walk the modes. What the client chooses among them changes none of the walks, so it is not looked at."""
    scene = _Scene(conditions)
    modes = [
        scene.passive("pasv", "advertised"),
        scene.passive("pasv", "peer"),
        scene.passive("epsv", "peer"),
        scene.active("port", "local"),
        scene.active("eprt", "local"),
    ]
    if conditions.client == "nat":
        modes += [scene.active("port", "public"), scene.active("eprt", "public")]
    return tuple(modes)


def _chooses(conditions: Conditions, row: ModeRow) -> bool:
    """Whether the client of the conditions would do this: by its kind, by its address in PORT."""
    if row.mode in ("port", "eprt"):
        usual = "public" if conditions.client == "nat" else "local"
        return row.address == (usual if conditions.client_address == "public" else "local")
    if row.mode == "epsv":
        return True
    assert row.endpoint is not None
    assert row.control_peer is not None
    forgives = (
        conditions.client_kind == "forgiving"
        and is_private(row.endpoint.host)
        and not is_private(row.control_peer.host)
    )
    return (row.address == "peer") == forgives


_PREFERENCE: tuple[Mode, ...] = ("pasv", "epsv", "port", "eprt")
_CLASSES: dict[tuple[str, str], TopologyClass] = {
    ("public", "public"): "T1",
    ("public", "nat"): "T2",
    ("nat", "public"): "T3",
    ("nat", "nat"): "T4",
}


def _summary(use_mode: Mode | None, *passive: Result) -> Message:
    if use_mode is None and "partial" in passive:
        return msg("Passive mode works now and then: only a part of the passive range is let in.")
    match use_mode:
        case "pasv":
            return msg("Passive mode works: use it.")
        case "epsv":
            return msg("Passive mode works with EPSV only: the address in the 227 reply cannot be dialled.")
        case "port" | "eprt":
            return msg("Active mode works: use it until passive mode is repaired.")
        case None:
            return msg(
                "No mode works: one side must write its public address itself and have its port range forwarded."
            )


def place_name(segment: str) -> Message:
    """Return the words for a segment of the prediction's world."""
    match segment:
        case "client-lan":
            return msg("client's LAN")
        case "server-lan":
            return msg("server's LAN")
        case _:
            return msg("internet")


class _Scene:
    """One control connection in the conditions' world, ready to ask for a data connection."""

    def __init__(self, conditions: Conditions) -> None:
        self.conditions = conditions
        self.world = build_world(conditions)
        self.client = HostPort(host=self.world.host("client").address, port=_CLIENT_CONTROL_PORT)
        self.server = HostPort(host=self.world.host("server").address, port=CONTROL_PORT)
        self.peer = HostPort(host=SERVER_OUTSIDE, port=CONTROL_PORT)
        self.advertises = masquerade_address(conditions.masquerade, self.server.host)
        self.sealed = conditions.protection == "tls"
        self.protection: Protection = "clear" if conditions.protection == "plain" else "private"
        made = nat.connect(
            self.world, nat.State(), "client", self.client, self.peer, {("server", CONTROL_PORT)}
        )
        if made.seen is None:
            raise AssertionError("the control connection of a prediction always stands")
        self.seen, self.state = made.seen, made.state

    def passive(self, mode: Mode, target: Target) -> PredictedMode:
        """Ask with PASV or EPSV, and dial the address in the reply or the control peer."""
        port = PASSIVE_RANGE[0]
        if mode == "pasv":
            said = format_port(HostPort(host=self.advertises, port=port))
            reply = f"227 Entering Passive Mode ({said})"
        else:
            reply = f"229 Entering Extended Passive Mode (|||{port}|)"
        asked = self._say("client", "PASV" if mode == "pasv" else "EPSV", self.state)
        answered = self._say("server", reply, asked.state)
        arrived = answered.packet.text
        read = parse_port(arrived.partition("(")[2].rstrip(")")) if mode == "pasv" else None
        advertised = read or HostPort(host=self.peer.host, port=port)
        dialled = (
            advertised if target == "advertised" else HostPort(host=self.peer.host, port=advertised.port)
        )
        made = self._dial(answered.state, "client", _CLIENT_DATA_PORT, dialled)
        ends = {made.outcome}
        if made.outcome == "ok" and self.conditions.server_ports == "some" and not answered.state.expected:
            last = HostPort(host=dialled.host, port=PASSIVE_RANGE[1])
            ends.add(self._dial(answered.state, "client", _CLIENT_DATA_PORT, last).outcome)
        result: Result = "works" if ends == {"ok"} else "partial" if "ok" in ends else "fails"
        right = dialled.host == self.peer.host
        reason: Reason = (
            "ok" if result == "works" else "timeout" if result == "partial" else _reason(made.outcome, right)
        )
        row = ModeRow(
            mode=mode,
            protection=self.protection,
            address=target,
            endpoint=advertised,
            raw=arrived,
            control_peer=self.peer,
            result=result,
            certainty="predicted",
            reason=reason,
            same_as_peer=mode == "pasv" and advertised.host == self.peer.host,
        )
        return PredictedMode(
            row=row,
            explanation=self._why_passive(row, dialled, any(hop.rewritten for hop in answered.hops)),
            hops=(*_ladder(asked), *_ladder(answered), *_rungs(made)),
            chosen=False,
        )

    def active(self, mode: Mode, target: Target) -> PredictedMode:
        """Send PORT or EPRT with the client's own or public address, and let the server dial it."""
        address = self.client.host if target == "local" else CLIENT_OUTSIDE
        named = HostPort(host=address, port=LISTEN_PORT)
        argument = format_port(named) if mode == "port" else format_eprt(named)
        verb = mode.upper()
        asked = self._say("client", f"{verb} {argument}", self.state)
        arrived = asked.packet.text.partition(" ")[2]
        dialled = (parse_port(arrived) if mode == "port" else parse_eprt(arrived)) or named
        answered = self._say("server", f"200 {verb} command successful.", asked.state)
        made = self._dial(answered.state, "server", _SERVER_DATA_PORT, dialled)
        row = ModeRow(
            mode=mode,
            protection=self.protection,
            address=target,
            endpoint=named,
            raw=argument,
            control_peer=self.peer,
            observed=HostPort(host=self.peer.host, port=_SERVER_DATA_PORT) if made.outcome == "ok" else None,
            result="works" if made.outcome == "ok" else "fails",
            certainty="predicted",
            reason=_reason(made.outcome, dialled.host == self.seen.host),
        )
        return PredictedMode(
            row=row,
            explanation=self._why_active(row, dialled, any(hop.rewritten for hop in asked.hops)),
            hops=(*_ladder(asked), *_ladder(answered), *_rungs(made)),
            chosen=False,
        )

    def _say(self, origin: str, text: str, state: nat.State) -> nat.Walk:
        source, destination = (self.client, self.peer) if origin == "client" else (self.server, self.seen)
        return nat.say(self.world, state, origin, source, destination, text, sealed=self.sealed)

    def _dial(self, state: nat.State, origin: str, port: int, destination: HostPort) -> nat.Connection:
        listening = {("server", passive) for passive in PASSIVE_RANGE} | {("client", LISTEN_PORT)}
        source = HostPort(host=self.world.host(origin).address, port=port)
        return nat.connect(self.world, state, origin, source, destination, listening)

    def _why_passive(self, row: ModeRow, dialled: HostPort, helped: bool) -> Message:
        if row.result == "partial":
            return msg("Only a part of the passive range is let in, so transfers fail now and then.")
        if row.result == "works":
            if helped:
                return msg(
                    "The FTP helper on the server's router can read the reply: it writes {address} into it and opens the port.",
                    address=dialled.host,
                )
            if row.mode == "epsv":
                return msg(
                    "The 229 reply holds a port only, so the client dials the server it is connected to."
                )
            if row.address == "peer" and not row.same_as_peer:
                return msg(
                    "A forgiving client leaves {advertised} aside and dials the address it is connected to, {peer}.",
                    advertised=self.advertises,
                    peer=self.peer.host,
                )
            return msg("The 227 reply names {address}, which the client can dial.", address=dialled.host)
        if dialled.host == self.peer.host:
            return msg(
                "Nothing lets the server's passive port {port} in: it is not forwarded, or it is filtered.",
                port=dialled.port,
            )
        if is_private(dialled.host):
            return msg(
                "The 227 reply names {address}, which means something only inside the server's own network.",
                address=dialled.host,
            )
        return msg(
            "The 227 reply names {address}, which is not the server's public address {public}.",
            address=dialled.host,
            public=self.peer.host,
        )

    def _why_active(self, row: ModeRow, dialled: HostPort, helped: bool) -> Message:
        if row.result == "works":
            if helped:
                return msg(
                    "The FTP helper on the client's router can read the command: it writes {address} into it and opens the port.",
                    address=dialled.host,
                )
            return msg(
                "The client names {address}, which the server can dial, and the port is let in.",
                address=dialled.host,
            )
        if dialled.host != self.seen.host:
            return msg(
                "The client names {address}, which means something only inside the client's own network.",
                address=dialled.host,
            )
        return msg(
            "Nothing lets the server in to the client's port {port}: it is not forwarded, or it is filtered.",
            port=dialled.port,
        )


def _reason(outcome: nat.Outcome, right_address: bool) -> Reason:
    if outcome == "ok":
        return "ok"
    return outcome if right_address else "address-unreachable"


def _rungs(made: nat.Connection) -> tuple[LadderHop, ...]:
    back = _ladder(made.back, "SYN, ACK") if made.back is not None else ()
    return (*_ladder(made.there, "SYN"), *back)


def _ladder(walk: nat.Walk, text: str | None = None) -> tuple[LadderHop, ...]:
    last = len(walk.hops) - 1
    return tuple(
        LadderHop(
            segment=hop.segment,
            place=place_name(hop.segment),
            source=hop.packet.source,
            destination=hop.packet.destination,
            text=hop.packet.text if text is None else text,
            router=hop.router,
            readdressed=hop.readdressed,
            rewritten=hop.rewritten,
            fate=walk.fate if index == last and walk.fate != "delivered" else None,
        )
        for index, hop in enumerate(walk.hops)
    )
