"""Everything as it should be: both ends have public addresses."""

from __future__ import annotations

from ftpsgui.demo.personalities import PROFTPD
from ftpsgui.demo.scenario import Scenario, build_world
from ftpsgui.model.message import msg

SCENARIO = Scenario(
    id="t1-healthy",
    title=msg("Healthy: both ends public"),
    description=msg("Client and server have public addresses, and nothing is filtered. Both modes work."),
    world=build_world(),
    personality=PROFTPD,
    order=20,
)
