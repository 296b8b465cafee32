"""Where the server is let in, in active mode: one listener, the server's connection, and everybody else's, refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ftpsgui.model.addresses import HostPort, same_address
from ftpsgui.model.seams import Listener, Stream
from ftpsgui.wire.client.ending import put_away

FOREIGN_PEERS = 50
"""How many connections from elsewhere are recorded of one try; all are refused."""


class Door:
    """Accepts the connection of ``expected`` from its making on, since the server may come before PORT is answered.

    ``met`` is called with the stream at once when it is there.
    """

    def __init__(self, listener: Listener, expected: HostPort, met: Callable[[Stream], None]) -> None:
        self.foreign: list[HostPort] = []
        """Who else came."""
        self.local = listener.local
        self._listener = listener
        self._expected = expected
        self._met = met
        task = asyncio.get_running_loop().create_task(self._accept())
        task.set_name(f"accept on {listener.local.port}")
        self.accepted: asyncio.Task[Stream] = task

    async def _accept(self) -> Stream:
        while True:
            stream = await self._listener.accept()
            if same_address(stream.remote.host, self._expected.host):
                self._met(stream)
                return stream
            if len(self.foreign) < FOREIGN_PEERS:
                self.foreign.append(stream.remote)
            stream.abort()

    async def close(self) -> None:
        """Let nobody in any more; a connection that was accepted is its owner's."""
        await put_away({self.accepted})
        await self._listener.close()
