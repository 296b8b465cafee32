"""The same router or host firewall written for nftables, in the file and the chains that Debian's package has."""

from __future__ import annotations

from tests.lab.administrator import Machine
from tests.lab.scenario import Scenario

FILE = "/etc/nftables.conf"
_CHAINS = """#!/usr/sbin/nft -f

flush ruleset

table inet filter {{
\tchain input {{
\t\ttype filter hook input priority filter; policy {input_policy};
\t\tct state established,related accept
\t\tiifname "lo" accept
{input}\t}}
\tchain forward {{
\t\ttype filter hook forward priority filter; policy {forward_policy};
{forward}\t}}
\tchain output {{
\t\ttype filter hook output priority filter;
\t}}
}}
"""
_NAT = """
table ip nat {{
\tchain prerouting {{
\t\ttype nat hook prerouting priority dstnat;
{forwards}\t}}
\tchain postrouting {{
\t\ttype nat hook postrouting priority srcnat;
\t\toifname "wan" masquerade
\t}}
}}
"""
_HELPER = """
table ip helpers {{
\tct helper ftp-standard {{
\t\ttype "ftp" protocol tcp
\t}}
\tchain prerouting {{
\t\ttype filter hook prerouting priority filter;
\t\ttcp dport 21 ct helper set "ftp-standard"
\t}}
}}
"""
_VERDICTS = {
    "dropped": "drop",
    "rejected": "reject with icmpx port-unreachable",
    "prohibited": "reject with icmpx admin-prohibited",
    "reset": "reject with tcp reset",
}


def rewrite(scenario: Scenario, machine: Machine) -> None:
    """Take the machine's iptables rules away and load the same from :data:`FILE`."""
    machine.run("sh", "-ec", 'cat >"$0" && nft -f "$0"', FILE, text=_ruleset(scenario))


def _ruleset(scenario: Scenario) -> str:
    return _router(scenario) if scenario.server_nat else _host(scenario)


def _host(scenario: Scenario) -> str:
    low, high = scenario.passive_range
    if scenario.server_ports == "some":
        low = (low + high) // 2 + 1
    guarded = [(f"{low}-{high}", scenario.server_ports), (f"{scenario.port}", scenario.control)]
    refused = [
        f"tcp dport {ports} {_VERDICTS['dropped' if how == 'some' else how]}"
        for ports, how in guarded
        if how == "some" or how in _VERDICTS
    ]
    return _CHAINS.format(input_policy="accept", input=_lines(refused), forward_policy="accept", forward="")


def _router(scenario: Scenario) -> str:
    low, high = scenario.passive_range
    ports = [f"{scenario.port}"] if scenario.control == "open" else []
    if scenario.server_ports == "open":
        ports.append(f"{low}-{high}")
    elif scenario.server_ports == "some":
        ports.append(f"{low}-{(low + high) // 2}")
    let = [f"ip daddr {scenario.server_inside} tcp dport {each} accept" for each in ports]
    return (
        _CHAINS.format(
            input_policy="accept" if scenario.server_ports == "not-forwarded" else "drop",
            input="",
            forward_policy="drop",
            forward=_lines(["ct state established,related accept", 'iifname "lan" accept', *let]),
        )
        + _NAT.format(
            forwards=_lines(
                [f'iifname "wan" tcp dport {each} dnat to {scenario.server_inside}' for each in ports]
            )
        )
        + (_HELPER.format() if scenario.helper == "server" else "")
    )


def _lines(rules: list[str]) -> str:
    return "".join(f"\t\t{rule}\n" for rule in rules)
