"""TLS over any Stream.

Theory of operation
-------------------
The TLS engine (:class:`ssl.SSLObject`) never touches a socket. It reads records from a memory buffer and writes
records to another one; this file carries bytes between those buffers and a Stream::

    read()  <- plaintext <- [SSLObject] <- incoming buffer <- stream.read()
    write() -> plaintext -> [SSLObject] -> outgoing buffer -> stream.write()

Every action is the same loop: call the engine; send whatever it left in the outgoing buffer (also when it failed:
that is the alert); if it said "want read", feed it one chunk from the stream and call again.

Why not asyncio's own TLS: a data connection must be handed the *session* of its control connection, and a stream
that ends without close_notify must be told from one that ends with it. asyncio offers the first not at all and
reports the second as a clean end.

Three rules keep that honest:

* ``OP_IGNORE_UNEXPECTED_EOF`` is cleared (see :mod:`trust`): CPython sets it, and then a truncation looks clean.
* Reading after a FIN without close_notify raises ``closed UNEXPECTED_EOF_WHILE_READING``; ``b""`` means close_notify.
* Closing a data connection means :meth:`TlsStream.finish`: send close_notify *and* read up to the peer's. TLS 1.3
  tickets that lie unread when the socket is closed make the kernel send RST, which destroys data on its way.

A read may wait while a write goes out (a control connection always has one reader). When both need bytes from the
stream (renegotiation), a lock lets one of them read and makes the other look again before it reads itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ssl
from collections.abc import Callable
from typing import Any, TypeVar

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import Outcome
from ftpsgui.model.seams import NetworkError, Stream
from ftpsgui.wire.transport.handshake import Witness, witness_of

T = TypeVar("T")

FIRST_BYTES = 512
"""How much is kept of what a peer says that does not speak TLS."""
UNEXPECTED_EOF = "UNEXPECTED_EOF_WHILE_READING"


class TlsError(NetworkError):
    """TLS failed. ``error`` is OpenSSL's symbolic reason (``WRONG_VERSION_NUMBER``).

    ``alert``: the alert that the peer sent, as the RFCs name it. ``verify_code`` and ``verify_text``: why the
    certificate was not accepted. ``first_bytes``: what the peer sent in place of TLS.
    """

    def __init__(
        self,
        outcome: Outcome,
        error: str | None,
        *,
        alert: str | None = None,
        verify_code: int | None = None,
        verify_text: str = "",
        first_bytes: bytes = b"",
    ) -> None:
        super().__init__(outcome, error)
        self.alert = alert
        self.verify_code = verify_code
        self.verify_text = verify_text
        self.first_bytes = first_bytes


class TlsStream:
    """A TLS client over a Stream; itself a Stream. Deadlines are the caller's."""

    def __init__(
        self,
        stream: Stream,
        context: ssl.SSLContext,
        *,
        server_name: str | None,
        session: ssl.SSLSession | None = None,
    ) -> None:
        self._stream = stream
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = context.wrap_bio(
            self._incoming, self._outgoing, server_side=False, server_hostname=server_name, session=session
        )
        self.witness: Witness = witness_of(self._tls)
        self.context = context
        self.server_name = server_name
        self.close_notify = False
        """Whether the peer said that it is done (RFC 8446 §6.1)."""
        self._established = False
        self._first = b""
        self._last = b""
        self._fed = 0
        self._reading = asyncio.Lock()
        self._sending = asyncio.Lock()

    # What the handshake agreed on

    @property
    def version(self) -> str | None:
        """``TLSv1.3``, or None before the handshake."""
        return self._tls.version()

    @property
    def cipher(self) -> str | None:
        """The cipher suite by OpenSSL's name."""
        cipher = self._tls.cipher()
        return cipher[0] if cipher else None

    @property
    def resumed(self) -> bool:
        """Whether the session that was offered was taken up."""
        return bool(self._tls.session_reused)

    @property
    def session(self) -> ssl.SSLSession | None:
        """The session as of now. With TLS 1.3 the ticket arrives after the handshake: ask again before each use."""
        return self._tls.session

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The peer's certificates in DER, leaf first; known also when verification failed in the handshake."""
        return self.witness.chain or _unverified_chain(self._tls)

    @property
    def certificate_sha256(self) -> str | None:
        """Fingerprint of the peer's own certificate, lower-case hex; with a resumed session the remembered one."""
        leaf = self.witness.chain[0] if self.witness.chain else None
        if leaf is None:
            try:
                leaf = self._tls.getpeercert(binary_form=True)
            except ValueError:  # no handshake yet
                leaf = None
        return hashlib.sha256(leaf).hexdigest() if leaf else None

    # The Stream

    @property
    def local(self) -> HostPort:
        """This end of the TCP connection."""
        return self._stream.local

    @property
    def remote(self) -> HostPort:
        """The other end of the TCP connection."""
        return self._stream.remote

    async def handshake(self) -> None:
        """Agree on keys. Raises TlsError; after that the stream is good for :meth:`abort` only."""
        await self._drive(self._tls.do_handshake)
        self._established = True

    async def read(self, limit: int = 65536) -> bytes:
        """Return plaintext, or ``b""`` after close_notify; a FIN without it raises TlsError ``closed``."""
        if self.close_notify:
            return b""
        data = await self._drive(lambda: self._tls.read(limit))
        if not data:
            self.close_notify = True
        return data

    async def write(self, data: bytes) -> None:
        """Encrypt and send all of ``data``."""
        view = memoryview(data)
        while view:
            part = view
            written = await self._drive(lambda part=part: self._tls.write(part))  # type: ignore[misc]
            view = view[written:]

    async def finish(self) -> None:
        """Send close_notify and read up to the peer's; then :attr:`close_notify` is True.

        Raises TlsError when the stream ends without it, or when data arrives that should have been read before.
        """
        await self._drive(self._tls.unwrap)
        self.close_notify = True

    def leftover(self) -> bytes:
        """Return what came behind the peer's close_notify and is not TLS any more; once only."""
        return self._incoming.read()

    async def close(self) -> None:
        """Send close_notify without waiting for the peer's, then close the stream; never raises."""
        if self._established:
            # "Want read" is expected: ours is in the buffer then, theirs may never come.
            with contextlib.suppress(ssl.SSLError, ValueError, OSError):
                self._tls.unwrap()
            with contextlib.suppress(NetworkError):
                await self._flush()
        await self._stream.close()

    def abort(self) -> None:
        """Drop the TCP connection at once."""
        self._stream.abort()

    # The loop

    async def _drive(self, action: Callable[[], T]) -> T:
        while True:
            fed = self._fed
            try:
                result = action()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._feed(fed)
            except ssl.SSLZeroReturnError:
                self.close_notify = True
                raise TlsError("closed", "ZERO_RETURN") from None
            except (ssl.SSLError, ssl.CertificateError) as error:
                failure = self._failure(error)
                with contextlib.suppress(NetworkError):
                    await self._flush()  # our alert tells the server's log why
                raise failure from error
            else:
                await self._flush()
                return result

    async def _flush(self) -> None:
        async with self._sending:
            data = self._outgoing.read()
            if data:
                await self._stream.write(data)

    async def _feed(self, fed: int) -> None:
        """Give the engine one more chunk, unless somebody else has since ``fed`` was read."""
        async with self._reading:
            if self._fed != fed:
                return
            data = await self._stream.read()
            self._fed += 1
            if not data:
                self._incoming.write_eof()
                return
            if len(self._first) < FIRST_BYTES and not self._established:
                self._first = (self._first + data)[:FIRST_BYTES]
            self._last = data
            self._incoming.write(data)

    def _failure(self, error: Exception) -> TlsError:
        reason = error_reason(error)
        alert = self.witness.alert_received or _alert_in(reason)
        if isinstance(error, ssl.SSLCertVerificationError):
            return TlsError(
                "error",
                "CERTIFICATE_VERIFY_FAILED",
                verify_code=int(error.verify_code),
                verify_text=str(error.verify_message),
            )
        first = b""
        if not self._established:
            first = b"" if _is_record(self._first) else self._first
        elif reason != UNEXPECTED_EOF and alert is None:
            first = _after_records(self._last)[:FIRST_BYTES]
        return TlsError(
            "closed" if reason == UNEXPECTED_EOF else "error", reason, alert=alert, first_bytes=first
        )


