"""Servers that are hostile when it comes to AUTH, USER and PASS."""

from __future__ import annotations

import asyncio

from tests.hostile.villain import Villain, Visit, forever


class DripUser(Villain):
    """Answers USER with one byte a second."""

    async def on_user(self, visit: Visit, argument: str) -> None:
        for byte in b"331 a very slow reply that takes its time":
            await visit.raw(bytes([byte]))
            await asyncio.sleep(1)


class PreliminaryUser(Villain):
    """Answers USER with 1xx for ever."""

    async def on_user(self, visit: Visit, argument: str) -> None:
        while True:
            await visit.raw(b"150 nearly\r\n" * 2000)


class BadCodes(Villain):
    """Answers with codes that do not exist."""

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.say("999 what")


class Code000(Villain):
    """Answers USER with 000."""

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.say("000 what")


class NoAuth(Villain):
    """Knows no AUTH, and would take USER in clear."""

    async def on_auth(self, visit: Visit, argument: str) -> None:
        await visit.say("502 not here")


class AuthAnswersUser(Villain):
    """Answers AUTH as if it had been USER and PASS."""

    async def on_auth(self, visit: Visit, argument: str) -> None:
        await visit.say("331 password?")


class AuthLoggedIn(Villain):
    """Answers AUTH with 230 and goes on in clear."""

    async def on_auth(self, visit: Visit, argument: str) -> None:
        await visit.say("230 you are in, no need")


class SlowLogin(Villain):
    """Never answers PASS."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        await forever()


class NoPassword(Villain):
    """Lets everybody in right after USER."""

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.say("230 come in")


class Account(Villain):
    """Wants an account."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        await visit.say("332 account?")


class AccountAtOnce(Villain):
    """Wants an account before the password."""

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.say("332 account?")


class Password331(Villain):
    """Asks for the password again and again."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        await visit.say("331 password?")
