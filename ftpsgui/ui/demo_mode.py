"""The window on the demo network: which scenario plays, the band that says so, and the stage it plays on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_form import form_of
from ftpsgui.ui.loan import FormLoan
from ftpsgui.ui.widgets.band import Band
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import tr

if TYPE_CHECKING:
    from ftpsgui.demo.scenario import Scenario
    from ftpsgui.demo.stage import Stage


class DemoMode(QObject):
    """``scenario`` is None when the window is on the real network."""

    chosen = Signal(str)
    """Another scenario is wanted (its id)."""
    left = Signal()

    def __init__(self, window: Window, loan: FormLoan, latency: float | None = None) -> None:
        super().__init__(window)
        self._loan = loan
        self.scenario: Scenario | None = None
        self._window = window
        self._latency = latency
        self._band: Band | None = None

    def enter(self, name: str) -> None:
        """Take up a scenario; an empty name means the default one, an unknown one too."""
        self.scenario = _scenarios().get(name) or next(iter(_scenarios().values()))
        plan = self.scenario.plan(None)
        self._loan.lend(form_of(plan), self.scenario.password)
        self.show_band()

    def leave(self) -> None:
        """Go back to the real network, and to what was typed for it."""
        self.scenario = None
        self.show_band()
        self._loan.give_back()

    def show_band(self, scenario: str = "") -> None:
        """Show or hide the band in the window's language; ``scenario``: shown as chosen although another plays."""
        if self.scenario is None:
            if self._band is not None:
                self._band.hide()
            self._window.bar.set_locked(False)
            return
        if self._band is None:
            self._band = Band()
            self._band.chosen.connect(self.chosen)
            self._band.left.connect(self.left)
            self._window.add_band(self._band)
        self._band.say(
            tr(msg("Demo")),
            tr(msg("A virtual network inside this program; no packet leaves this computer.")),
            tr(msg("Leave the demo")),
            tr(msg("Scenario of the demo")),
        )
        entries = [(one.id, tr(one.title)) for one in _scenarios().values()]
        self._band.show_choices(entries, scenario or self.scenario.id)
        self._band.show()
        self._window.bar.set_locked(True)

    @asynccontextmanager
    async def stage(self, scenario: Scenario) -> AsyncIterator[Stage]:
        """Start the servers of ``scenario`` and stop them afterwards."""
        from ftpsgui.demo.stage import Stage

        async with AsyncExitStack() as stack:
            stage = Stage(scenario) if self._latency is None else Stage(scenario, latency=self._latency)
            await _enter(stack, stage)
            yield stage


async def _enter(stack: AsyncExitStack, stage: Stage) -> None:
    """Enter ``stage`` whole or not at all: a stop while its servers start must not leave them behind."""
    entering = asyncio.ensure_future(stack.enter_async_context(stage))
    try:
        await asyncio.shield(entering)
    except asyncio.CancelledError:
        await entering
        raise


def _scenarios() -> dict[str, Scenario]:
    from ftpsgui.demo import scenarios

    return scenarios.all()
