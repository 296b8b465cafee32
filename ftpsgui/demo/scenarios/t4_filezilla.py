"""The case that this program comes from: both ends behind NAT, FileZilla Server without its public address."""

from __future__ import annotations

from ftpsgui.demo.scenario import BOTH_RANGES, HOST, Scenario, build_world, client_router, server_router
from ftpsgui.model.message import msg
from ftpsgui.model.plan import Endpoint

SCENARIO = Scenario(
    id="t4-filezilla",
    title=msg("FileZilla Server without its public address"),
    description=msg(
        "Client and server are both behind NAT. The router forwards all the right ports, but FileZilla Server was never told its public address: strict clients cannot list anything."
    ),
    world=build_world(client_router(), server_router(forwards=BOTH_RANGES)),
    endpoint=Endpoint(host=HOST, port=990, tls="implicit"),
    order=10,
)
