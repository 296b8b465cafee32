"""Whose words cures are given in: the router and the product that were chosen, remembered from one start to the next."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal

from ftpsgui.diagnosis.engine import Choices
from ftpsgui.knowledge.base import load
from ftpsgui.memory.cures import CureChoice, Cures
from ftpsgui.session.errors import SessionError
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import tr


class CureDesk(QObject):
    """``changed`` when cures are to be worded otherwise."""

    changed = Signal()

    def __init__(self, window: Window, memory: Cures) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        remembered = memory.load()
        self.product = remembered.product
        """The product that was chosen last among several."""
        known = load().routers
        self.choices = Choices(
            router=remembered.router if remembered.router in known else None,
            firewall=remembered.firewall if remembered.firewall in known else None,
        )
        window.firewall_chosen.connect(self.choose_firewall)
        window.router_chosen.connect(self.choose_router)
        window.cure_chosen.connect(self.choose_product)

    def choose_router(self, name: str) -> None:
        """Give the cures in the words of this router; an empty name takes that back."""
        self.choices = msgspec.structs.replace(self.choices, router=name or None)
        self.changed.emit()
        self._remember()  # last: it says when that does not work

    def choose_firewall(self, name: str) -> None:
        """The same for the firewall on the server's own machine."""
        self.choices = msgspec.structs.replace(self.choices, firewall=name or None)
        self.changed.emit()
        self._remember()

    def choose_product(self, product: str) -> None:
        """Remember for which product a cure was chosen."""
        self.product = product
        self._remember()

    def _remember(self) -> None:
        choice = CureChoice(
            router=self.choices.router or "", firewall=self.choices.firewall or "", product=self.product
        )
        try:
            self._memory.save(choice)
        except SessionError as error:
            self._window.say_for_a_while(tr(error.message))
