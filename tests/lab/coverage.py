"""What the lab must cover, as questions about the scenarios' data; and the sample of it that every change is held to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.lab.scenario import PUBLIC_ROWS, SERVER_PUBLIC, Scenario

Question = Callable[[Scenario], bool]

_NO_PASSIVE = frozenset({"epsv-command-refused", "pasv-command-refused"})
TOPICS: dict[str, Question] = {
    "masquerade none": lambda s: s.server_nat and s.masquerade is None,
    "masquerade right": lambda s: s.server_nat and s.masquerade == SERVER_PUBLIC,
    "masquerade wrong": lambda s: s.masquerade not in (None, SERVER_PUBLIC),
    "range dropped": lambda s: s.server_ports == "dropped",
    "range rejected": lambda s: s.server_ports == "rejected",
    "range reset": lambda s: s.server_ports == "reset",
    "range admin-prohibited": lambda s: s.server_ports == "prohibited",
    "range not forwarded": lambda s: s.server_ports == "not-forwarded",
    "range partly open": lambda s: s.server_ports == "some",
    "client firewall": lambda s: s.client_ports == "dropped",
    "server firewall": lambda s: not s.server_nat and s.server_ports != "open",
    "client egress filter": lambda s: s.client_egress != "open",
    "server egress filter": lambda s: s.server_egress != "open",
    "client's helper, plain against TLS": lambda s: s.helper == "client" and s.clear != "",
    "server's helper, plain against TLS": lambda s: s.helper == "server" and s.clear != "",
    "session reuse required": lambda s: s.session_reuse is True,
    "session reuse not required": lambda s: s.session_reuse is False,
    "TLS 1.2 only": lambda s: s.tls_versions == ("1.2", "1.2"),
    "TLS 1.3 only": lambda s: s.tls_versions == ("1.3", "1.3"),
    "TLS 1.0 only": lambda s: s.tls_versions == ("1.0", "1.0"),
    "certificate expired": lambda s: s.certificate == "expired",
    "certificate for another name": lambda s: s.certificate == "wrong-name",
    "certificate self-signed": lambda s: s.certificate == "self-signed",
    "certificate from an unknown authority": lambda s: s.certificate == "good" and s.trust != "ca",
    "PROT P required": lambda s: s.protection == "required",
    "PROT C only": lambda s: s.protection == "refused",
    "TLS refused": lambda s: not s.tls,
    "implicit TLS": lambda s: s.implicit and s.stops is None,
    "TLS mode and port do not match": lambda s: s.control_port is not None,
    "anonymous": lambda s: s.login == "anonymous" and s.stops is None,
    "wrong password": lambda s: s.login == "wrong-password",
    "EPSV disabled": lambda s: {"epsv-command-refused"} == s.causes & _NO_PASSIVE,
    "PASV disabled": lambda s: "epsv-only-works" in s.causes,
    "passive disabled": lambda s: not s.passive,
    "PORT disabled": lambda s: "active-command-refused" in s.causes,
    "IPv6 only": lambda s: s.ipv6 and s.stops is None,
    "balancer: data to another node": lambda s: s.balancer == "elsewhere",
    "balancer: nodes in turn": lambda s: s.balancer == "alternates",
    "balancer: a node's own address": lambda s: s.balancer == "own-addresses",
    "several exits": lambda s: s.data_leaves_by is not None,
    "address collision": lambda s: s.neighbour != "none",
    "VPN": lambda s: s.vpn in ("full", "inside"),
    "VPN beside the internet": lambda s: s.vpn == "split",
    "port 21 closed": lambda s: s.control == "closed",
    "port 21 black-holed": lambda s: s.control == "dropped" and s.stops == "timeout",
    "SSH on port 21": lambda s: s.impostor == "ssh",
    "HTTP on port 21": lambda s: s.impostor == "http",
    "SMTP on port 21": lambda s: s.impostor == "smtp",
    "silence on port 21": lambda s: s.impostor == "silence",
    "double NAT of the client": lambda s: s.client_carrier,
    "double NAT of the server": lambda s: s.server_outer != "none",
    "container": lambda s: s.server_inside.startswith("172."),
    "carrier-grade address": lambda s: s.client_inside.startswith("100."),
    "hairpin": lambda s: s.place == "hairpin",
    "inside": lambda s: s.place == "inside",
    "the client's public address forwarded": lambda s: s.rows.get(PUBLIC_ROWS[0]) == "works",
    "the client's public address not forwarded": lambda s: s.rows.get(PUBLIC_ROWS[0]) == "fails",
    "private addresses swallowed": lambda s: s.private_dies == "silently",
    **{
        f"{server} at {place}": lambda s, place=place, server=server: (  # type: ignore[misc]
            s.place == place and s.server == server and s.stops is None
        )
        for place in ("T1", "T2", "T3", "T4")
        for server in ("vsftpd", "proftpd", "pureftpd", "pyftpdlib")
    },
}
"""Everything that the lab is asked to hold, by name; a scenario belongs where its data say yes."""


def topics(scenario: Scenario) -> frozenset[str]:
    """Return the topics that ``scenario`` covers."""
    return frozenset(name for name, asks in TOPICS.items() if asks(scenario))


def sample(scenarios: Iterable[Scenario]) -> tuple[Scenario, ...]:
    """Return few scenarios that cover every topic together: always the one that adds most, the first of equals."""
    ordered = tuple(scenarios)
    held = {scenario.name: topics(scenario) for scenario in ordered}
    open_topics = set(TOPICS)
    chosen: list[Scenario] = []
    while open_topics:
        best = max(ordered, key=lambda scenario: len(held[scenario.name] & open_topics))
        if not held[best.name] & open_topics:
            raise LookupError(f"no scenario covers {', '.join(sorted(open_topics))}")
        chosen.append(best)
        open_topics -= held[best.name]
    names = {scenario.name for scenario in chosen}
    return tuple(scenario for scenario in ordered if scenario.name in names)
