"""The scenes that the pictures are tested with: one for each state of a run that looks different."""

from dataclasses import dataclass, field

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.findings import Certainty, Link, ModeReply, ModeRow, Node, Side, Topology
from ftpsgui.model.message import msg
from ftpsgui.presentation.arrows import ControlNote

CLIENT_IN, CLIENT_OUT = "192.168.10.2", "198.51.100.1"
SERVER_OUT, SERVER_IN = "203.0.113.1", "10.20.30.2"
SIX_CLIENT, SIX_SERVER = "2001:db8:1111:2222:3333:4444:5555:6666", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"


@dataclass(frozen=True)
class Scene:
    topology: Topology
    modes: tuple[ModeRow, ...] = ()
    running: frozenset[str] = frozenset()
    target: str = f"{SERVER_OUT}:21"
    control: ControlNote | None = None
    selected: frozenset[str] = field(default_factory=frozenset)


def hp(host: str, port: int) -> HostPort:
    return HostPort(host=host, port=port)


def row(mode, address, result, reason, endpoint=None, *, evidence="o1", **more) -> ModeRow:
    return ModeRow(
        mode=mode,
        protection=more.pop("protection", "private"),
        address=address,
        endpoint=endpoint,
        result=result,
        reason=reason,
        certainty=more.pop("certainty", None if result == "untested" else "proven"),
        evidence=(evidence,),
        seconds=0.21 if result == "works" else None,
        **more,
    )


def side(kind, inside=None, outside=None, certainty: Certainty = "proven") -> Side:
    return Side(kind=kind, certainty=certainty, inside=inside, outside=outside, evidence=("o2",))


def topology(klass, client: Side, server: Side, links=(), internet=True) -> Topology:
    nodes = [
        Node(id="client", kind="client", label=msg("This computer"), address=client.inside or client.outside)
    ]
    if client.kind in ("nat", "cgnat"):
        label = msg("Your router · NAT")
        nodes.append(Node(id="client-router", kind="router", label=label, address=client.outside))
    if internet:
        nodes.append(Node(id="internet", kind="internet", label=msg("Internet")))
    if server.kind == "nat":
        label = msg("Its router · NAT")
        nodes.append(Node(id="server-router", kind="router", label=label, address=server.outside))
    nodes.append(
        Node(id="server", kind="server", label=msg("FTPS server"), address=server.inside or server.outside)
    )
    return Topology(
        topology_class=klass, possible=(klass,), client=client, server=server, nodes=tuple(nodes), links=links
    )


CONTROL = Link(
    origin="client", to="server", what="control", state="works", certainty="proven", evidence=("o1",)
)
PUBLIC_C, PUBLIC_S = side("public", CLIENT_OUT, CLIENT_OUT), side("public", SERVER_OUT, SERVER_OUT)
NAT_C, NAT_S = side("nat", CLIENT_IN, CLIENT_OUT), side("nat", SERVER_IN, SERVER_OUT)
TLS = ControlNote(text=msg("TLS 1.3"))


def passive_ok() -> tuple[ModeRow, ...]:
    return (
        row("pasv", "advertised", "works", "ok", hp(SERVER_OUT, 50003), evidence="o10", same_as_peer=True),
        row("pasv", "peer", "works", "ok", hp(SERVER_OUT, 50003), evidence="o10"),
        row("epsv", "peer", "works", "ok", hp(SERVER_OUT, 50006), evidence="o12"),
    )


def passive_private() -> tuple[ModeRow, ...]:
    return (
        row(
            "pasv",
            "advertised",
            "fails",
            "address-unreachable",
            hp(SERVER_IN, 50003),
            evidence="o10",
            certainty="predicted",
        ),
        row("pasv", "peer", "works", "ok", hp(SERVER_OUT, 50003), evidence="o11"),
        row("epsv", "peer", "works", "ok", hp(SERVER_OUT, 50006), evidence="o12"),
    )


def active_ok(host: str) -> tuple[ModeRow, ...]:
    return (
        row("port", "local", "works", "ok", hp(host, 50010), evidence="o13"),
        row("eprt", "local", "works", "ok", hp(host, 50011), evidence="o14"),
    )


def active_nat() -> tuple[ModeRow, ...]:
    refused = ModeReply(code=500, text="Illegal PORT command")
    return (
        row("port", "local", "fails", "command-refused", hp(CLIENT_IN, 50010), evidence="o13", reply=refused),
        row("eprt", "local", "fails", "timeout", hp(CLIENT_IN, 50011), evidence="o14"),
    )


def partial_topology() -> Topology:
    return topology(
        "unknown",
        side("unknown", CLIENT_IN, certainty="possible"),
        side("unknown", None, SERVER_OUT, "possible"),
    )


