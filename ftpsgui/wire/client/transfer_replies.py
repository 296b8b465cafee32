"""The two replies to a transfer command: a 1xx that opens the transfer, and the final one, which may come at any time.

They are heard by a task of their own, since some servers say the 1xx only after the data handshake, and a refusal may
come while the data connection still waits for its first byte.
"""

from __future__ import annotations

import asyncio
import itertools
from typing import Any, Literal

from ftpsgui.model.facts import Reply
from ftpsgui.wire.client.control import Answer, ControlConnection, Heard
from ftpsgui.wire.client.ending import put_away

PRELIMINARIES = 20
"""How many 1xx replies to one command are taken; a server that sends more is not heard further."""


class TransferReplies:
    """What is said on the control connection about one transfer. ``order`` is told when a reply comes."""

    def __init__(self, control: ControlConnection, command: str, order: list[str]) -> None:
        loop = asyncio.get_running_loop()
        self.preliminary: asyncio.Future[Reply] = loop.create_future()
        self.final: asyncio.Future[Heard] = loop.create_future()
        self._control = control
        self._command = command
        self._order = order
        self._sent: float | None = None
        self._first_id: str | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._facts: dict[str, Any] = {}

    @property
    def begun(self) -> bool:
        """Whether the command was sent, so that a reply is due."""
        return self._hearing is not None

    @property
    def refused(self) -> bool:
        """Whether the server has said that there will be no transfer, or has gone."""
        if not self.final.done():
            return False
        reply = self.final.result().reply
        return reply is None or not reply.positive

    async def begin(self) -> bool:
        """Send the command and begin to listen; False when it could not be sent any more."""
        sent = await self._control.send(self._command)
        if isinstance(sent, Answer):
            self._facts |= {"final": sent.reply, "final_ending": sent.ending}
            return False
        self._sent = sent
        task = asyncio.get_running_loop().create_task(self._hear())
        task.set_name(f"replies {self._control.name}")
        self._hearing = task
        return True

    async def _hear(self) -> None:
        """Record the replies as they come: the first one is the command's, the others follow from it."""
        for count in itertools.count(1):
            heard = await self._control.hear(None)
            if heard.reply is not None and heard.reply.code < 200 and count > PRELIMINARIES:
                heard = Heard(None, "overflow")
            self._record(heard)
            if heard.reply is not None and heard.reply.code < 200:
                if not self.preliminary.done():
                    self._order.append("preliminary")
                    self._facts["preliminary"] = heard.reply
                    self.preliminary.set_result(heard.reply)
                continue
            if heard.reply is not None:
                self._order.append("final")
            self.final.set_result(heard)
            return

    def _record(self, heard: Heard) -> None:
        if self._first_id is None:
            self._first_id = self._control.answered(self._command, self._sent, heard).id
        else:
            self._control.answered(None, None, heard, caused_by=self._first_id)

    async def opened(self, timeout: float) -> bool:
        """Wait for the 1xx, or for the time to be over; False when there will be no transfer."""
        waited: set[asyncio.Future[Any]] = {self.preliminary, self.final}
        await asyncio.wait(waited, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        return not self.refused

    async def last_word(self, patience: float) -> None:
        """Wait for the final reply, the data connection being closed; record when it does not come."""
        await asyncio.wait({self.final}, timeout=patience)
        if not self.final.done():
            self._unanswered("timeout")

    def _unanswered(self, ending: Literal["timeout", "cancelled"]) -> None:
        """Record that the final reply did not come; the connection cannot be used any more."""
        self._facts["final_ending"] = ending
        self._record(Heard(None, ending))

    async def close(self) -> dict[str, Any]:
        """Stop listening, and return what the attempt's fact holds of the replies."""
        if self._hearing is not None:
            await put_away({self._hearing})
            if not self._hearing.cancelled():
                self._hearing.result()  # raises what can only be our own mistake
        if self.final.done() and not self.final.cancelled():
            heard = self.final.result()
            self._facts.setdefault("final", heard.reply)
            self._facts.setdefault("final_ending", heard.ending)
        elif self.begun and "final_ending" not in self._facts:
            self._unanswered("cancelled")
        return self._facts
