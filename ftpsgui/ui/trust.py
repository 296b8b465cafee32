"""The question about a certificate, put before the person at the window."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QDialog

from ftpsgui.model.seams import TrustAnswer, TrustQuestion
from ftpsgui.ui.widgets.trust_sheet import TrustSheet
from ftpsgui.ui.window import Window


class TrustDesk:
    """Implements the seam ``AskTrust`` by a sheet over the window. One question at a time."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._sheet: TrustSheet | None = None
        self.now = ""
        """Start of the run, ISO 8601 UTC: certificates are judged at that time."""

    def dismiss(self) -> None:
        """Close an open question; that refuses."""
        if self._sheet is not None:
            self._sheet.reject()

    async def ask(self, question: TrustQuestion) -> TrustAnswer:
        """Put the certificate before the user; cancelled with the run."""
        answered: asyncio.Future[TrustAnswer] = asyncio.get_running_loop().create_future()
        sheet = TrustSheet(question, self.now, self._window)

        def answer(result: int) -> None:
            if not answered.done():
                answered.set_result("accept" if result == QDialog.DialogCode.Accepted else "refuse")

        sheet.finished.connect(answer)
        self._sheet = sheet
        sheet.open()
        try:
            return await answered
        finally:
            self._sheet = None
            sheet.finished.disconnect(answer)
            sheet.close()
            sheet.deleteLater()
