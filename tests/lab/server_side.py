"""The server's end of the lab: its own firewall, one or two routers, a balancer with two nodes, the end of a tunnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.filters import IPV6_NEEDS, REFUSALS, REFUSALS_6, REPLIES_IN, REPLIES_THROUGH, egress, helper
from tests.lab.scenario import (
    SECOND_PUBLIC,
    SERVER_PUBLIC,
    SERVER_PUBLIC_6,
    VPN_CLIENT,
    VPN_GATEWAY,
)
from tests.lab.wires import Namespace

if TYPE_CHECKING:
    from tests.lab.topology import Lab

INNER_ROUTER = "192.168.1.2"
"""The outside address of the server's router when another router stands before it."""


def lay_server(lab: Lab) -> None:
    """Connect the server to the internet."""
    scenario = lab.scenario
    if not scenario.server_nat:
        lab.uplink(lab.server, "eth0", "server", SERVER_PUBLIC, SERVER_PUBLIC_6)
        lab.server.ip(f"addr add {SECOND_PUBLIC}/24 dev eth0")
        # The servers bind passive ports to the control connection's address: its second address leads there too.
        lab.server.filter({"nat": [f"-A PREROUTING -d {SECOND_PUBLIC} -p tcp -j DNAT --to {SERVER_PUBLIC}"]})
        guard_server(lab)
        return
    router = lab.server_router = lab.place("server router")
    router.forward()
    if scenario.server_outer == "none":
        lab.uplink(router, "wan", "server", SERVER_PUBLIC, SERVER_PUBLIC_6)
    else:
        _outer_router(lab, router)
    _lan(lab, router)
    _tunnel(lab, router)
    router.filter(
        {
            "nat": [
                "-A POSTROUTING -o wan -j MASQUERADE",
                *_hairpin(lab),
                *(_balance(lab, router) if scenario.balancer != "none" else _forwards(lab)),
            ],
            "filter": [
                f":INPUT {'ACCEPT' if scenario.server_ports == 'not-forwarded' or scenario.balancer != 'none' else 'DROP'}",
                ":FORWARD DROP",
                *_refusals(lab),
                *REPLIES_IN,
                *REPLIES_THROUGH,
                *egress("FORWARD -i lan", scenario.server_egress),
                "-A FORWARD -i lan -j ACCEPT",
                *(["-A FORWARD -i vpn -j ACCEPT"] if scenario.vpn else []),
            ],
            **helper(scenario.helper == "server"),
        }
    )


def guard_server(lab: Lab) -> None:
    """Filter on the server itself, when no router stands before it."""
    scenario = lab.scenario
    low, high = scenario.passive_range
    if scenario.server_ports == "some":
        low = (low + high) // 2 + 1
    guarded = [(f"{low}:{high}", scenario.server_ports), (str(scenario.port), scenario.control)]
    targets = {"dropped": "DROP", "some": "DROP", **(REFUSALS_6 if scenario.ipv6 else REFUSALS)}
    rules = [f"-A INPUT -p tcp --dport {ports} -j {targets[how]}" for ports, how in guarded if how in targets]
    rules += egress("OUTPUT ! -o lo", scenario.server_egress)
    if rules and scenario.ipv6:
        lab.server.filter({"filter": [*REPLIES_IN, *IPV6_NEEDS, *rules]}, ipv6=True)
    elif rules:
        lab.server.filter({"filter": [*REPLIES_IN, *rules]})


def _outer_router(lab: Lab, router: Namespace) -> None:
    """A provider's box before the server's router: two translations in a row."""
    scenario = lab.scenario
    outer = lab.place("outer router")
    outer.forward()
    lab.uplink(outer, "wan", "server", SERVER_PUBLIC, SERVER_PUBLIC_6)
    outer.wire("lan", router, "wan")
    outer.address("lan", "192.168.1.1/24")
    router.address("wan", f"{INNER_ROUTER}/24")
    router.ip("route add default via 192.168.1.1")
    low, high = scenario.passive_range
    ports = [str(scenario.port)] + ([f"{low}:{high}"] if scenario.server_outer == "forwards" else [])
    outer.filter(
        {
            "nat": [
                "-A POSTROUTING -o wan -j MASQUERADE",
                *[
                    f"-A PREROUTING -i wan -p tcp --dport {each} -j DNAT --to {INNER_ROUTER}"
                    for each in ports
                ],
            ],
            "filter": [
                ":INPUT DROP",
                ":FORWARD DROP",
                *REPLIES_IN,
                *REPLIES_THROUGH,
                "-A FORWARD -i lan -j ACCEPT",
            ],
        }
    )


