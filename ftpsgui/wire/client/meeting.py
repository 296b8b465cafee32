"""A data connection that is only made, to ask the server what it sees of it (ESTP, ESTA)."""

from __future__ import annotations

import asyncio

from ftpsgui.wire.client.data import Attempt


class Meeting(Attempt):
    """Only makes the connection, and hears what the server says of it: no TLS on it, and no data."""

    async def _transfer(self) -> None:
        if self._listing.mode in ("pasv", "epsv"):
            data = await self._dial_and_list(await self._setup_passive())
        else:
            await self._setup_active()
            await self._start_listing()
            data = await self._accepted_stream()
        self._facts["local"], self._facts["observed"] = data.local, data.remote
        await asyncio.wait({self._replies.final}, timeout=self._remaining())
        await data.close()
