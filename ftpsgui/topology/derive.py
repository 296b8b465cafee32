"""The topology that the evidence shows: the two ends, the class, the places on the path, and where each try died."""

from __future__ import annotations

from ftpsgui.model.findings import Certainty, Link, ModeRow, Node, Side, Topology, TopologyClass
from ftpsgui.model.message import msg
from ftpsgui.session.state import ControlConnection, State
from ftpsgui.topology.habits import usual_owner
from ftpsgui.topology.modes import mode_rows
from ftpsgui.topology.sides import client_side, inside_revealed, server_side, two_nats_at_server, vantage

_CLASSES: dict[tuple[bool, bool], TopologyClass] = {
    (False, False): "T1",
    (False, True): "T2",
    (True, False): "T3",
    (True, True): "T4",
}
"""(client behind NAT, server behind NAT) -> class."""


def derive(state: State, rows: tuple[ModeRow, ...] | None = None) -> Topology:
    """Derive the topology of ``state``. ``rows`` is its mode table when the caller has it already.

    ``class`` is what is seen from here: a server that advertises the address at which it is reached counts as public
    (kind ``public-or-masqueraded``), and ``possible`` names the class it has if a masquerade hides its NAT.
    """
    table = mode_rows(state) if rows is None else rows
    client, server = client_side(state), server_side(state)
    kind, possible = _classes(state, client, server)
    nodes = _nodes(state, client, server)
    ids = tuple(node.id for node in nodes)
    return Topology(
        topology_class=kind,
        possible=possible,
        client=client,
        server=server,
        nodes=nodes,
        links=_control_links(state, ids) + tuple(_mode_link(row, ids) for row in table if row.evidence),
    )


def _classes(state: State, client: Side, server: Side) -> tuple[TopologyClass, tuple[TopologyClass, ...]]:
    where = vantage(state)
    if where == "inside":
        return "inside", ("inside",)
    clients = {"unknown": (False, True), "public": (False,)}.get(client.kind, (True,))
    if server.kind == "nat":
        # 227 may hold a setting of long ago; an address that the server tells by itself is its own.
        told = inside_revealed(state, state.target_address or "") is not None
        servers: tuple[bool, ...] = (True,) if told else (True, False)
    else:
        servers = (False, True)
    possible = tuple(_CLASSES[one, other] for other in servers for one in clients)
    if where == "unknown" or client.kind == "unknown" or server.kind == "unknown":
        return "unknown", tuple(sorted(possible))
    return possible[0], possible


def _nodes(state: State, client: Side, server: Side) -> tuple[Node, ...]:
    inside = vantage(state) == "inside"
    here = msg("This computer") if state.log is None else msg("The client")
    nodes = [Node(id="client", kind="client", label=here, address=client.inside)]
    if client.kind in ("nat", "cgnat"):
        nodes.append(
            Node(id="client-router", kind="router", label=msg("Your router · NAT"), address=client.outside)
        )
    label = msg("Local network or VPN") if inside else msg("Internet")
    nodes.append(Node(id="internet", kind="internet", label=label))
    if server.kind == "nat":
        nodes.append(
            Node(
                id="server-router",
                kind="router",
                label=msg("Its routers · NAT twice")
                if two_nats_at_server(state)
                else msg("Its router · NAT"),
                address=server.outside,
            )
        )
    address = server.inside if server.kind in ("nat", "lan", "vpn") else server.outside
    boxed = server.kind == "nat" and usual_owner(address or "") in ("container", "pod")
    name = msg("FTPS server in a container") if boxed else msg("FTPS server")
    nodes.append(Node(id="server", kind="server", label=name, address=address))
    return tuple(nodes)


def _control_links(state: State, nodes: tuple[str, ...]) -> tuple[Link, ...]:
    connection = state.main
    if connection is None or connection.dial is None:
        return ()
    evidence = [connection.dial.id]
    evidence += [seen.id for seen in connection.handshakes]
    if connection.login.exchange is not None:
        evidence.append(connection.login.exchange.id)
    works, place = _control_end(connection, nodes)
    return (
        Link(
            origin="client",
            to=place,
            what="control",
            state="works" if works else "fails",
            certainty="proven",
            evidence=tuple(dict.fromkeys(evidence)),
        ),
    )


def _control_end(connection: ControlConnection, nodes: tuple[str, ...]) -> tuple[bool, str]:
    """Return whether the control connection stands, and where it ended: silence dies on the way, the rest at the end."""
    tcp = connection.tcp
    if tcp is not None and tcp.outcome in ("timeout", "unreachable"):
        return False, "internet" if "internet" in nodes else "server"
    if tcp is not None and tcp.outcome != "ok":
        return False, "server"
    broken = any(seen.fact.step.outcome != "ok" for seen in connection.handshakes[-1:])
    broken = broken and connection.login.status != "accepted"
    silent = connection.greeting is not None and connection.greeting.fact.reply is None
    return not broken and not silent and connection.login.status != "refused", "server"


def _mode_link(row: ModeRow, nodes: tuple[str, ...]) -> Link:
    active = row.mode in ("port", "eprt")
    what = f"{row.mode}/{row.address}" + ("/clear" if row.protection == "clear" else "")
    certainty: Certainty = "likely" if row.certainty == "predicted" else "proven"
    goal = "client" if active else "server"
    arrived = row.result in ("works", "partial")
    place = goal if arrived else _grave(row, active)
    if place not in nodes:
        place = {"client-router": "client", "server-router": "server"}.get(place, goal)
    return Link(
        origin="server" if active else "client",
        to=place,
        what=what,
        state="works" if arrived else "untested" if row.result == "untested" else "fails",
        certainty=certainty,
        evidence=row.evidence,
    )


def _grave(row: ModeRow, active: bool) -> str:
    """Return where a data connection that failed, or was not tried, ended."""
    if row.reason in ("address-unreachable", "not-dialled", "unreachable"):
        return "internet"
    if active:
        # Refused or not: what PORT names lies behind the client's router, and that is what has to be changed.
        if row.reason in ("command-refused", "timeout", "refused"):
            return "client-router"
        return "client"
    if row.reason in ("timeout", "refused"):
        return "server-router"
    return "server"
