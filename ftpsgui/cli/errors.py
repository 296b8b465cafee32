"""How the command ends: the exit statuses of the contract, and the error that is an answer to the user."""

from __future__ import annotations

from ftpsgui.model.message import Message

OK, PROBLEMS, USAGE, NO_MODE, UNTESTABLE, OUR_ERROR, INTERRUPTED = 0, 1, 2, 3, 4, 70, 130


class CommandError(Exception):
    """The command cannot go on; ``message`` says why, in words for the user. ``status`` is the exit status."""

    def __init__(self, message: Message, status: int = USAGE) -> None:
        super().__init__(message.id)
        self.message = message
        self.status = status
