"""The question about a certificate, put before the person at the window, and what is kept of the answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QApplication, QDialog

from ftpsgui.memory.pins import Pin, Pins, plain_host
from ftpsgui.model.message import msg
from ftpsgui.model.plan import Agreement, Plan
from ftpsgui.model.seams import TrustAnswer, TrustQuestion
from ftpsgui.presentation.view_pins import pins_view
from ftpsgui.presentation.view_trust import trust_view
from ftpsgui.session.errors import SessionError
from ftpsgui.ui.widgets.trust_sheet import TrustSheet
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import tr, translator

if TYPE_CHECKING:
    from ftpsgui.ui.widgets.pins_sheet import PinsSheet


class TrustDesk:
    """Implements the seam ``AskTrust`` by a sheet over the window. One question at a time.

    ``ask`` keeps an agreement, for good or until the program is closed; ``ask_once`` (the demo's) for one run.
    """

    def __init__(self, window: Window, pins: Pins) -> None:
        self._window = window
        self._pins = pins
        self._sheet: TrustSheet | None = None
        self._for_now: dict[tuple[str, int], str] = {}
        """Fingerprints that hold until the program is closed, by host and control port."""
        self.list: PinsSheet | None = None
        window.pins_wanted.connect(self.show_list)
        self.now = ""
        """Start of the run, ISO 8601 UTC: certificates are judged at that time."""

    def recall(self, plan: Plan) -> Plan:
        """Return ``plan`` with what was agreed to earlier for its host, on the ports that it may dial."""
        host = plan.endpoint.host
        try:
            pins = self._pins.of_host(host)
        except SessionError as error:
            self._window.tell("pins", error.message)
            pins = ()
        usual = {"explicit": (21,), "implicit": (990,)}.get(plan.endpoint.tls, (21, 990))
        ports = usual if plan.endpoint.port is None else (plan.endpoint.port,)
        # The newest word first: a certificate that changes is compared with that one.
        given = [(port, self._for_now.get(_place(host, port), "")) for port in ports]
        given += [(pin.port, pin.sha256) for pin in pins if pin.port in ports]
        agreed = tuple(Agreement(port=port, sha256=sha256) for port, sha256 in dict.fromkeys(given) if sha256)
        return msgspec.structs.replace(plan, trust=msgspec.structs.replace(plan.trust, agreed=agreed))

    def show_list(self) -> None:
        """Show what was agreed to for good."""
        if self.list is not None:
            return
        from ftpsgui.ui.widgets.pins_sheet import PinsSheet

        sheet = self.list = PinsSheet(self._window)
        sheet.remove_wanted.connect(self._remove)
        sheet.finished.connect(self._listed)
        self._fill()
        sheet.open()

    def _fill(self) -> None:
        if self.list is None:
            return
        try:
            pins = self._pins.all()
        except SessionError as error:
            self.list.say(tr(error.message))
            pins = ()
        self.list.show_pins(pins_view(pins, translator()))

    def _remove(self, host: str, port: int) -> None:
        assert self.list is not None
        self.list.say("")
        self._for_now.pop(_place(host, port), None)
        try:
            self._pins.remove(host, port)
        except SessionError as error:
            self.list.say(tr(error.message))
        self._fill()

    def _listed(self) -> None:
        sheet, self.list = self.list, None
        if sheet is not None:
            sheet.deleteLater()

    def dismiss(self) -> None:
        """Close an open question; that refuses."""
        if self._sheet is not None:
            self._sheet.reject()

    async def ask(self, question: TrustQuestion) -> TrustAnswer:
        """Put the certificate before the user; cancelled with the run."""
        return await self._ask(question, lasting=True)

    async def ask_once(self, question: TrustQuestion) -> TrustAnswer:
        """Put it before the user, for this run alone."""
        return await self._ask(question, lasting=False)

    async def _ask(self, question: TrustQuestion, *, lasting: bool) -> TrustAnswer:
        answered: asyncio.Future[TrustAnswer] = asyncio.get_running_loop().create_future()
        view = trust_view(question, self.now, translator(), agreed=self._agreed_on(question), lasting=lasting)
        sheet = TrustSheet(view, self._window)

        def answer(result: int) -> None:
            if not answered.done():
                answered.set_result("accept" if result == QDialog.DialogCode.Accepted else "refuse")

        sheet.finished.connect(answer)
        self._sheet = sheet
        sheet.open()
        QApplication.alert(self._window)
        try:
            given = await answered
            if given == "accept" and lasting:
                self._for_now[_place(question.host, question.port)] = question.chain[0].sha256
                if sheet.lasting:
                    self._keep(question)
            return given
        finally:
            self._sheet = None
            sheet.finished.disconnect(answer)
            sheet.close()
            sheet.deleteLater()

    def _agreed_on(self, question: TrustQuestion) -> str:
        if question.expected is None:
            return ""
        try:
            pin = self._pins.find(question.host, question.port)
        except SessionError:
            return ""
        return pin.agreed if pin is not None and pin.sha256 == question.expected else ""

    def _keep(self, question: TrustQuestion) -> None:
        shown = question.chain[0]
        pin = Pin(
            host=question.host,
            port=question.port,
            sha256=shown.sha256,
            agreed=self.now,
            subject=shown.subject,
        )
        try:
            aside = self._pins.put(pin)
        except SessionError as error:
            self._window.tell("pins", error.message)
            return
        if aside is not None:
            kept = msg("The damaged file of trusted certificates is kept as {path}.", path=str(aside))
            self._window.tell("pins", kept, "neutral")


def _place(host: str, port: int) -> tuple[str, int]:
    """Return what an agreement counts for."""
    return plain_host(host), port