def error_reason(error: Exception) -> str:
    """Return OpenSSL's reason as a symbol: ``WRONG_VERSION_NUMBER``."""
    if isinstance(error, ssl.SSLEOFError):
        return UNEXPECTED_EOF
    if isinstance(error, ssl.SSLSyscallError):
        return UNEXPECTED_EOF  # over a memory buffer the only failing "system call" is the end of it
    reason = getattr(error, "reason", None)
    if isinstance(reason, str) and reason:
        return reason.upper().replace(" ", "_")
    return type(error).__name__


def _alert_in(reason: str) -> str | None:
    """Read the alert out of a reason such as ``TLSV1_ALERT_PROTOCOL_VERSION``."""
    if "_ALERT_" in reason and reason.startswith(("SSLV3", "TLSV1", "TLSV13")):
        return reason.split("_ALERT_", 1)[1].lower()
    if reason == "TLSV1_UNRECOGNIZED_NAME":
        return "unrecognized_name"
    return None


def _is_record(data: bytes) -> bool:
    """Whether ``data`` begins as a TLS record does: content type 20–23, major version 3 (RFC 8446 §5.1)."""
    return len(data) == 0 or (20 <= data[0] <= 23 and (len(data) < 2 or data[1] == 3))


def _after_records(data: bytes) -> bytes:
    """Skip whole TLS records at the start of ``data``; what follows is not TLS, or empty."""
    while len(data) >= 5 and _is_record(data):
        data = data[5 + int.from_bytes(data[3:5], "big") :]
    return b"" if _is_record(data) else data


def _unverified_chain(connection: ssl.SSLObject) -> tuple[bytes, ...]:
    """The chain as the peer sent it, by whichever interface this Python has (public from 3.13 on)."""
    try:
        public: Any = getattr(connection, "get_unverified_chain", None)
        if public is not None:
            return tuple(bytes(der) for der in public())
        inner: Any = getattr(connection, "_sslobj", None)
        raw = inner.get_unverified_chain() if hasattr(inner, "get_unverified_chain") else None
        if raw:
            import _ssl

            return tuple(certificate.public_bytes(_ssl.ENCODING_DER) for certificate in raw)
        leaf = connection.getpeercert(binary_form=True)
    except (ValueError, ssl.SSLError):  # no handshake yet
        return ()
    return (leaf,) if leaf else ()
