"""Servers that give the password back, wherever a text of theirs is kept."""

from __future__ import annotations

import asyncio
import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

from tests.hostile.villain import PASSWORD, Gone, Villain, Visit

FORMS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "upper": str.upper,
    "lower": str.lower,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64-inside": lambda text: base64.b64encode(f"\0{text}\0tester".encode()).decode(),
    "url": quote,
    "url-strict": lambda text: quote(text, safe=""),
    "url-form": quote_plus,
    "url-component": lambda text: quote(text, safe="!'()*"),
    "url-lower": lambda text: quote(text).lower(),
    "html": html.escape,
    "html-numeric": lambda text: "".join(f"&#{ord(char)};" for char in text),
    "hex": lambda text: text.encode().hex(),
    "json": json.dumps,
    "json-unicode": lambda text: json.dumps(text, ensure_ascii=False),
    "repr": lambda text: repr(text.encode()),
    "quoted": lambda text: text.replace(" ", "\\ "),
    "utf-16": lambda text: text.encode("utf-16-le").decode("latin-1"),
}


class Echo(Villain):
    """Repeats the password in every text, in one form. ``form`` is a key of FORMS."""

    form = "plain"

    def secret(self, visit: Visit | None = None) -> str:
        return FORMS[self.form](PASSWORD)

    async def greet(self, visit: Visit) -> None:
        known = self.visits[0].password
        await visit.say(f"220 hello {self.secret() if known else 'nobody'}!")

    async def on_pass(self, visit: Visit, argument: str) -> None:
        visit.password = argument
        await visit.say("230-you said", f" PASS {self.secret()}", f"230-{self.secret()} it was", "230 in")

    async def on_other(self, visit: Visit, argument: str) -> None:
        secret = self.secret()
        await visit.say(f"211-{secret}", f" {secret}", "", f"{secret}", f"211 {secret}.")

    async def on_pbsz(self, visit: Visit, argument: str) -> None:
        await visit.say(f"200 {self.secret()}")

    async def on_pasv(self, visit: Visit, argument: str) -> None:
        port = await self.listen(visit)
        await visit.say(f"227 {self.secret()} (127,0,0,1,{port // 256},{port % 256}) {self.secret()}")

    async def on_epsv(self, visit: Visit, argument: str) -> None:
        await visit.say(f"229 <{self.secret()}> (|||{await self.listen(visit)}|)")

    async def on_port(self, visit: Visit, argument: str) -> None:
        await visit.say(f"500 PASS {self.secret()}: not understood")

    async def on_eprt(self, visit: Visit, argument: str) -> None:
        await visit.say(f"421 {self.secret()}: too many")
        raise Gone

    async def on_list(self, visit: Visit, argument: str) -> None:
        await visit.say(f"150 opening {self.secret()}")
        _, writer = await self.data(visit)
        writer.write((self.secret() + "\r\n").encode() * 5)
        writer.close()
        await writer.wait_closed()
        await visit.say(f"226 {self.secret()}")


class EchoRefusal(Echo):
    """Refuses the login with the password in the text."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        visit.password = argument
        await visit.say(f"530 PASS {self.secret()}: wrong")


class EchoUnfinished(Echo):
    """Begins a reply with the password and never ends it."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        visit.password = argument
        await visit.raw(f"230-{self.secret()}\r\n {self.secret()}".encode())
        await asyncio.Event().wait()


class EchoCut(Echo):
    """Repeats the password where the record of an unfinished reply is cut off."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        visit.password = argument
        await visit.raw(b"230-" + b"x" * (2048 - 4 - 12) + self.secret().encode())
        await asyncio.Event().wait()


class EchoLongLine(Echo):
    """Repeats the password where a line is cut off for being too long."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        visit.password = argument
        await visit.say(b"530-" + b"x" * (8192 - 4 - 12) + self.secret().encode(), "530 no")


class EchoWrapped(Echo):
    """Wraps its texts, and so the password, at some column."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        visit.password = argument
        half = len(argument) // 2
        await visit.say(f"530-PASS {argument[:half]}", f" {argument[half:]}", "530 no")


class EchoShortened(Echo):
    """Repeats the beginning of the password only, with dots."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        visit.password = argument
        await visit.say(f"530 PASS {argument[:10]}...: wrong")


class EchoData(Echo):
    """Says the password in clear where TLS is due on the data connection."""

    async def secure_data(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        writer.write(f"500 PASS {self.secret()}\r\n".encode())
        writer.close()
        await writer.wait_closed()


class EchoInside(Echo):
    """Falls out of TLS with the password, in clear."""

    async def on_pbsz(self, visit: Visit, argument: str) -> None:
        handle = visit.writer.get_extra_info("socket")
        handle._sock.send(f"500 OOPS: {self.secret()}\r\n".encode())
        raise Gone


class EchoCertificate(Echo):
    """Has the password in its certificate."""

    names = ("127.0.0.1", "villain.example")
    stranger = True

    def make_context(self, **changes: object):  # type: ignore[no-untyped-def]
        return super().make_context(**changes, organization_name=PASSWORD, common_name=PASSWORD[:60])


class EchoInjected(Echo):
    """Injects the password before the handshake of further connections."""

    def prepare(self) -> None:
        super().prepare()
        self.told = asyncio.Event()

    async def on_pass(self, visit: Visit, argument: str) -> None:
        self.told.set()
        await super().on_pass(visit, argument)

    async def on_auth(self, visit: Visit, argument: str) -> None:
        if visit.number == 1:
            await super().on_auth(visit, argument)
            return
        await self.told.wait()
        await visit.raw(f"234 go\r\n500 {self.secret()}\r\n".encode())
