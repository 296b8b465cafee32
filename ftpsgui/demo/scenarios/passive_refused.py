"""The right address, but the router answers for the passive ports itself."""

from __future__ import annotations

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
    id="passive-refused",
    title=msg("Passive ports not forwarded"),
    description=msg(
        "FileZilla Server has its public address, but the router forwards the control port only and refuses the rest itself."
    ),
    world=build_world(client_router(), server_router(forwards=CONTROL_PORTS)),
    masquerade=SERVER_OUTSIDE,
    order=70,
)
