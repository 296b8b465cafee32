"""A control connection: commands out, replies in, everything recorded.

One read of the stream is in flight at most, and it survives whoever waits for it: a deadline or a cancelled wait
never loses a byte. It is begun only when somebody waits for a reply and none is left over. So nothing is in flight
when a 234 has just been read, and what is left in the buffer then was sent before TLS and must not be there
(plaintext injection, CVE-2011-0411 and kin; RFC 4217 §4 begins TLS right after the reply).
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from typing import Literal, NamedTuple

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import (
    ConnectionEnded,
    ControlCleared,
    Ending,
    Exchange,
    Fact,
    Observation,
    Outcome,
    Reply,
    Step,
    StrayBytes,
)
from ftpsgui.model.seams import Clock, NetworkError, Recorder, Stream
from ftpsgui.protocol.commands import encode_command, shown
from ftpsgui.protocol.escape import escape
from ftpsgui.protocol.replies import ReplyReader
from ftpsgui.wire.transport.tls import TlsError, TlsStream

PARTIAL = 2048
"""How much is kept of a reply that never came to its end."""
STRAY = 512
UNASKED = 50
"""How many replies that nobody asked for are recorded on one connection; a server that sends more is not heard further."""
How = Literal["quit", "closed-by-peer", "reset", "aborted", "timeout"]


class Heard(NamedTuple):
    """What came of waiting for a reply. ``reply`` is None unless ``ending`` is ``replied``."""

    reply: Reply | None
    ending: Ending
    error: str | None = None


class Answer(NamedTuple):
    """An exchange as it was recorded."""

    reply: Reply | None
    ending: Ending
    observation: Observation


class ControlConnection:
    """One control connection, from the open TCP stream on. ``probe`` is on whose behalf it speaks just now."""

    def __init__(self, name: str, stream: Stream, *, probe: str, clock: Clock, recorder: Recorder) -> None:
        self.name = name
        self.probe = probe
        self.remote: HostPort = stream.remote
        self.local: HostPort = stream.local
        self.greeting: Reply | None = None
        self.logged_in = False
        self.data_protected = False
        self.ended_data: TlsStream | None = None
        """The last data connection over TLS that came to its end."""
        self.offered_session: ssl.SSLSession | None = None
        """The one that the last data connection offered."""
        self._raw = stream
        self._stream: Stream = stream
        self._tls: TlsStream | None = None
        self._cleared = False
        self._clock = clock
        self._recorder = recorder
        self._reader = ReplyReader()
        self._replies: deque[Reply] = deque()
        self._reading: asyncio.Task[bytes] | None = None
        self._over: Heard | None = None
        self._desynchronised = False
        self._ended = False
        self._unasked = 0

    @property
    def data_session(self) -> ssl.SSLSession | None:
        """The TLS session of the last data connection that came to its end. To copy it takes OpenSSL most of a millisecond."""
        return self.ended_data.session if self.ended_data is not None else None

    @property
    def tls(self) -> TlsStream | None:
        """The TLS layer, once it stands; after CCC it is still the one whose session data connections resume."""
        return self._tls

    @property
    def protected(self) -> bool:
        """Whether what is said now goes over TLS."""
        return self._tls is not None and not self._cleared

    @property
    def usable(self) -> bool:
        """Whether another command may be sent: open, and no reply outstanding that might be taken for its own."""
        if self._reading is not None and self._reading.done():
            self._take_read()
        # A 421 that nobody asked for is the server's farewell to a connection that was silent for too long.
        gone = any(reply.code == 421 for reply in self._replies)
        return not (gone or self._ended or self._desynchronised or self._over is not None)

    def record(self, fact: Fact, *, caused_by: str | None = None) -> Observation:
        """Record a fact about this connection."""
        return self._recorder.record(fact, probe=self.probe, connection=self.name, caused_by=caused_by)

    # Replies

    async def hear(self, timeout: float | None) -> Heard:
        """Wait for the next reply, all of it within ``timeout`` seconds. May be cancelled without loss."""
        loop = asyncio.get_running_loop()
        deadline = None if timeout is None else loop.time() + timeout
        while True:
            if self._replies:
                return Heard(self._replies.popleft(), "replied")
            if self._over is not None:
                return self._over
            if self._reading is None:
                self._reading = loop.create_task(self._stream.read(), name=f"read {self.name}")
            remaining = None if deadline is None else deadline - loop.time()
            if remaining is not None and remaining <= 0 and not self._reading.done():
                return Heard(None, "timeout")
            done, _ = await asyncio.wait({self._reading}, timeout=remaining)
            if not done:
                return Heard(None, "timeout")
            self._take_read()

    def _take_read(self) -> None:
        """Take what the finished read brought."""
        task, self._reading = self._reading, None
        if task is None or task.cancelled():
            self._over = Heard(None, "cancelled")
            return
        error = task.exception()
        if error is None:
            data = task.result()
            if not data:
                self._over = Heard(None, "closed")
                return
            self._replies.extend(self._reader.feed(data))
            if self._reader.overflowed:
                self._over = Heard(None, "overflow")
            return
        if not isinstance(error, NetworkError):
            raise error
        if isinstance(error, TlsError) and error.first_bytes:
            self.record(StrayBytes(where="inside-tls", raw=escape(error.first_bytes)))
        ending: Ending = {"reset": "reset", "closed": "closed", "timeout": "timeout"}.get(  # type: ignore[assignment]
            error.outcome, "tls-error" if isinstance(error, TlsError) else "closed"
        )
        self._over = Heard(None, ending, error.error)

    def listen(self) -> None:
        """Begin to read while nobody waits, to learn of an end; only once TLS, if any, stands."""
        if self._reading is None and self._over is None and not self._ended:
            self._reading = asyncio.get_running_loop().create_task(
                self._stream.read(), name=f"read {self.name}"
            )

    # Exchanges

    @property
    def unfinished(self) -> bool:
        """Whether a reply has begun and not come to its end."""
        return bool(self._reader.pending)

    async def greet(self, timeout: float, *, begun: float = 0.0) -> Answer:
        """Wait for the greeting. One that is not FTP is recorded as stray bytes, with ``reply`` None.

        ``begun``: seconds more for a greeting of which something has come.
        """
        try:
            heard = await self.hear(timeout)
            if heard.ending == "timeout" and self.unfinished:
                heard = await self.hear(begun)
        except asyncio.CancelledError:
            self._exchange(None, None, Heard(None, "cancelled"))
            raise
        if heard.reply is not None and heard.reply.code == 0:
            rest = [reply.raw for reply in self._replies]
            raw = "\n".join([heard.reply.raw, *rest])[:STRAY]
            observation = self.record(StrayBytes(where="instead-of-greeting", raw=raw))
            self._desynchronised = True
            return Answer(None, "replied", observation)
        if heard.reply is None and self._reader.pending and b"\n" not in self._reader.pending:
            head = self._reader.pending[:STRAY]
            if not head[:3].isdigit():
                self.record(StrayBytes(where="instead-of-greeting", raw=escape(head)))
        self.greeting = heard.reply
        return self._exchange(None, None, heard)

    async def command(self, command: str, timeout: float) -> Answer:
        """Send ``command`` and wait for its reply within ``timeout`` seconds; record both.

        Without a reply the connection is not :attr:`usable` any more: a late one could be taken for another's.
        """
        sent = await self.send(command)
        if isinstance(sent, Answer):
            return sent
        try:
            heard = await self.hear(timeout)
        except asyncio.CancelledError:
            self._exchange(command, sent, Heard(None, "cancelled"))
            self._desynchronised = True
            raise
        return self._exchange(command, sent, heard)

    async def send(self, command: str) -> float | Answer:
        """Send ``command`` only and return when; or, when it cannot be sent, the exchange that records so."""
        self.flush_unasked()
        line = encode_command(command)
        sent = self._clock.now()
        try:
            await self._stream.write(line)
        except NetworkError as error:
            # The peer's last words (421 …) may still be there, unread.
            heard = await self.hear(0.2)
            if heard.reply is None:
                ending: Ending = "reset" if error.outcome == "reset" else "closed"
                heard = Heard(None, ending, error.error)
                self._over = heard
            return self._exchange(command, sent, heard)
        except asyncio.CancelledError:
            self._exchange(command, sent, Heard(None, "cancelled"))
            self._desynchronised = True
            raise
        return sent

    def flush_unasked(self) -> None:
        """Record replies that nobody asked for, so that they are not taken for the next command's."""
        if self._reading is not None and self._reading.done():
            self._take_read()
        while self._replies:
            self._unasked += 1
            if self._unasked > UNASKED:
                self._replies.clear()
                self._over = Heard(None, "overflow")
                return
            self._exchange(None, None, Heard(self._replies.popleft(), "replied"))

    def answered(
        self, command: str | None, sent: float | None, heard: Heard, *, caused_by: str | None = None
    ) -> Observation:
        """Record an exchange whose reply was awaited elsewhere (the transfer commands have two)."""
        return self._exchange(command, sent, heard, caused_by=caused_by).observation

    def _exchange(
        self, command: str | None, sent: float | None, heard: Heard, *, caused_by: str | None = None
    ) -> Answer:
        partial = "" if heard.reply is not None else escape(self._reader.pending[:PARTIAL])
        observation = self.record(
            Exchange(
                command=None if command is None else shown(command),
                reply=heard.reply,
                sent=sent,
                replied=self._clock.now() if heard.ending == "replied" else None,
                ending=heard.ending,
                protected=self.protected,
                error=heard.error,
                partial=partial,
            ),
            caused_by=caused_by,
        )
        if heard.reply is not None and heard.reply.code == 421:
            self._desynchronised = True  # "closing control connection" (RFC 959 §4.2.1)
        if heard.ending != "replied":
            self._desynchronised = True
            if heard.ending == "closed":
                self._end("closed-by-peer")
            elif heard.ending == "reset":
                self._end("reset")
            elif heard.ending in ("tls-error", "overflow"):
                self._raw.abort()
                self._end("aborted")
        return Answer(heard.reply, heard.ending, observation)

    # TLS

    def injected(self) -> bytes:
        """Return what was received beyond the last reply; before a TLS handshake there must be nothing."""
        left = b"".join(reply.raw.encode() + b"\r\n" for reply in self._replies) + self._reader.pending
        return left[:STRAY]

    def secured(self, tls: TlsStream) -> None:
        """Go on over ``tls``, whose handshake is done; nothing that came before it counts any more."""
        self._tls = tls
        self._stream = tls
        self._reader = ReplyReader()
        self._replies.clear()
        self._desynchronised = False  # a greeting that did not come before TLS may come after it

    async def clear(self, timeout: float, *, caused_by: str | None = None) -> bool:
        """End TLS and go on in clear text: CCC was accepted. Returns whether the connection is still usable.

        RFC 4217 §12.3: both sides say close_notify, and the TCP connection stays open. A server that does not say it
        within ``timeout`` seconds may have gone on in clear already.
        """
        assert self._tls is not None
        outcome: Outcome = "ok"
        error: str | None = None
        began = self._clock.ticks()
        try:
            async with asyncio.timeout(timeout):
                await self._tls.finish()
        except TimeoutError:
            outcome = "timeout"
        except NetworkError as failure:
            outcome, error = failure.outcome, failure.error
        except asyncio.CancelledError:
            self._desynchronised = True
            raise
        step = Step(outcome=outcome, seconds=self._clock.ticks() - began, error=error)
        self.record(ControlCleared(step=step, close_notify=self._tls.close_notify), caused_by=caused_by)
        self._stream, self._cleared = self._raw, True
        self._reader = ReplyReader()
        self._replies.extend(self._reader.feed(self._tls.leftover()))
        if outcome not in ("ok", "timeout"):
            self._desynchronised = True
        return self.usable

    @property
    def raw_stream(self) -> Stream:
        """The TCP stream, to put TLS on. Nothing may be reading it."""
        if self._reading is not None and not self._reading.done():
            raise RuntimeError("a read is in flight")
        return self._raw

    async def stop_listening(self) -> None:
        """Give up the read in flight (a silent server is about to be sent a ClientHello)."""
        if self._reading is not None and not self._reading.done():
            self._reading.cancel()
            await asyncio.wait({self._reading})
        self._reading = None

    # The end

    def retire(self) -> None:
        """Let nobody use this connection any more; it will be closed in order."""
        self._desynchronised = True

    def abandon(self, how: How = "aborted") -> None:
        """Drop the connection at once; safe at any time."""
        if self._reading is not None:
            self._reading.cancel()
        self._raw.abort()
        self._end(how)

    async def quit(self, patience: float) -> None:
        """Say QUIT, wait ``patience`` seconds for the goodbye, close in order; never raises."""
        if not self.usable:
            await self.close()
            return
        sent = await self.send("QUIT")
        if isinstance(sent, float):
            heard = await self.hear(patience)
            if heard.ending == "replied":
                self._exchange("QUIT", sent, heard)
            self._end("closed-by-peer" if heard.ending == "closed" else "quit")
        await self.close()

    async def close(self) -> None:
        """Close whatever is open and wait until it is gone; never raises."""
        if self._reading is not None and not self._reading.done():
            self._reading.cancel()
            await asyncio.wait({self._reading})
        if self._reading is not None and not self._reading.cancelled():
            error = self._reading.exception()  # retrieved, so that nobody warns about it
            if error is None or isinstance(error, NetworkError):
                self.flush_unasked()
        self._reading = None
        await self._stream.close()
        ended = self._over.ending if self._over is not None else ""
        self._end("closed-by-peer" if ended == "closed" else "reset" if ended == "reset" else "aborted")

    def _end(self, how: How) -> None:
        if not self._ended:
            self._ended = True
            self.record(ConnectionEnded(how=how))
