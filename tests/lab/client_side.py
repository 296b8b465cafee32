"""The client's end of the lab: its own firewall, its router, a carrier's NAT, a tunnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.filters import REPLIES_IN, REPLIES_THROUGH, egress, helper
from tests.lab.scenario import CLIENT_PUBLIC, CLIENT_PUBLIC_6
from tests.lab.wires import Namespace

if TYPE_CHECKING:
    from tests.lab.topology import Lab

HOME_IN_CARRIER = "100.64.10.2"
"""The address that a carrier gives to the client's router."""


def lay_client(lab: Lab) -> None:
    """Connect the client to the internet, unless it stands in the server's LAN or all it sends goes through a tunnel."""
    scenario = lab.scenario
    if scenario.place == "hairpin" or scenario.vpn in ("full", "inside"):
        return
    if not scenario.client_nat:
        lab.uplink(lab.client, "eth0", "client", CLIENT_PUBLIC, CLIENT_PUBLIC_6)
        _own_firewall(lab)
        return
    router = lab.client_router = lab.place("client router")
    router.forward()
    if scenario.client_carrier:
        _carrier(lab, router)
    else:
        lab.uplink(router, "wan", "client", CLIENT_PUBLIC, CLIENT_PUBLIC_6)
    router.wire("lan", lab.client, "eth0")
    gateway = f"{scenario.client_inside.rpartition('.')[0]}.1"
    router.address("lan", f"{gateway}/24")
    lab.client.address("eth0", f"{scenario.client_inside}/24")
    lab.client.ip(f"route add default via {gateway}")
    router.filter(
        {
            "nat": _translation(lab, router),
            "filter": [
                f":INPUT {'ACCEPT' if scenario.client_router == 'resets' else 'DROP'}",
                ":FORWARD DROP",
                *_neighbour(lab, router),
                *REPLIES_IN,
                *REPLIES_THROUGH,
                *egress("FORWARD -i lan", scenario.client_egress, but=scenario.port),
                "-A FORWARD -i lan -j ACCEPT",
            ],
            **helper(scenario.helper == "client"),
        }
    )


def _own_firewall(lab: Lab) -> None:
    scenario = lab.scenario
    rules: list[str] = []
    if scenario.client_ports == "dropped":
        rules += [":INPUT DROP", *REPLIES_IN]
    rules += egress("OUTPUT", scenario.client_egress, but=scenario.port)
    if rules:
        lab.client.filter({"filter": rules})


def _carrier(lab: Lab, router: Namespace) -> None:
    """A second translation between the client's router and the internet; it lets nothing in."""
    carrier = lab.place("carrier")
    carrier.forward()
    lab.uplink(carrier, "wan", "client", CLIENT_PUBLIC, CLIENT_PUBLIC_6)
    carrier.wire("lan", router, "wan")
    carrier.address("lan", "100.64.10.1/24")
    router.address("wan", f"{HOME_IN_CARRIER}/24")
    router.ip("route add default via 100.64.10.1")
    carrier.filter(
        {
            "nat": ["-A POSTROUTING -o wan -j MASQUERADE"],
            "filter": [
                ":INPUT DROP",
                ":FORWARD DROP",
                *REPLIES_IN,
                *REPLIES_THROUGH,
                "-A FORWARD -i lan -j ACCEPT",
            ],
        }
    )


def _translation(lab: Lab, router: Namespace) -> list[str]:
    scenario = lab.scenario
    rules = []
    if scenario.data_leaves_by is not None:
        low, high = scenario.passive_range
        router.ip(f"addr add {scenario.data_leaves_by}/24 dev wan")
        rules.append(
            f"-A POSTROUTING -o wan -p tcp --dport {low}:{high} -j SNAT --to {scenario.data_leaves_by}"
        )
    rules.append("-A POSTROUTING -o wan -j MASQUERADE")
    if scenario.client_forwarded is not None:
        low, high = scenario.client_forwarded
        rules.append(
            f"-A PREROUTING -i wan -p tcp --dport {low}:{high} -j DNAT --to {scenario.client_inside}"
        )
    return rules


def _neighbour(lab: Lab, router: Namespace) -> list[str]:
    """Let the router answer, or swallow, what the client sends to the host that has the server's inside address."""
    scenario = lab.scenario
    if scenario.neighbour == "none":
        return []
    router.ip(f"addr add {scenario.server_inside}/32 dev lan")
    how = "DROP" if scenario.neighbour == "silent" else "REJECT --reject-with tcp-reset"
    return [f"-A INPUT -i lan -p tcp -d {scenario.server_inside} -j {how}"]
