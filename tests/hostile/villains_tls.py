"""Servers that are hostile in TLS on the control connection."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from pathlib import Path

from tests.hostile.villain import Gone, Villain, Visit, forever, reset
from tests.streams import start_server_tls

LEGACY = "ALL:@SECLEVEL=0"


class SlowGreeting(Villain):
    """Looks up the client's name for some seconds before it greets."""

    seconds = 0.5

    async def greet(self, visit: Visit) -> None:
        await asyncio.sleep(self.seconds)
        await super().greet(visit)


class Injects(Villain):
    """Slips a reply in clear behind the 234, in the same segment."""

    async def on_auth(self, visit: Visit, argument: str) -> None:
        await visit.raw(b"234 go ahead\r\n230 you are logged in already\r\n")
        await self.secure(visit)


class InjectsLater(Villain):
    """Slips a reply in clear between the 234 and its own part of the handshake."""

    async def on_auth(self, visit: Visit, argument: str) -> None:
        await visit.say("234 go ahead")
        await asyncio.sleep(0.05)
        await visit.say("230 you are logged in already")
        await self.secure(visit)


class InjectsBefore(Villain):
    """Answers AUTH before it was asked, then goes on in clear."""

    async def greet(self, visit: Visit) -> None:
        await visit.raw(b"220 villain\r\n234 go ahead\r\n331 password?\r\n230 in\r\n")

    async def on_auth(self, visit: Visit, argument: str) -> None:
        await visit.say("500 what?")


class ClearInside(Villain):
    """Falls out of TLS at USER, as vsftpd does when it dies."""

    async def on_user(self, visit: Visit, argument: str) -> None:
        handle = visit.writer.get_extra_info("socket")
        handle._sock.setblocking(True) if hasattr(handle, "_sock") else None
        handle._sock.send(b"500 OOPS: vsf_sysutil_something\r\n")
        raise Gone


class NeverShakes(Villain):
    """Agrees to TLS and says nothing more."""

    async def secure(self, visit: Visit) -> None:
        await forever()


class ClosesInHandshake(Villain):
    """Agrees to TLS and closes."""

    async def secure(self, visit: Visit) -> None:
        await visit.reader.read(1)
        raise Gone


class ResetsInHandshake(Villain):
    """Agrees to TLS and resets."""

    async def secure(self, visit: Visit) -> None:
        await visit.reader.read(1)
        reset(visit.writer)
        raise Gone


class Alerts(Villain):
    """Answers the ClientHello with a fatal handshake_failure."""

    async def secure(self, visit: Visit) -> None:
        await visit.reader.read(1)
        await visit.raw(b"\x15\x03\x03\x00\x02\x02\x28")
        await forever()


class GarbageHandshake(Villain):
    """Answers the ClientHello with an endless handshake record."""

    async def secure(self, visit: Visit) -> None:
        await visit.reader.read(1)
        while True:
            await visit.raw(b"\x16\x03\x03\x40\x00" + b"\x0b\xff\xff\xff" + b"\0" * 16380)


class EndlessHello(Villain):
    """Sends warnings for ever instead of a ServerHello."""

    async def secure(self, visit: Visit) -> None:
        await visit.reader.read(1)
        while True:
            await visit.raw(b"\x15\x03\x03\x00\x02\x01\x00" * 1000)


class EndlessEmptyRecords(Villain):
    """Sends empty TLS records for ever."""

    async def secure(self, visit: Visit) -> None:
        await visit.reader.read(1)
        while True:
            await visit.raw(b"\x16\x03\x03\x00\x00" * 1000)


class DripHandshake(Villain):
    """Sends a ServerHello one byte a second."""

    async def secure(self, visit: Visit) -> None:
        await visit.reader.read(1)
        for byte in b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03" + bytes(100):
            await visit.raw(bytes([byte]))
            await asyncio.sleep(1)


class Outdated(Villain):
    """Speaks TLS 1.0 only."""

    def make_context(self, **changes: object) -> ssl.SSLContext:
        context = super().make_context(**changes)
        context.set_ciphers(LEGACY)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1
        return context


class WantsCertificate(Villain):
    """Wants a client certificate."""

    def make_context(self, **changes: object) -> ssl.SSLContext:
        context = super().make_context(**changes)
        context.verify_mode = ssl.CERT_REQUIRED
        self.authority.configure_trust(context)
        return context


class WantsCertificate12(WantsCertificate):
    """As that, with TLS 1.2, where the handshake itself fails."""

    def make_context(self, **changes: object) -> ssl.SSLContext:
        context = super().make_context(**changes)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context


class ChangesCertificate(Villain):
    """Shows another certificate from the second connection on."""

    stranger = True

    async def secure(self, visit: Visit) -> None:
        await start_server_tls(visit.writer, self.context if visit.number == 1 else self.make_context())
        visit.protected = True


class ChangesAfterConsent(Villain):
    """Shows another, just as untrusted certificate from the third connection on."""

    stranger = True

    async def secure(self, visit: Visit) -> None:
        await start_server_tls(visit.writer, self.context if visit.number <= 2 else self.make_context())
        visit.protected = True


class ManyCertificates(Villain):
    """Sends a chain of some sixty certificates."""

    def make_context(self, **changes: object) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf = self.authority.issue_cert(*self.names)
        filler = self.authority.cert_pem.bytes() * self.count
        with leaf.private_key_and_cert_chain_pem.tempfile() as path:
            with Path(path).open("ab") as file:
                file.write(filler)
            context.load_cert_chain(path)
        return context

    count = 60


class TooManyCertificates(ManyCertificates):
    """As that, and more than OpenSSL takes."""

    count = 400


class NullCertificateNames(Villain):
    """Puts markup and wildcards into the certificate's names."""

    names = ("127.0.0.1", "*.xn--mnchen-3ya.example", "a" * 60 + ".example")


class Tickets(Villain):
    """Speaks TLS 1.2 without tickets or a session cache."""

    def make_context(self, **changes: object) -> ssl.SSLContext:
        context = super().make_context(**changes)
        context.options |= ssl.OP_NO_TICKET
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context


class Implicit(Villain):
    """Speaks TLS at once."""

    implicit = True
