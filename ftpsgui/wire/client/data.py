"""One try to open a data connection and to list a directory over it.

The order is what servers expect (and what was measured against them): open TCP, send the command, wait for the 1xx
— at most ``timeouts.preliminary`` seconds, since some servers send it after the data handshake —, handshake with the
control connection's name and session, read to the end, close with close_notify both ways, then the final reply.
After an error on the data connection it is closed *before* the final reply is awaited: several servers answer only then.

In active mode the connection may come while PORT is still unanswered (pyftpdlib), so waiting for the server begins
with listening. Whoever connects from another address than the control connection's peer is recorded and refused.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Coroutine
from typing import Any, Literal, TypeVar

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import DataAttempt, DataEnding, Observation, Outcome, Step
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import Clock, Network, NetworkError, Stream
from ftpsgui.protocol.active import format_eprt, format_port
from ftpsgui.protocol.escape import escape
from ftpsgui.protocol.passive import parse_epsv, parse_pasv
from ftpsgui.wire.client.control import Answer, ControlConnection
from ftpsgui.wire.client.door import Door
from ftpsgui.wire.client.ending import put_away, to_the_end
from ftpsgui.wire.client.identity import CertificateChanged, Identity
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.client.transfer_replies import TransferReplies
from ftpsgui.wire.transport.tls import TlsError, TlsStream

T = TypeVar("T")

MAX_LISTING = 4 * 1024 * 1024
"""Bytes after which a listing is cut off."""
GRACE = 0.5
"""Seconds that the data connection still gets once the control connection said that the transfer failed."""
PATIENCE = 4
"""A listing that keeps coming may take this many times ``timeouts.data``; then it is cut off."""
LAST_WORD = 2.0
"""Seconds that the final reply gets at least, even when the deadline is near."""


class Failed(Exception):  # noqa: N818
    """The try is over; the fields say why."""


class Attempt:
    """One try, from the mode command to the final reply. Subclasses transfer something else than a listing."""

    def __init__(
        self,
        control: ControlConnection,
        listing: Listing,
        plan: Plan,
        network: Network,
        clock: Clock,
        identity: Identity,
    ) -> None:
        self._control = control
        self._listing = listing
        self._plan = plan
        self._network = network
        self._clock = clock
        self._identity = identity
        self._started = clock.ticks()
        self._deadline = asyncio.get_running_loop().time() + plan.timeouts.data
        self._order: list[str] = []
        self._facts: dict[str, Any] = {}
        self._setup_id: str | None = None
        self._door: Door | None = None
        self._data: Stream | None = None
        self._working: set[asyncio.Task[Any]] = set()
        self._replies = TransferReplies(control, listing.command, self._order)

    # The whole

    async def run(self) -> Observation:
        """Try, and return the DataAttempt as recorded.

        A control connection that was left in the middle of the transfer is not usable afterwards. Cancelled: what is
        known so far is recorded, then CancelledError goes on. Raises CertificateChanged after recording both facts.
        """
        cancelled = True
        try:
            try:
                await self._transfer()
            except Failed:
                pass
            finally:
                if self._data is not None:
                    self._data.abort()  # does nothing after an orderly close
            if self._replies.begun:
                # Without a data connection there is nothing that the server could say more about.
                left = self._remaining()
                await self._replies.last_word(max(left, LAST_WORD) if self._data is not None else left)
            cancelled = False
        except CertificateChanged:
            cancelled = False
            self._facts.setdefault("ending", "tls-error")
            raise
        finally:
            observation = await to_the_end(self._finish(cancelled=cancelled))
        return observation

    def _so_far(self) -> DataAttempt:
        return DataAttempt(
            mode=self._listing.mode,
            address=self._listing.address,
            protection="private" if self._control.data_protected else "clear",
            purpose=self._listing.purpose,
            control_peer=self._control.remote,
            control_protected=self._control.protected,
            foreign_peers=tuple(self._door.foreign) if self._door is not None else (),
            order=tuple(dict.fromkeys(self._order)),
            seconds=self._clock.ticks() - self._started,
            **self._facts,
        )

    async def _finish(self, *, cancelled: bool) -> Observation:
        if self._data is not None:
            self._data.abort()
        await put_away(self._working)
        if self._door is not None:
            await self._door.close()
        self._facts |= await self._replies.close()
        if cancelled:
            self._facts.setdefault("ending", "cancelled")
            self._facts.setdefault("setup_ending", "cancelled")
        return self._control.record(self._so_far(), caused_by=self._setup_id)

    async def _transfer(self) -> None:
        if self._listing.mode in ("pasv", "epsv"):
            data = await self._dial_and_list(await self._setup_passive())
        else:
            await self._setup_active()
            await self._start_listing()
            data = await self._accepted_stream()
        self._facts["local"], self._facts["observed"] = data.local, data.remote
        if not self._listing.eager:
            timeout = min(self._plan.timeouts.preliminary, self._remaining())
            if not await self._replies.opened(timeout):
                raise Failed
        if self._control.data_protected:
            data = await self._handshake(data)
        await self._carry(data)

    # Setting up

    async def _setup_passive(self) -> HostPort:
        """Ask where to dial, and return it."""
        verb = self._listing.mode.upper()
        answer = await self._command(verb)
        reply = answer.reply
        if reply is None or not reply.positive:
            raise Failed
        self._facts["raw"] = reply.raw.split("\n")[-1]
        peer = self._control.remote
        if self._listing.mode == "pasv":
            address = parse_pasv(reply)
            advertised = HostPort(host=address.host, port=address.port) if address else None
        else:
            port = parse_epsv(reply)
            advertised = HostPort(host=peer.host, port=port.port) if port else None
        if advertised is None:
            raise Failed
        self._facts["advertised"] = advertised
        if self._listing.on_setup is not None:
            self._listing.on_setup(self._so_far())
        if advertised.port == 0:
            raise Failed
        host = advertised.host if self._listing.address == "advertised" else peer.host
        return HostPort(host=host, port=advertised.port)

    async def _dial_and_list(self, dialled: HostPort) -> Stream:
        self._facts["dialled"] = dialled
        if self._listing.eager:
            await self._start_listing()
        began = self._clock.ticks()
        try:
            self._data = data = await self._network.connect(
                dialled, timeout=max(self._remaining(), 0.05), bind=self._plan.active.bind
            )
        except NetworkError as error:
            self._step("tcp", began, error.outcome, error.error)
            raise Failed from error
        except asyncio.CancelledError:
            self._step("tcp", began, "cancelled")
            raise
        self._step("tcp", began, "ok")
        if not self._listing.eager:
            await self._start_listing()
        return data

    async def _setup_active(self) -> None:
        local = self._plan.active.bind or self._control.local.host
        try:
            listener = await self._network.listen(local, self._plan.active.ports)
        except NetworkError as error:
            self._facts["tcp"] = Step(outcome="error", seconds=0.0, error=error.error)
            raise Failed from error
        listened = listener.local
        named = HostPort(host=self._listing.public or listened.host, port=listened.port)
        self._facts["listened"] = listened
        self._facts["advertised"] = named
        self._listening_since = self._clock.ticks()
        self._door = Door(listener, self._control.remote, self._met)
        argument = format_port(named) if self._listing.mode == "port" else format_eprt(named)
        self._facts["raw"] = argument
        answer = await self._command(f"{self._listing.mode.upper()} {argument}")
        if answer.reply is None or not answer.reply.positive:
            if answer.ending == "timeout" and not self._door.accepted.done():
                # pyftpdlib connects before it answers PORT: its silence is a connection that does not come about.
                self._nobody_came()
            raise Failed

    def _nobody_came(self) -> None:
        self._facts["tcp"] = Step(outcome="timeout", seconds=self._clock.ticks() - self._listening_since)

    def _met(self, data: Stream) -> None:
        self._data = data
        self._step("tcp", self._listening_since, "ok")

    async def _accepted_stream(self) -> Stream:
        """Wait until the server connects, or says that it cannot, or the time is up."""
        assert self._door is not None
        accepted, final = self._door.accepted, self._replies.final
        await asyncio.wait(
            _any_of(accepted, final), timeout=self._remaining(), return_when=asyncio.FIRST_COMPLETED
        )
        if not accepted.done() and final.done():
            # It may have connected and complained at once; both are on their way then.
            await asyncio.wait({accepted}, timeout=min(GRACE, self._remaining()))
        if accepted.done():
            return accepted.result()
        if not final.done():
            self._nobody_came()
        raise Failed

    async def _command(self, command: str) -> Answer:
        answer = await self._control.command(command, self._remaining())
        self._setup_id = answer.observation.id
        self._facts["setup_ending"] = answer.ending
        if answer.reply is not None:
            self._facts["setup"] = answer.reply
            self._order.append("setup")
        return answer

    async def _start_listing(self) -> None:
        self._facts["command"] = self._listing.command.partition(" ")[0]
        if not await self._replies.begin():
            raise Failed

    # TLS and data

    async def _handshake(self, data: Stream) -> TlsStream:
        control = self._control.tls
        assert control is not None
        session = None
        if self._listing.offer_session:
            match self._listing.session_from:
                case "control":
                    session = control.session
                case "data":
                    session = self._control.data_session
                case "data-again":
                    session = self._control.offered_session
        self._control.offered_session = session
        self._facts["session_offered"] = session is not None
        if session is not None:
            self._facts["session_from"] = "control" if self._listing.session_from == "control" else "data"
            if session.id:
                self._facts["session_id"] = hashlib.sha256(session.id).hexdigest()[:16]
        self._facts["tickets"] = control.witness.tickets
        began = self._clock.ticks()
        tls = TlsStream(data, control.context, server_name=control.server_name, session=session)
        self._data = tls
        try:
            await self._until_refused(tls.handshake(), self._remaining())
        except TimeoutError:
            self._step("tls", began, "timeout")
            raise Failed from None
        except NetworkError as error:
            self._step("tls", began, error.outcome, error.error)
            self._facts["certificate_sha256"] = tls.certificate_sha256
            if isinstance(error, TlsError):
                self._facts["first_bytes"] = escape(error.first_bytes)
            await data.close()  # in order: a reset could destroy the alert that tells the server's log why
            raise Failed from error
        except asyncio.CancelledError:
            self._step("tls", began, "cancelled")
            raise
        self._step("tls", began, "ok")
        self._facts["resumed"] = tls.resumed
        self._facts["tls_version"] = tls.version
        self._facts["certificate_sha256"] = tls.certificate_sha256
        self._identity.check_data(self._control, tls.certificate_sha256)
        return tls

    async def _carry(self, data: Stream) -> None:
        """Read to the end and close in order."""
        ending: DataEnding
        count = lines = 0
        loop = asyncio.get_running_loop()
        came = loop.time()
        stop = came + PATIENCE * self._plan.timeouts.data
        try:
            while True:
                left = stop - loop.time()
                if left <= 0:  # it keeps coming, and would keep us for ever
                    raise TimeoutError
                chunk = await self._until_refused(data.read(), min(left, self._plan.timeouts.data))
                if not chunk:
                    break
                came = loop.time()
                self._order.append("data")
                self._received(chunk)
                count += len(chunk)
                lines += chunk.count(b"\n")
                if count > MAX_LISTING:
                    self._facts["ending"] = "overflow"
                    raise Failed
            ending = "eof"
            if isinstance(data, TlsStream):
                ending = "close_notify"
                self._control.ended_data = data
                await asyncio.wait_for(data.finish(), GRACE)
        except TimeoutError:
            # Cut off while it kept coming, or silent by itself. (Timers may be early by a hair.)
            now = loop.time()
            kept_coming = now - came < self._plan.timeouts.data / 2
            ending = "overflow" if kept_coming and now >= stop - 0.01 else "timeout"
            if isinstance(data, TlsStream) and data.close_notify:
                ending = "close_notify"
        except NetworkError as error:
            ending = data_ending(error, data)
            if isinstance(error, TlsError) and error.first_bytes:
                self._facts["first_bytes"] = escape(error.first_bytes)
        finally:
            self._facts["bytes"], self._facts["lines"] = count, lines
        self._facts["ending"] = ending
        self._order.append("end")
        if ending not in ("timeout", "overflow"):
            await data.close()

    def _received(self, chunk: bytes) -> None:
        """Take a chunk that was read; a listing is only counted."""

    async def _until_refused(self, action: Coroutine[Any, Any, T], timeout: float) -> T:
        """Do ``action`` within ``timeout`` seconds, or a grace after the server said that it failed."""
        task = asyncio.get_running_loop().create_task(action)
        task.set_name(f"data {self._control.name}")
        self._working.add(task)
        final = self._replies.final
        try:
            done, _ = await asyncio.wait(
                _any_of(task) if final.done() else _any_of(task, final),
                timeout=GRACE if self._replies.refused else timeout,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if done and not task.done():
                # A positive final reply may overtake the data; after a negative one there is little to come.
                await asyncio.wait({task}, timeout=GRACE if self._replies.refused else timeout)
        finally:
            self._working.discard(task)
            await to_the_end(put_away({task}))
        if task.cancelled():
            raise TimeoutError
        return task.result()

    # Small things

    def _remaining(self) -> float:
        return max(self._deadline - asyncio.get_running_loop().time(), 0.0)

    def _step(
        self, name: Literal["tcp", "tls"], began: float, outcome: Outcome, error: str | None = None
    ) -> None:
        self._facts[name] = Step(outcome=outcome, seconds=self._clock.ticks() - began, error=error)
        self._order.append(name)


def _any_of(*futures: asyncio.Future[Any]) -> set[asyncio.Future[Any]]:
    return set(futures)


def data_ending(error: NetworkError, data: Stream) -> DataEnding:
    """How the data ended when it ended with ``error``."""
    if isinstance(data, TlsStream) and data.close_notify:
        return "close_notify"  # their last word was said; what went wrong is our answer to it
    if error.outcome == "reset":
        return "rst"
    if error.outcome == "closed":
        return "eof"
    return "tls-error" if isinstance(error, TlsError) else "rst"