SCENES: dict[str, Scene] = {
    "t1": Scene(
        topology("T1", PUBLIC_C, PUBLIC_S, (CONTROL,)), passive_ok() + active_ok(CLIENT_OUT), control=TLS
    ),
    "t2": Scene(
        topology("T2", PUBLIC_C, NAT_S, (CONTROL,)), passive_private() + active_ok(CLIENT_OUT), control=TLS
    ),
    "t3": Scene(topology("T3", NAT_C, PUBLIC_S, (CONTROL,)), passive_ok() + active_nat(), control=TLS),
    "t4": Scene(
        topology("T4", NAT_C, NAT_S, (CONTROL,)),
        passive_private() + active_nat(),
        control=TLS,
        selected=frozenset({"o11"}),
    ),
    "t4-likely": Scene(
        topology(
            "T4",
            side("cgnat", CLIENT_IN, CLIENT_OUT, "likely"),
            side("nat", SERVER_IN, SERVER_OUT, "possible"),
            (CONTROL,),
        ),
        (
            row("pasv", "advertised", "fails", "timeout", hp(SERVER_IN, 50003), evidence="o10"),
            row("pasv", "peer", "fails", "timeout", hp(SERVER_OUT, 50003), evidence="o11"),
            row("epsv", "peer", "fails", "refused", hp(SERVER_OUT, 50006), evidence="o12"),
            row("port", "local", "fails", "timeout", hp(CLIENT_IN, 50010), evidence="o13"),
            row(
                "port",
                "public",
                "fails",
                "foreign-peer",
                hp(CLIENT_OUT, 50010),
                evidence="o15",
                observed=hp("203.0.113.77", 20),
            ),
        ),
        control=TLS,
    ),
    "tls-trouble": Scene(
        topology("T2", PUBLIC_C, side("public-or-masqueraded", None, SERVER_OUT), (CONTROL,)),
        (
            row(
                "pasv",
                "advertised",
                "fails",
                "session-reuse",
                hp(SERVER_OUT, 50003),
                evidence="o10",
                same_as_peer=True,
            ),
            row("epsv", "peer", "partial", "ok", hp(SERVER_OUT, 50006), evidence="o12"),
            row("port", "local", "fails", "tls-failed", hp(CLIENT_OUT, 50010), evidence="o13"),
            row("pasv", "peer", "works", "ok", hp(SERVER_OUT, 50020), evidence="o20", protection="clear"),
        ),
        control=TLS,
    ),
    "no-tls": Scene(
        topology(
            "unknown",
            side("nat", CLIENT_IN, None, "likely"),
            side("unknown", None, SERVER_OUT, "possible"),
            (CONTROL,),
        ),
        control=ControlNote(text=msg("the server offers no TLS"), role="bad"),
    ),
    "inside": Scene(
        topology(
            "inside", side("lan", "192.168.10.2"), side("lan", "192.168.10.9"), (CONTROL,), internet=False
        ),
        (
            row("pasv", "advertised", "works", "ok", hp("192.168.10.9", 50003), same_as_peer=True),
            row("port", "local", "works", "ok", hp("192.168.10.2", 50010)),
        ),
        target="192.168.10.9:21",
        control=TLS,
    ),
    "unreachable": Scene(
        topology(
            "unknown",
            side("unknown", CLIENT_IN, certainty="possible"),
            side("unknown", None, SERVER_OUT, "possible"),
            (
                Link(
                    origin="client",
                    to="internet",
                    what="control",
                    state="fails",
                    certainty="proven",
                    evidence=("o1",),
                ),
            ),
        ),
        control=ControlNote(text=msg("no answer"), role="bad"),
    ),
    "starting": Scene(partial_topology(), running=frozenset({"connect"})),
    "running": Scene(
        topology(
            "unknown",
            side("nat", CLIENT_IN, None, "likely"),
            side("unknown", None, SERVER_OUT, "possible"),
            (CONTROL,),
        ),
        (
            row("pasv", "advertised", "untested", "not-dialled", hp("198.51.100.77", 50003), evidence="o10"),
            row("pasv", "peer", "works", "ok", hp(SERVER_OUT, 50003), evidence="o11"),
            row("epsv", "peer", "untested", "prerequisite-failed", None, evidence="o12"),
            row("port", "local", "untested", "prerequisite-failed", None, evidence="o13"),
        ),
        running=frozenset({"epsv", "port"}),
        control=TLS,
    ),
    "ipv6": Scene(
        topology(
            "T1", side("public", SIX_CLIENT, SIX_CLIENT), side("public", SIX_SERVER, SIX_SERVER), (CONTROL,)
        ),
        (
            row("pasv", "peer", "untested", "not-applicable"),
            row("epsv", "peer", "works", "ok", hp(SIX_SERVER, 50006), evidence="o12"),
            row("eprt", "local", "fails", "timeout", hp(SIX_CLIENT, 50011), evidence="o14"),
        ),
        target=f"[{SIX_SERVER}]:21",
        control=TLS,
    ),
    "nothing": Scene(
        Topology(topology_class="unknown", possible=(), client=side("unknown"), server=side("unknown")),
        target="",
    ),
}
