"""Servers that want, or merely take, the control connection's TLS session on data connections, each in its own way."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections import Counter
from typing import ClassVar

from tests.hostile import openssl_seam
from tests.hostile.villain import Villain, Visit
from tests.streams import start_server_tls


class NotResumedError(ssl.SSLError):
    """The data connection made a session of its own."""


class Sessions(Villain):
    """Refuses data connections that do not resume if ``required``."""

    required: ClassVar[bool] = True
    version: ClassVar[ssl.TLSVersion | None] = None
    """The newest one that it speaks; None: whatever OpenSSL does."""

    def prepare(self) -> None:
        self.certificate = self.authority.issue_cert(*self.names)
        super().prepare()

    def make_context(self, **changes: object) -> ssl.SSLContext:
        """Return a context with the server's one certificate, and its own sessions."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate.configure_cert(context)
        if self.version is not None:
            context.maximum_version = self.version
        return context

    async def on_mlsd(self, visit: Visit, argument: str) -> None:
        await self.on_list(visit, argument)

    async def on_nlst(self, visit: Visit, argument: str) -> None:
        await self.on_list(visit, argument)

    async def on_list(self, visit: Visit, argument: str) -> None:
        await visit.say("150 here it comes")
        try:
            reader, writer = await self.data(visit)
            await self.send(visit, reader, writer)
        except NotResumedError:
            await visit.say("425 Cannot open data connection: session reuse required.")
        except (OSError, ssl.SSLError) as error:
            await visit.say(f"426 {type(error).__name__}")
        else:
            await visit.say("226 done")

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        await start_server_tls(writer, self.data_context(visit))
        resumed = writer.get_extra_info("ssl_object").session_reused
        self.after_data(visit)
        if self.required and not resumed:
            writer.close()
            raise NotResumedError

    def data_context(self, visit: Visit) -> ssl.SSLContext:
        """Return what data connections are made with."""
        return self.context

    def after_data(self, visit: Visit) -> None:
        """Do something after a data connection's handshake."""


class OnceOnly(Sessions):
    """Takes each ticket once (RFC 8446 §8.1: a server may), and gives out a new one with each connection."""

    def make_context(self, **changes: object) -> ssl.SSLContext:
        context = super().make_context(**changes)
        spent: set[bytes] = set()

        def take(secret: bytes) -> bool:
            fresh = secret not in spent
            spent.add(secret)
            return fresh

        self.kept = openssl_seam.judge_tickets(context, take)
        return context


class OnceOnlyOptional(OnceOnly):
    required = False


class OnceOnly12(OnceOnly):
    version = ssl.TLSVersion.TLSv1_2


class OnceOnly12Optional(OnceOnly12):
    required = False


class TimesOut(Sessions):
    """Lets each session's time be over after its second use, as a short session timeout does in a long login."""

    def make_context(self, **changes: object) -> ssl.SSLContext:
        context = super().make_context(**changes)
        used: Counter[bytes] = Counter()

        def take(secret: bytes) -> bool:
            used[secret] += 1
            return used[secret] <= 2

        self.kept = openssl_seam.judge_tickets(context, take, by_age=True)
        return context


class TimesOut12(TimesOut):
    version = ssl.TLSVersion.TLSv1_2


class ForgetsSessions(Sessions):
    """Keeps sessions by their ids (no tickets), and loses them after the first data connection of each login."""

    version = ssl.TLSVersion.TLSv1_2
    lasts: ClassVar[int] = 1

    def prepare(self) -> None:
        super().prepare()
        self.seen: dict[int, int] = {}
        self.other = self.make_context()

    def make_context(self, **changes: object) -> ssl.SSLContext:
        context = super().make_context(**changes)
        context.options |= ssl.OP_NO_TICKET
        return context

    def data_context(self, visit: Visit) -> ssl.SSLContext:
        return self.context if self.seen.get(visit.number, 0) < self.lasts else self.other

    def after_data(self, visit: Visit) -> None:
        self.seen[visit.number] = self.seen.get(visit.number, 0) + 1


class ChangesTicketKey(Sessions):
    """Makes a new ticket key after the third data connection, as a server does that restarts its workers each hour."""

    lasts: ClassVar[int] = 3

    def prepare(self) -> None:
        super().prepare()
        self.seen = 0

    def after_data(self, visit: Visit) -> None:
        self.seen += 1
        if self.seen == self.lasts:
            openssl_seam.set_ticket_keys(self.context, os.urandom(80))


class ChangesTicketKeyOptional(ChangesTicketKey):
    required = False


class OtherProcess(Sessions):
    """Serves data connections in another process, which shares neither cache nor ticket key with the control's."""

    def prepare(self) -> None:
        super().prepare()
        self.other = self.make_context()

    def data_context(self, visit: Visit) -> ssl.SSLContext:
        return self.other


class OtherProcessOptional(OtherProcess):
    required = False


class OtherProcess12(OtherProcess):
    version = ssl.TLSVersion.TLSv1_2


class NoTickets13(Sessions):
    """Gives out no tickets with TLS 1.3 and wants a session all the same; with TLS 1.2 it resumes."""

    def make_context(self, **changes: object) -> ssl.SSLContext:
        context = super().make_context(**changes)
        context.num_tickets = 0
        return context


class NoTickets13Only(NoTickets13):
    """As that, and it speaks nothing older."""

    def make_context(self, **changes: object) -> ssl.SSLContext:
        context = super().make_context(**changes)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        return context


class NoSessions12(Sessions):
    """Resumes with TLS 1.3, and with TLS 1.2 takes no session at all."""

    def data_context(self, visit: Visit) -> ssl.SSLContext:
        old = visit.writer.get_extra_info("ssl_object").version() == "TLSv1.2"
        return self.other if old else self.context

    def prepare(self) -> None:
        super().prepare()
        self.other = self.make_context()


class EverySecondProcess(Sessions):
    """Two processes take turns with data connections; the second does not know the control connection's sessions."""

    def prepare(self) -> None:
        super().prepare()
        self.other = self.make_context()
        self.count = 0

    def data_context(self, visit: Visit) -> ssl.SSLContext:
        self.count += 1
        return self.context if self.count % 2 else self.other
