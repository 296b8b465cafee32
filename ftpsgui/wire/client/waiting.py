"""A passive port that is only asked about: PASV or EPSV, and STAT while the server waits there. Nothing is dialled."""

from __future__ import annotations

import asyncio

from ftpsgui.wire.client.data import Attempt


class Waiting(Attempt):
    """Lets the server open a port, and hears its answer to the listing's command (STAT) instead of connecting."""

    async def _transfer(self) -> None:
        await self._setup_passive()
        await self._start_listing()
        await asyncio.wait({self._replies.final}, timeout=self._remaining())