def _lan(lab: Lab, router: Namespace) -> None:
    """Lay the server's LAN: the server, and what else stands in it (the client of a hairpin, a second node)."""
    scenario = lab.scenario
    others: list[tuple[Namespace, str]] = []
    if scenario.place == "hairpin":
        others.append((lab.client, scenario.client_address))
    if scenario.balancer != "none":
        lab.node = lab.place("second node")
        others.append((lab.node, scenario.other_node))
    router.wire("lan0" if others else "lan", lab.server, "eth0")
    if others:
        router.bridge_in_peace()
        router.ip("link add lan type bridge", "link set lan0 master lan up")
    for number, (host, address) in enumerate(others, 1):
        router.wire(f"lan{number}", host, "eth0")
        router.ip(f"link set lan{number} master lan up")
        host.address("eth0", f"{address}/24")
        host.ip(f"route add default via {scenario.server_gateway}")
    router.address("lan", f"{scenario.server_gateway}/24")
    lab.server.address("eth0", f"{scenario.server_inside}/24")
    lab.server.ip(f"route add default via {scenario.server_gateway}")


def _tunnel(lab: Lab, router: Namespace) -> None:
    """Give the client an end of a tunnel to the server's router; what is encrypted on the way is no matter here."""
    scenario = lab.scenario
    if scenario.vpn is None:
        return
    router.wire("vpn", lab.client, "tun0")
    router.address("vpn", f"{VPN_GATEWAY}/24")
    lab.client.address("tun0", f"{VPN_CLIENT}/24")
    network = f"{scenario.server_inside.rpartition('.')[0]}.0/24"
    lab.client.ip(f"route add {'default' if scenario.vpn == 'full' else network} via {VPN_GATEWAY}")


def _outside(lab: Lab) -> str:
    return f"-d {SERVER_PUBLIC}" if lab.scenario.place in ("hairpin", "vpn") else "-i wan"


def _hairpin(lab: Lab) -> list[str]:
    if lab.scenario.place != "hairpin":
        return []
    scenario = lab.scenario
    network = f"{scenario.server_inside.rpartition('.')[0]}.0/24"
    return [f"-A POSTROUTING -o lan -s {network} -d {scenario.server_inside} -j MASQUERADE"]


def _forwards(lab: Lab) -> list[str]:
    scenario = lab.scenario
    low, high = scenario.passive_range
    forwarded = [f"{scenario.port}"] if scenario.control != "dropped" else []
    if scenario.server_ports == "open" or scenario.server_ports in REFUSALS:
        forwarded.append(f"{low}:{high}")
    elif scenario.server_ports == "some":
        forwarded.append(f"{low}:{(low + high) // 2}")
    return [
        f"-A PREROUTING {_outside(lab)} -p tcp --dport {ports} -j DNAT --to {scenario.server_inside}"
        for ports in forwarded
    ]


def _refusals(lab: Lab) -> list[str]:
    scenario = lab.scenario
    low, high = scenario.passive_range
    guarded = [(f"{low}:{high}", scenario.server_ports), (str(scenario.port), scenario.control)]
    return [
        f"-A FORWARD -i wan -p tcp --dport {ports} -j {REFUSALS[how]}"
        for ports, how in guarded
        if how in REFUSALS
    ]


def _balance(lab: Lab, router: Namespace) -> list[str]:
    """Spread connections over the two nodes, as the scenario says."""
    scenario = lab.scenario
    first, second = scenario.server_inside, scenario.other_node
    low, high = scenario.passive_range
    control, data = f"-i wan -p tcp --dport {scenario.port}", f"-i wan -p tcp --dport {low}:{high}"
    every_other = "-m statistic --mode nth --every 2 --packet 0"
    match scenario.balancer:
        case "elsewhere":
            return [
                f"-A PREROUTING {control} -j DNAT --to {first}",
                f"-A PREROUTING {data} -j DNAT --to {second}",
            ]
        case "alternates":
            return [
                f"-A PREROUTING {ports} {match}-j DNAT --to {node}"
                for ports in (control, data)
                for match, node in ((f"{every_other} ", first), ("", second))
            ]
        case _:
            router.ip(f"addr add {SECOND_PUBLIC}/24 dev wan")
            return [
                f"-A PREROUTING -d {SERVER_PUBLIC} {control} -j DNAT --to {first}",
                f"-A PREROUTING -d {SECOND_PUBLIC} {data} -j DNAT --to {first}",
                f"-A PREROUTING -d {SERVER_PUBLIC} {data} -j DNAT --to {second}",
            ]
