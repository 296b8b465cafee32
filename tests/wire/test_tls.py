"""TLS over a stream, against a TLS server in memory: no socket, no timing."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable

import pytest
import trustme

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.plan import Trust
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.transport.tls import TlsError, TlsStream
from ftpsgui.wire.transport.trust import TrustStore, prefer_group

HERE = HostPort(host="127.0.0.1", port=1)
Make = Callable[..., ssl.SSLContext]


class Peer:
    """A stream whose other end is a TLS server in this process."""

    local = remote = HERE

    def __init__(self, context: ssl.SSLContext, *, first: bytes = b"") -> None:
        self._to_server, self._to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self._to_server, self._to_client, server_side=True)
        self._raw = bytearray(first)
        self._more = asyncio.Event()
        self._ended = False
        self._lost = False
        self.failure: ssl.SSLError | None = None
        self.heard = b""
        self.hung_up = False
        self.bye = asyncio.Event()

    async def write(self, data: bytes) -> None:
        self._to_server.write(data)
        self.turn()

    def turn(self) -> None:
        """Let the server's engine work on what it has."""
        try:
            self.tls.do_handshake()
            while data := self.tls.read(65536):
                self.heard += data
            self._hang_up()
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLZeroReturnError:
            self._hang_up()
        except ssl.SSLError as error:
            self.failure = error
        self._more.set()

    def _hang_up(self) -> None:
        self.hung_up = True
        self.bye.set()

    def say(self, data: bytes) -> None:
        self.tls.write(data)
        self._more.set()

    def say_plain(self, data: bytes) -> None:
        self._raw += self._to_client.read() + data
        self._more.set()

    def close_notify(self) -> None:
        with contextlib.suppress(ssl.SSLWantReadError):
            self.tls.unwrap()
        self._more.set()

    def fin(self) -> None:
        self._ended = True
        self._more.set()

    def rst(self) -> None:
        self._lost = True
        self._more.set()

    async def read(self, limit: int = 65536) -> bytes:
        while True:
            self._raw += self._to_client.read()
            if self._raw:
                data, self._raw = bytes(self._raw[:limit]), self._raw[limit:]
                return data
            if self._lost:
                raise NetworkError("reset", "ECONNRESET")
            if self._ended:
                return b""
            self._more.clear()
            await self._more.wait()

    async def close(self) -> None:
        self.fin()

    def abort(self) -> None:
        self.rst()


@pytest.fixture
def context(ca_file: str) -> ssl.SSLContext:
    return TrustStore(Trust(ca_file=ca_file)).context(strict=True)


async def joined(client: ssl.SSLContext, server: ssl.SSLContext, **options: object) -> tuple[TlsStream, Peer]:
    peer = Peer(server)
    tls = TlsStream(peer, client, **({"server_name": "localhost"} | options))  # type: ignore[arg-type]
    await tls.handshake()
    return tls, peer


def limited(context: ssl.SSLContext, version: ssl.TLSVersion) -> ssl.SSLContext:
    context.maximum_version = version
    return context


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_handshake_and_words_both_ways(
    context: ssl.SSLContext, server_context: Make, version: ssl.TLSVersion
) -> None:
    tls, peer = await joined(context, limited(server_context(), version))
    assert tls.version == {771: "TLSv1.2", 772: "TLSv1.3"}[version]
    await tls.write(b"x" * 100_000)
    assert peer.heard == b"x" * 100_000
    peer.say(b"220 hi\r\n")
    assert await tls.read() == b"220 hi\r\n"
    assert len(tls.chain) == 1
    assert tls.witness.certificate_asked is False
    assert not tls.resumed


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_wrong_authority_fails_and_its_chain_is_known(
    context: ssl.SSLContext, server_context: Make, version: ssl.TLSVersion
) -> None:
    with pytest.raises(TlsError) as caught:
        await joined(context, limited(server_context(stranger=True), version))
    assert (caught.value.error, caught.value.verify_code) == ("CERTIFICATE_VERIFY_FAILED", 20)
    peer = Peer(limited(server_context(stranger=True), version))
    tls = TlsStream(peer, context, server_name="localhost")
    with pytest.raises(TlsError):
        await tls.handshake()
    assert len(tls.chain) == 1
    assert tls.certificate_sha256 is not None
    assert peer.failure is not None
    assert "UNKNOWN_CA" in (peer.failure.reason or "").upper(), "the server is told why"


async def test_a_wrong_name_fails(context: ssl.SSLContext, server_context: Make) -> None:
    with pytest.raises(TlsError) as caught:
        await joined(context, server_context("other.example"))
    assert caught.value.verify_code == 62


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_session_is_taken_up_again(
    context: ssl.SSLContext, server_context: Make, version: ssl.TLSVersion
) -> None:
    server = limited(server_context(), version)
    control, peer = await joined(context, server)
    peer.say(b"331 with it comes the ticket\r\n")
    await control.read()
    data, _ = await joined(context, server, session=control.session)
    assert data.resumed
    assert data.certificate_sha256 == control.certificate_sha256
    fresh, _ = await joined(context, server)
    assert not fresh.resumed


