"""The client is behind NAT: passive mode works, active mode cannot."""

from __future__ import annotations

from ftpsgui.demo.personalities import PROFTPD
from ftpsgui.demo.scenario import Scenario, build_world, client_router
from ftpsgui.model.message import msg

SCENARIO = Scenario(
    id="t3-client-nat",
    title=msg("Client behind NAT, server public"),
    description=msg(
        "The usual case at home and in the office: passive mode works. In active mode ProFTPD dials the address it sees instead of the private one in PORT, and the client's router drops that."
    ),
    world=build_world(client_router()),
    personality=PROFTPD,
    order=40,
)
