"""The right address, but the passive range is dropped on the way."""

from __future__ import annotations

from ftpsgui.demo.personalities import PROFTPD
from ftpsgui.demo.scenario import (
    CONTROL_PORTS,
    SERVER_OUTSIDE,
    Scenario,
    build_world,
    client_router,
    server_router,
)
from ftpsgui.model.message import msg

SCENARIO = Scenario(
    id="passive-filtered",
    title=msg("Passive ports filtered"),
    description=msg(
        "ProFTPD has the right MasqueradeAddress, but something before it drops the passive ports: the client waits in vain."
    ),
    world=build_world(client_router(), server_router(forwards=CONTROL_PORTS, otherwise="drop")),
    personality=PROFTPD,
    masquerade=SERVER_OUTSIDE,
    order=60,
)