async def test_close_notify_is_told_from_a_truncation(context: ssl.SSLContext, server_context: Make) -> None:
    tls, peer = await joined(context, server_context())
    peer.say(b"all of it")
    peer.close_notify()
    peer.fin()
    assert await tls.read() == b"all of it"
    assert await tls.read() == b""
    assert tls.close_notify
    await tls.finish()
    assert peer.hung_up

    tls, peer = await joined(context, server_context())
    peer.say(b"half of")
    peer.fin()
    assert await tls.read() == b"half of"
    with pytest.raises(TlsError) as caught:
        await tls.read()
    assert (caught.value.outcome, caught.value.error) == ("closed", "UNEXPECTED_EOF_WHILE_READING")
    assert not tls.close_notify


async def test_a_reset_stays_a_reset(context: ssl.SSLContext, server_context: Make) -> None:
    tls, peer = await joined(context, limited(server_context(), ssl.TLSVersion.TLSv1_2))
    peer.rst()
    with pytest.raises(NetworkError) as caught:
        await tls.read()
    assert caught.value.outcome == "reset"


async def test_finish_waits_for_the_other_sides_goodbye(
    context: ssl.SSLContext, server_context: Make
) -> None:
    tls, peer = await joined(context, server_context())
    finishing = asyncio.create_task(tls.finish())
    await peer.bye.wait()
    assert not finishing.done()
    peer.close_notify()
    await finishing
    assert tls.close_notify


@pytest.mark.parametrize("words", [b"220 hello\r\n", b"SSH-2.0-x\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
async def test_a_peer_that_speaks_no_tls_is_shown(
    context: ssl.SSLContext, server_context: Make, words: bytes
) -> None:
    peer = Peer(server_context(), first=words)
    tls = TlsStream(peer, context, server_name="localhost")
    with pytest.raises(TlsError) as caught:
        await tls.handshake()
    assert caught.value.first_bytes.startswith(words)
    assert caught.value.error is not None


async def test_plaintext_in_the_middle_of_tls_is_shown(context: ssl.SSLContext, server_context: Make) -> None:
    tls, peer = await joined(context, limited(server_context(), ssl.TLSVersion.TLSv1_2))
    peer.say(b"230 in\r\n")
    assert await tls.read() == b"230 in\r\n"
    peer.say(b"150 here\r\n")
    peer.say_plain(b"500 OOPS: cannot\r\n")
    assert await tls.read() == b"150 here\r\n"
    with pytest.raises(TlsError) as caught:
        await tls.read()
    assert caught.value.first_bytes == b"500 OOPS: cannot\r\n"


async def test_an_alert_is_known_by_name(ca_file: str, server_context: Make) -> None:
    server = server_context()
    server.minimum_version = ssl.TLSVersion.TLSv1_3
    old = limited(TrustStore(Trust(ca_file=ca_file)).context(strict=True), ssl.TLSVersion.TLSv1_2)
    with pytest.raises(TlsError) as caught:
        await joined(old, server)
    assert caught.value.alert == "protocol_version"


async def test_a_missing_client_certificate_is_known_by_its_alert(
    context: ssl.SSLContext, server_context: Make, authority: trustme.CA
) -> None:
    server = server_context()
    server.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(server)
    tls, peer = await joined(context, server)
    peer.turn()
    assert tls.witness.certificate_asked is True
    with pytest.raises(TlsError) as caught:
        await tls.read()  # with TLS 1.3 the refusal arrives after the handshake
    assert caught.value.alert == "certificate_required"


async def test_a_group_that_was_learned_spares_the_retry(
    context: ssl.SSLContext, server_context: Make
) -> None:
    server = server_context()
    server.set_ecdh_curve("prime256v1")
    first, peer = await joined(context, server)
    peer.say(b"ticket")
    await first.read()
    assert first.witness.retried
    assert first.witness.group_name == "prime256v1"
    prefer_group(context, first.witness.group_name)
    second, _ = await joined(context, server, session=first.session)
    assert not second.witness.retried
    assert second.resumed, "the session still fits the context"


async def test_a_group_that_nobody_knows_changes_nothing(
    context: ssl.SSLContext, server_context: Make
) -> None:
    prefer_group(context, "no-such-group")
    tls, _ = await joined(context, server_context())
    assert tls.version == "TLSv1.3"


async def test_without_the_witness_the_public_interface_tells_the_chain(
    context: ssl.SSLContext, server_context: Make
) -> None:
    context._msg_callback = None  # type: ignore[attr-defined]
    tls, _ = await joined(context, server_context())
    assert tls.witness.chain == ()
    assert len(tls.chain) == 1
    assert tls.witness.certificate_asked is None


async def test_reading_and_writing_at_once(context: ssl.SSLContext, server_context: Make) -> None:
    tls, peer = await joined(context, server_context())
    reading = asyncio.create_task(tls.read())
    await asyncio.sleep(0)
    await tls.write(b"NOOP\r\n")
    assert peer.heard == b"NOOP\r\n"
    peer.say(b"200 ok\r\n")
    assert await reading == b"200 ok\r\n"


async def test_closing_says_goodbye_without_waiting(context: ssl.SSLContext, server_context: Make) -> None:
    tls, peer = await joined(context, server_context())
    await tls.close()
    assert peer.hung_up
