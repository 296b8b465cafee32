"""The same scenario twice more: as a world of ``topology/nat.py``, and as conditions for ``topology/predict.py``."""

from __future__ import annotations

from dataclasses import fields

from ftpsgui.topology import nat
from ftpsgui.topology.predict import Conditions
from tests.lab.scenario import CLIENT_PUBLIC, ELSEWHERE, SECOND_PUBLIC, SERVER_PUBLIC, Scenario

_VERDICTS: dict[str, nat.Verdict] = {
    "dropped": "drop",
    "rejected": "reject",
    "prohibited": "prohibit",
    "reset": "reject",
}


def world(scenario: Scenario) -> nat.World:
    """Return what the lab has wired for ``scenario``; IPv4, and not from inside."""
    low, high = scenario.passive_range
    middle = (low + high) // 2
    segments = [
        nat.Segment(
            id="internet",
            network="0.0.0.0/0",
            stray="dropped" if scenario.private_dies == "silently" else "unreachable",
        )
    ]
    hosts = [nat.Host(id="elsewhere", segment="internet", address=ELSEWHERE)]
    routers: list[nat.Router] = []
    hairpin = scenario.place == "hairpin"
    if hairpin:
        hosts.append(nat.Host(id="client", segment="server-lan", address=scenario.client_address))
    elif scenario.client_nat:
        prefix = scenario.client_inside.rsplit(".", 1)[0]
        segments.append(nat.Segment(id="client-lan", network=f"{prefix}.0/24", gateway="client-router"))
        hosts.append(nat.Host(id="client", segment="client-lan", address=scenario.client_inside))
        forwards = (
            (
                nat.Forward(
                    first=scenario.client_forwarded[0],
                    last=scenario.client_forwarded[1],
                    to=scenario.client_inside,
                ),
            )
            if scenario.client_forwarded
            else ()
        )
        routers.append(
            nat.Router(
                id="client-router",
                inside="client-lan",
                outside="internet",
                inside_address=f"{prefix}.1",
                outside_address=CLIENT_PUBLIC,
                forwards=forwards,
                otherwise="reset" if scenario.client_router == "resets" else "drop",
                helper=scenario.helper == "client",
            )
        )
    else:
        firewall = (nat.Rule(verdict="drop"),) if scenario.client_ports == "dropped" else ()
        hosts.append(nat.Host(id="client", segment="internet", address=CLIENT_PUBLIC, firewall=firewall))
    closed: tuple[nat.Rule, ...] = ()
    if scenario.server_ports in _VERDICTS:
        closed = (nat.Rule(verdict=_VERDICTS[scenario.server_ports], first=low, last=high),)
    if scenario.server_nat:
        forwarded = [nat.Forward(first=scenario.port, last=scenario.port, to=scenario.server_inside)]
        if scenario.server_ports not in ("not-forwarded", "dropped"):
            last = middle if scenario.server_ports == "some" else high
            forwarded.append(nat.Forward(first=low, last=last, to=scenario.server_inside))
        segments.append(
            nat.Segment(
                id="server-lan",
                network=f"{scenario.server_inside.rpartition('.')[0]}.0/24",
                gateway="server-router",
            )
        )
        hosts.append(nat.Host(id="server", segment="server-lan", address=scenario.server_inside))
        routers.append(
            nat.Router(
                id="server-router",
                inside="server-lan",
                outside="internet",
                inside_address=scenario.server_gateway,
                outside_address=SERVER_PUBLIC,
                forwards=tuple(forwarded),
                inbound=closed,
                otherwise="reset" if scenario.server_ports == "not-forwarded" else "drop",
                hairpin=hairpin,
                helper=scenario.helper == "server",
            )
        )
    else:
        if scenario.server_ports == "some":
            closed = (nat.Rule(verdict="drop", first=middle + 1, last=high),)
        hosts.append(nat.Host(id="server", segment="internet", address=SERVER_PUBLIC, firewall=closed))
    return nat.World(segments=tuple(segments), hosts=tuple(hosts), routers=tuple(routers))


_CONDITIONS = frozenset(
    {
        "masquerade",
        "server_ports",
        "client_ports",
        "client_forwarded",
        "client_inside",
        "client_router",
        "server_inside",
        "private_dies",
        "helper",
        "arguments",
        "implicit",
        "session_reuse",
        "require_tls",
        "certificate",
        "trust",
        "login",
        "anonymous",
        "tls_versions",
        "protection",
    }
)
"""What a scenario may have of its own and still be what ``ftpsgui explain`` can be asked about, or be told apart by nobody."""
_ABOUT_IT = frozenset({"name", "server", "place", "truth", "causes", "remarks", "clear", "cured", "awaits"})


def describable(scenario: Scenario) -> bool:
    """Whether :func:`conditions` say all that decides the rows of ``scenario``."""
    plain = Scenario(name="", server="vsftpd", place="T1", truth="", causes=frozenset())
    special = {
        item.name for item in fields(Scenario) if getattr(scenario, item.name) != getattr(plain, item.name)
    }
    another_address = scenario.masquerade in (SECOND_PUBLIC, "0.0.0.0")  # what these lead to is no condition
    return (
        special <= _CONDITIONS | _ABOUT_IT
        and scenario.place not in ("inside", "hairpin", "vpn")
        and not another_address
    )


def conditions(scenario: Scenario) -> Conditions:
    """Return what ``ftpsgui explain`` would be asked about ``scenario``."""
    return Conditions(
        client="nat" if scenario.client_nat else "public",
        server="nat" if scenario.server_nat else "public",
        masquerade=scenario.masquerade or "none",
        server_ports={"open": "all", "some": "some"}.get(scenario.server_ports, "none"),  # type: ignore[arg-type]
        client_ports="all"
        if scenario.client_forwarded
        else "none"
        if scenario.client_ports == "dropped"
        else None,
        helper=scenario.helper,
    )
