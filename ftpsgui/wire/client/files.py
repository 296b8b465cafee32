"""Writing a file to the server and reading it back: the same try as a listing, with other data.

An upload is over for us when the server has said close_notify, or closed: until then bytes may still be on their way,
and what is left unread on our side (TLS 1.3 tickets) would turn an early close into a reset that destroys them.
"""

from __future__ import annotations

import asyncio
import hashlib

from ftpsgui.model.facts import DataEnding
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import Clock, Network, NetworkError, Stream
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.data import PATIENCE, Attempt, data_ending
from ftpsgui.wire.client.identity import Identity
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.transport.tls import TlsStream

CHUNK = 16 * 1024
"""Bytes written at once: one TLS record."""


class Upload(Attempt):
    """Sends ``content``; the fact's ``bytes`` are those that were handed over."""

    def __init__(
        self,
        control: ControlConnection,
        listing: Listing,
        plan: Plan,
        network: Network,
        clock: Clock,
        identity: Identity,
        *,
        content: bytes,
    ) -> None:
        super().__init__(control, listing, plan, network, clock, identity)
        self._content = content
        self._facts |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    async def _carry(self, data: Stream) -> None:
        ending: DataEnding = "eof"
        loop = asyncio.get_running_loop()
        stop = loop.time() + PATIENCE * self._plan.timeouts.data
        sent = 0
        try:
            while sent < len(self._content):
                chunk = self._content[sent : sent + CHUNK]
                left = max(min(stop - loop.time(), self._plan.timeouts.data), 0.0)
                await self._until_refused(data.write(chunk), left)
                self._order.append("data")
                sent += len(chunk)
            if isinstance(data, TlsStream):
                # The network may have taken all and still have most of it to deliver.
                await self._until_refused(data.finish(), max(stop - loop.time(), 0.0))
                ending = "close_notify"
        except TimeoutError:
            ending = "timeout"
        except NetworkError as error:
            ending = data_ending(error, data)
        finally:
            self._facts["bytes"] = sent
        self._facts["ending"] = ending
        self._order.append("end")
        if ending != "timeout":
            await data.close()
        self._deadline = loop.time() + self._plan.timeouts.data  # the server has to store it


class Download(Attempt):
    """Reads a file that should be ``size`` bytes long, and hashes it."""

    def __init__(
        self,
        control: ControlConnection,
        listing: Listing,
        plan: Plan,
        network: Network,
        clock: Clock,
        identity: Identity,
        *,
        size: int,
    ) -> None:
        super().__init__(control, listing, plan, network, clock, identity)
        self._digest = hashlib.sha256()
        self._facts["size"] = size

    def _received(self, chunk: bytes) -> None:
        self._digest.update(chunk)

    async def _carry(self, data: Stream) -> None:
        try:
            await super()._carry(data)
        finally:
            self._facts["sha256"] = self._digest.hexdigest()
