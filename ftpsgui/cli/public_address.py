"""The question about a public address that the server contradicts, on a terminal."""

from __future__ import annotations

from ftpsgui.cli.trust import agreed
from ftpsgui.model.message import msg
from ftpsgui.model.phrases import listing
from ftpsgui.model.seams import AddressQuestion
from ftpsgui.texts.translate import Translator


def address_question(question: AddressQuestion, translate: Translator) -> str:
    """Return the question with both addresses and what a yes would send."""
    given, commands = question.given, listing(question.commands)
    sent = (
        msg(
            "With a yes, {commands} name {given}, and the server connects there.",
            commands=commands,
            given=given,
        )
        if question.ports is None
        else msg(
            "With a yes, {commands} name {given} with a port from {first} to {last}, and the server connects there.",
            commands=commands,
            given=given,
            first=question.ports[0],
            last=question.ports[1],
        )
    )
    lines = [
        msg(
            "You gave {given} as this computer's public address, but the server sees this computer as {seen}.",
            given=given,
            seen=question.seen,
        ),
        sent,
        msg("If {given} is somebody else's, it is their computer that the server knocks at.", given=given),
        msg("Name {given} all the same? [y/N]", given=given),
    ]
    return "\n".join(["", *map(translate, lines)]) + " "


class TerminalAddress:
    """Asks on the terminal."""

    def __init__(self, translate: Translator) -> None:
        self._translate = translate

    async def __call__(self, question: AddressQuestion) -> bool:
        """Return whether the person said yes."""
        return await agreed(address_question(question, self._translate))
