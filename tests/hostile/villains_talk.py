"""Servers that are hostile in what they say on the control connection."""

from __future__ import annotations

import asyncio

from tests.hostile.villain import Gone, Villain, Visit, forever, reset

UGLY = "\x1b]0;owned\x07\x1b[31mred\x1b[0m \u202egnp.exe\u2066 \x9b31m \x00 <script>alert(1)</script> <b>&amp; ![x](http://e.invalid) `|`"
"""Terminal escapes, bidirectional overrides, C1 controls, NUL, HTML, Markdown, a pipe."""


class EndlessLine(Villain):
    """Greets with a line that never ends."""

    async def greet(self, visit: Visit) -> None:
        await visit.raw(b"220 ")
        while True:
            await visit.raw(b"x" * 65536)


class EndlessMultiline(Villain):
    """Greets with a multi-line reply that never ends."""

    async def greet(self, visit: Visit) -> None:
        await visit.raw(b"220-begin\r\n")
        while True:
            await visit.raw(b"220-and on\r\n" * 5000)


class FatReplies(Villain):
    """Answers everything with as long a reply as is taken."""

    async def on_other(self, visit: Visit, argument: str) -> None:
        await visit.raw(b"211-fat\r\n" + b"\r\n" * 120_000 + b"211 end\r\n")

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.raw(b"331-fat\r\n" + b" x\r\n" * 60_000 + b"331 password?\r\n")


class Drip(Villain):
    """Greets with one byte a second."""

    async def greet(self, visit: Visit) -> None:
        for byte in b"220 a very slow greeting that takes its time":
            await visit.raw(bytes([byte]))
            await asyncio.sleep(1)


class Preliminary(Villain):
    """Answers LIST with 1xx for ever, as fast as it can."""

    async def on_list(self, visit: Visit, argument: str) -> None:
        while True:
            await visit.raw(b"150 nearly\r\n" * 2000)


class Unasked(Villain):
    """Adds 10,000 replies that nobody asked for to its greeting over TLS."""

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.raw(b"331 password?\r\n" + b"200 unasked\r\n" * 10_000)

    async def on_pass(self, visit: Visit, argument: str) -> None:
        await visit.raw(b"230 in\r\n" + b"200 unasked\r\n" * 10_000)


class Flood(Villain):
    """Never stops to reply once it is asked for FEAT."""

    async def on_feat(self, visit: Visit, argument: str) -> None:
        while True:
            await visit.raw(b"200 unasked\r\n" * 5000)


class FloodAtOnce(Villain):
    """Never stops to reply from the greeting on."""

    async def greet(self, visit: Visit) -> None:
        while True:
            await visit.raw(b"220 unasked\r\n" * 5000)


