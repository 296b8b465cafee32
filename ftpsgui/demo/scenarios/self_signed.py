"""A certificate that nobody vouches for: the run asks before it sends anything."""

from __future__ import annotations

from ftpsgui.demo.personalities import PROFTPD
from ftpsgui.demo.scenario import Scenario, build_world
from ftpsgui.model.message import msg

SCENARIO = Scenario(
    id="self-signed",
    title=msg("Self-signed certificate"),
    description=msg(
        "The server shows a certificate that it has signed itself: you are asked whether to trust it."
    ),
    world=build_world(),
    personality=PROFTPD,
    self_signed=True,
    order=100,
)
