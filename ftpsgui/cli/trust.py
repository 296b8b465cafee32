"""Questions on a terminal: about a certificate that does not verify; without a terminal the answer is no."""

from __future__ import annotations

import asyncio
import os
import sys
import threading

from ftpsgui.cli.output import is_terminal, print_text
from ftpsgui.model.facts import VerifyProblem
from ftpsgui.model.fingerprints import in_pairs
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.phrases import listing
from ftpsgui.model.seams import TrustAnswer, TrustQuestion
from ftpsgui.texts.moments import where_we_are
from ftpsgui.texts.translate import Translator

_YES = frozenset({"y", "yes", "はい"})


def why(problem: VerifyProblem) -> Message:
    """Return the reason against a certificate in words; OpenSSL's own for one that has none here."""
    match problem.code:
        case 9:
            return msg("It is not valid yet.")
        case 10:
            return msg("It has expired.")
        case 18:
            return msg("It is self-signed: only its owner vouches for it.")
        case 19:
            return msg("It was issued by an authority that this computer does not know.")
        case 20 | 21 | 2:
            return msg(
                "Its issuer is not known here, or the server does not send the intermediate certificate."
            )
        case 62 | 64:
            return msg("It was issued for another name.")
        case _:
            return literal(problem.text)


def question_text(question: TrustQuestion, translate: Translator) -> str:
    """Return the question with everything that is needed to answer it."""
    t = translate
    lines = [
        "",
        t(
            msg(
                "The certificate of {host}, port {port}, cannot be trusted:",
                host=question.host,
                port=question.port,
            )
        ),
    ]
    lines += [f"  - {t(why(problem))}" for problem in question.problems]
    for number, certificate in enumerate(question.chain, start=1):
        names = listing(certificate.names or ("–",))
        lines += [
            t(msg("Certificate {number}: {subject}", number=number, subject=certificate.subject)),
            "    " + t(msg("for: {names}", names=names)),
            "    " + t(msg("issued by: {issuer}", issuer=certificate.issuer)),
            "    "
            + t(
                msg(
                    "valid: {first} to {last}",
                    first=where_we_are(certificate.not_before),
                    last=where_we_are(certificate.not_after),
                )
            ),
            f"    SHA-256: {in_pairs(certificate.sha256)}",
        ]
    if question.trust_store:
        lines.append(t(msg("Compared with: {store}", store=question.trust_store)))
    lines.append(
        t(msg("Nothing secret was sent yet. Trust this certificate for this run, and log in? [y/N]"))
    )
    return "\n".join(lines) + " "


class TerminalTrust:
    """Asks on the terminal. ``refused_unasked`` tells afterwards that nobody could be asked."""

    def __init__(self, translate: Translator) -> None:
        self._translate = translate
        self.refused_unasked = False

    async def __call__(self, question: TrustQuestion) -> TrustAnswer:
        """Return the person's answer; anything but a clear yes is a no."""
        if not can_ask():
            self.refused_unasked = True
            return "refuse"
        return "accept" if await agreed(question_text(question, self._translate)) else "refuse"


def can_ask() -> bool:
    """Whether a person sits at the terminal who can be asked."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


async def agreed(question: str) -> bool:
    """Ask on the terminal, and return whether the answer is a clear yes."""
    print_text(question, sys.stderr)
    try:
        answer = await read_line(sys.stdin.fileno())
    except asyncio.CancelledError:
        print_text("\n", sys.stderr)  # the report begins on a line of its own
        raise
    return answer.strip().lower() in _YES


async def read_line(descriptor: int) -> str:
    """Return one line from a terminal without holding up the loop; it can be cancelled at any time.

    A thread that is left waiting reads from the descriptor itself: the interpreter's own buffer would be locked at exit.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[bytes] = loop.create_future()

    def deliver(data: bytes) -> None:
        if not answer.done():
            answer.set_result(data)

    def read() -> None:
        try:
            data = os.read(descriptor, 1024)
        except OSError:
            data = b""
        try:
            loop.call_soon_threadsafe(deliver, data)
        except RuntimeError:  # the loop is gone
            return

    threading.Thread(target=read, name="trust question", daemon=True).start()
    return (await answer).decode(errors="replace")
