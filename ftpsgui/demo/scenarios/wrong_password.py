"""The password is wrong: nothing else can be tested."""

from __future__ import annotations

from ftpsgui.demo.scenario import Scenario, build_world, client_router
from ftpsgui.model.message import msg

SCENARIO = Scenario(
    id="wrong-password",
    title=msg("Wrong password"),
    description=msg("The server refuses the login, so no data connection can be tested."),
    world=build_world(client_router()),
    password="Tr0ub4dor",  # noqa: S106 (there is nothing behind it)
    order=80,
)
