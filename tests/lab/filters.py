"""Lines of ``iptables-restore`` that both sides of the lab use."""

from __future__ import annotations

from collections.abc import Sequence

from tests.lab.scenario import Egress

REPLIES_IN = ("-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT", "-A INPUT -i lo -j ACCEPT")
REPLIES_THROUGH = ("-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED,DNAT -j ACCEPT",)
REFUSALS = {
    "rejected": "REJECT --reject-with icmp-port-unreachable",
    "prohibited": "REJECT --reject-with icmp-admin-prohibited",
    "reset": "REJECT --reject-with tcp-reset",
}
REFUSALS_6 = {
    "rejected": "REJECT --reject-with icmp6-port-unreachable",
    "prohibited": "REJECT --reject-with icmp6-adm-prohibited",
    "reset": "REJECT --reject-with tcp-reset",
}
IPV6_NEEDS = ("-A INPUT -p ipv6-icmp -j ACCEPT",)
"""Without neighbour discovery nobody is found."""


def helper(wanted: bool) -> dict[str, Sequence[str]]:
    """Return the table that gives the control port a connection-tracking helper."""
    return {"raw": ["-A PREROUTING -p tcp --dport 21 -j CT --helper ftp"]} if wanted else {}


def egress(chain: str, how: Egress, *, but: int | None = None) -> list[str]:
    """Return the rules that stop new connections in ``chain`` (with its matches), except to port ``but``."""
    if how == "open":
        return []
    ports = "" if but is None else f" ! --dport {but}"
    target = {"dropped": "DROP", **REFUSALS}[how]
    return [f"-A {chain} -p tcp{ports} -m conntrack --ctstate NEW -j {target}"]