class FloodNoCode(Villain):
    """Never stops to send lines that are no replies, once logged in."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        await visit.say("230 in")
        while True:
            await visit.raw(b"x\n" * 30000)


class Greetings120(Villain):
    """Says for ever that it will be ready soon."""

    async def greet(self, visit: Visit) -> None:
        while True:
            await visit.say("120 ready in 10 minutes")
            await asyncio.sleep(0.01)


class CrOnly(Villain):
    """Ends its lines with CR alone."""

    async def greet(self, visit: Visit) -> None:
        await visit.raw(b"220 hello\r")
        await forever()


class Nuls(Villain):
    """Sends NULs."""

    async def greet(self, visit: Visit) -> None:
        await visit.raw(b"220 he\0llo\0\r\n")

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.raw(b"\0\0\0\0331 password?\r\n")


class LongNumbers(Villain):
    """Writes numbers of 5000 digits, which ``int()`` refuses to read."""

    async def on_stat(self, visit: Visit, argument: str) -> None:
        await visit.say("211-status", f" Connected to: 192.168.1.20:{'9' * 5000}", "211 End")

    async def on_feat(self, visit: Visit, argument: str) -> None:
        await visit.say("211-features", f" SIZE {'9' * 5000}", "211 End")


class NothingButNuls(Villain):
    """Greets with NULs for ever."""

    async def greet(self, visit: Visit) -> None:
        while True:
            await visit.raw(b"\0" * 65536)


class NothingButNewlines(Villain):
    """Greets with empty lines for ever."""

    async def greet(self, visit: Visit) -> None:
        while True:
            await visit.raw(b"\r\n" * 20000)


class Ugly(Villain):
    """Puts terminal escapes, bidirectional overrides and markup into every text."""

    async def greet(self, visit: Visit) -> None:
        await visit.say(f"220 {UGLY}")

    async def on_other(self, visit: Visit, argument: str) -> None:
        await visit.say(f"211-{UGLY}", f" {UGLY}", f"211 {UGLY}")

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.say(f"331 {UGLY}")

    async def on_pass(self, visit: Visit, argument: str) -> None:
        await visit.say(f"230 {UGLY}")

    async def on_pasv(self, visit: Visit, argument: str) -> None:
        await visit.say(f"227 {UGLY} no address")

    async def on_port(self, visit: Visit, argument: str) -> None:
        await visit.say(f"500 {UGLY}")

    async def on_eprt(self, visit: Visit, argument: str) -> None:
        await visit.say(f"200 {UGLY}")

    async def on_list(self, visit: Visit, argument: str) -> None:
        await visit.say(f"550 {UGLY}")


class UglyRefusal(Ugly):
    """As that, and refuses the login so."""

    async def on_pass(self, visit: Visit, argument: str) -> None:
        await visit.say(f"530 {UGLY}")


class UglyGreeting(Villain):
    """Is no FTP server, and says so in colours."""

    async def greet(self, visit: Visit) -> None:
        await visit.say(UGLY)
        await forever()


class Latin1(Villain):
    """Sends bytes that are no UTF-8, and odd codes."""

    async def greet(self, visit: Visit) -> None:
        await visit.raw(b"220-caf\xe9 \xff\xfe\r\n999 \xc3\r\n220 \xed\xa0\x80\xf4\x90\x80\x80\r\n")

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.raw(b"\xff\xfb\x01\xff\xfd\x03331 password?\r\n")


class BusyAt(Villain):
    """Says 421 to one command and closes."""

    verb = "PBSZ"

    async def command(self, visit: Visit, verb: str, argument: str) -> None:
        if verb == self.verb:
            await visit.say("421 too busy")
            raise Gone
        await super().command(visit, verb, argument)


class BusySecond(Villain):
    """Takes one connection only, and hangs on the others without a word."""

    async def greet(self, visit: Visit) -> None:
        if visit.number > 1:
            await forever()
        await super().greet(visit)


class BusyThird(Villain):
    """Says 421 to the third connection and further."""

    async def greet(self, visit: Visit) -> None:
        if visit.number > 2:
            await visit.say("421 too many connections")
            raise Gone
        await super().greet(visit)


class DieAt(Villain):
    """Closes the connection at one command, in one of three ways."""

    verb = "USER"
    how = "close"

    async def command(self, visit: Visit, verb: str, argument: str) -> None:
        if verb == self.verb:
            if self.how == "reset":
                reset(visit.writer)
            elif self.how == "truncate":
                visit.fin_without_close_notify()
            raise Gone
        await super().command(visit, verb, argument)


class HangAt(Villain):
    """Says nothing more from one command on."""

    verb = "PASV"

    async def command(self, visit: Visit, verb: str, argument: str) -> None:
        if verb == self.verb:
            await forever()
        await super().command(visit, verb, argument)


class HalfReply(Villain):
    """Ends in the middle of a reply."""

    async def on_user(self, visit: Visit, argument: str) -> None:
        await visit.raw(b"331-pass")
        raise Gone


class ResetAtOnce(Villain):
    """Resets every connection at once."""

    async def greet(self, visit: Visit) -> None:
        reset(visit.writer)
        raise Gone


class Echo(Villain):
    """Gives back what it is sent (an echo server, after a greeting)."""

    async def talk(self, visit: Visit) -> None:
        await self.greet(visit)
        while data := await visit.reader.read(4096):
            await visit.raw(data)


class Telnet(Villain):
    """Begins with Telnet negotiation for ever."""

    async def greet(self, visit: Visit) -> None:
        while True:
            await visit.raw(b"\xff\xfb\x01" * 10000)


class Desynchronised(Villain):
    """Is one reply ahead: every answer comes twice."""

    async def command(self, visit: Visit, verb: str, argument: str) -> None:
        if visit.protected and verb not in ("LIST", "QUIT"):
            await visit.say("200 first")
        await super().command(visit, verb, argument)
