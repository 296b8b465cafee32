"""A scenario with its server running: what ``up``, ``run`` and the tests stand on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from tests.lab.impostors import listening
from tests.lab.scenario import Scenario
from tests.lab.topology import Lab
from tests.servers import Options, Server, missing, start
from tests.servers.process import find


@dataclass(frozen=True)
class Stage:
    """A standing scenario. ``server`` has the account that the client uses, be it right or wrong."""

    scenario: Scenario
    lab: Lab
    server: Server


@contextmanager
def up(scenario: Scenario) -> Iterator[Stage]:
    """Lay the cables, start the server, prove that the client reaches its control port."""
    options = server_options(scenario)
    with ExitStack() as stack:
        lab = stack.enter_context(Lab(scenario))
        first, second = _nodes(scenario, options)
        server = stack.enter_context(start(scenario.server, replace(first, namespace=lab.server.path)))
        if scenario.balancer != "none":
            stack.enter_context(start(scenario.server, replace(second, namespace=lab.node.path)))
        if scenario.impostor is not None:
            place = (scenario.server_address, scenario.port)
            stack.enter_context(listening(scenario.impostor, lab.server.path, place))
        if scenario.control == "open" and not lab.listens((scenario.target, scenario.port)):
            raise RuntimeError(
                f"{scenario.name}: the client does not reach {scenario.target}:{scenario.port}"
            )
        yield Stage(scenario, lab, replace(server, user=scenario.user, password=scenario.password))


def _nodes(scenario: Scenario, options: Options) -> tuple[Options, Options]:
    """Return how the nodes behind a balancer differ.

    Where both have sessions each has a half of the range: a connection that lands on the wrong one finds nobody, and
    never by chance a port on which that node waits for somebody else.
    """
    second = replace(options, bind=scenario.other_node)
    if scenario.balancer != "alternates":
        return options, second
    low, high = scenario.passive_range
    middle = (low + high) // 2
    return replace(options, passive_range=(low, middle)), replace(second, passive_range=(middle + 1, high))


def server_options(scenario: Scenario) -> Options:
    """Return how the scenario's server is set up."""
    away = scenario.control == "closed" or scenario.impostor is not None
    return Options(
        bind=scenario.bind or scenario.server_address,
        port=2121 if away else scenario.port,
        passive_range=scenario.passive_range,
        masquerade=scenario.masquerade,
        tls=scenario.tls,
        implicit=scenario.implicit,
        tls_versions=scenario.tls_versions,
        session_reuse=scenario.session_reuse,
        require_tls=scenario.require_tls,
        require_protection=scenario.protection == "required",
        refuse_protection=scenario.protection == "refused",
        certificate_names=(scenario.target, scenario.server_address, scenario.other_node),
        extra=scenario.extra,
        certificate=scenario.certificate,
        passive=scenario.passive,
        active=scenario.active,
        anonymous=scenario.anonymous,
    )


def lab_missing(scenario: Scenario | None = None) -> str | None:
    """Return why the lab cannot run here, or None."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "the lab needs root on Linux"
    for tool in ("ip", "iptables-restore", "nsenter", "unshare", "lftp"):
        if find(tool) is None:
            return f"{tool} is not here: run scripts/install-test-servers"
    return missing(scenario.server) if scenario else None
