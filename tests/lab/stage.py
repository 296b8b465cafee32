"""A scenario with its server running: what ``up``, ``run`` and the tests stand on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tests.lab.scenarios import Scenario
from tests.lab.topology import Lab
from tests.servers import Options, Server, missing, start
from tests.servers.process import find


@dataclass(frozen=True)
class Stage:
    """A standing scenario."""

    scenario: Scenario
    lab: Lab
    server: Server


@contextmanager
def up(scenario: Scenario) -> Iterator[Stage]:
    """Lay the cables, start the server, prove that the client reaches its control port."""
    options = Options(
        bind=scenario.bind or scenario.server_address,
        port=2121 if scenario.control == "closed" else scenario.port,
        passive_range=scenario.passive_range,
        masquerade=scenario.masquerade,
        implicit=scenario.implicit,
        session_reuse=scenario.session_reuse,
        require_tls=scenario.require_tls,
        certificate_names=(scenario.target,),
        extra=scenario.extra,
        certificate=scenario.certificate,
        passive=scenario.passive,
        active=scenario.active,
    )
    with Lab(scenario) as lab, start(scenario.server, replace(options, namespace=lab.server.path)) as server:
        if scenario.control == "open" and not lab.listens((scenario.target, scenario.port)):
            raise RuntimeError(
                f"{scenario.name}: the client does not reach {scenario.target}:{scenario.port}"
            )
        yield Stage(scenario, lab, server)


def lab_missing(scenario: Scenario | None = None) -> str | None:
    """Return why the lab cannot run here, or None."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "the lab needs root on Linux"
    for tool in ("ip", "iptables-restore", "nsenter", "unshare", "lftp"):
        if find(tool) is None:
            return f"{tool} is not here: run scripts/install-test-servers"
    return missing(scenario.server) if scenario else None
