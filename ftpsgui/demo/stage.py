"""A scenario brought to life: servers started, network wired, plan ready for the engine."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from types import TracebackType

from ftpsgui.demo.certificates import make_certificates
from ftpsgui.demo.network import VirtualNetwork
from ftpsgui.demo.scenario import HOST, PASSIVE_RANGE, PASSWORD, USER, Scenario
from ftpsgui.demo.servers import ServerSetting, ServerThread
from ftpsgui.demo.switchboard import Switchboard
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import TrustAnswer, TrustQuestion
from ftpsgui.model.secret import Credentials, Secret

LATENCY = 0.02
"""Seconds that a message takes by default: a server in the same country."""
_FILES = {"readme.txt": "Nothing of this is real.\r\n", "report-2024.csv": "month,files\r\n1,42\r\n"}


class Stage:
    """An async context manager; inside it ``network``, ``plan``, ``credentials`` and ``ask_trust`` feed a Runner.

    ``latency``: seconds a message takes on its way (0 for tests). Nothing leaves loopback, and nothing is left behind.
    """

    network: VirtualNetwork
    plan: Plan
    credentials: Credentials
    switchboard: Switchboard

    def __init__(self, scenario: Scenario, *, latency: float = LATENCY) -> None:
        self.scenario = scenario
        self._latency = latency
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._servers: ServerThread | None = None
        self.questions: list[TrustQuestion] = []

    async def __aenter__(self) -> Stage:
        opening = asyncio.ensure_future(asyncio.to_thread(self._open))
        try:
            await asyncio.shield(opening)
        except asyncio.CancelledError:
            # The thread goes on; what it opens must be closed, and nobody else will.
            await asyncio.gather(opening, return_exceptions=True)
            await asyncio.to_thread(self._close)
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # Shielded: a cancelled window must not leave threads and files behind.
        await asyncio.shield(asyncio.to_thread(self._close))

    async def ask_trust(self, question: TrustQuestion) -> TrustAnswer:
        """Accept what the demo's own server shows; the window asks the user instead."""
        self.questions.append(question)
        return "accept"

    def _open(self) -> None:
        scenario = self.scenario
        self._folder = tempfile.TemporaryDirectory(prefix="ftpsgui-demo-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        try:
            certificates = make_certificates(folder, HOST, self_signed=scenario.self_signed)
            home = folder / "home"
            home.mkdir()
            for name, text in _FILES.items():
                (home / name).write_text(text, encoding="utf-8", newline="")
            self.switchboard = Switchboard(scenario.world)
            settings = {
                port: ServerSetting(
                    personality=scenario.personality,
                    user=USER,
                    password=PASSWORD,
                    home=home,
                    certificates=certificates,
                    passive_ports=PASSIVE_RANGE,
                    masquerade=scenario.masquerade,
                    implicit=port == 990,
                )
                for port in (21, 990)
            }
            self._servers = ServerThread(self.switchboard, "server", settings, latency=self._latency)
            self._servers.start()
        except BaseException:
            self._folder.cleanup()
            raise
        self.network = VirtualNetwork(
            self.switchboard, names={HOST: (scenario.reached_at,)}, latency=self._latency
        )
        self.plan = scenario.plan(None if scenario.self_signed else str(certificates.authority))
        self.credentials = Credentials(USER, Secret(scenario.password))

    def _close(self) -> None:
        if self._servers is not None:
            self._servers.stop()
            self._servers = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
