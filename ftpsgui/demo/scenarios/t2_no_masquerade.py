"""The server is behind NAT and tells its inside address."""

from __future__ import annotations

from ftpsgui.demo.personalities import VSFTPD
from ftpsgui.demo.scenario import BOTH_RANGES, Scenario, build_world, server_router
from ftpsgui.model.message import msg

SCENARIO = Scenario(
    id="t2-no-masquerade",
    title=msg("Server behind NAT without a masquerade address"),
    description=msg(
        "vsftpd is behind NAT and has no pasv_address, so the 227 reply names its inside address. The client has a public address, so active mode works."
    ),
    world=build_world(server=server_router(forwards=BOTH_RANGES)),
    personality=VSFTPD,
    order=30,
)
