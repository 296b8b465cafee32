"""The server wants each data connection to resume the control connection's TLS session, and says so by hanging up."""

from __future__ import annotations

from ftpsgui.demo.personalities import VSFTPD
from ftpsgui.demo.scenario import Scenario, build_world
from ftpsgui.model.message import msg

SCENARIO = Scenario(
    id="session-reuse-required",
    title=msg("Session resumption required"),
    description=msg(
        "vsftpd refuses data connections that do not resume the TLS session of the control connection. Clients that can do that work; the others fail."
    ),
    world=build_world(),
    personality=VSFTPD,
    order=90,
)
