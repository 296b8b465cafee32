"""Both ends behind NAT and only the control ports forwarded: nothing works."""

from __future__ import annotations

from ftpsgui.demo.personalities import VSFTPD
from ftpsgui.demo.scenario import CONTROL_PORTS, Scenario, build_world, client_router, server_router
from ftpsgui.model.message import msg

SCENARIO = Scenario(
    id="t4-both-nat",
    title=msg("Both ends behind NAT, passive ports not forwarded"),
    description=msg(
        "Login works, and then no listing comes in any mode: vsftpd names its inside address, and its router drops the passive ports."
    ),
    world=build_world(client_router(), server_router(forwards=CONTROL_PORTS, otherwise="drop")),
    personality=VSFTPD,
    order=50,
)
