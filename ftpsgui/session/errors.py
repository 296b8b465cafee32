"""What can be wrong with a session file, in words."""

from __future__ import annotations

from ftpsgui.model.message import Message


class SessionError(Exception):
    """A session could not be read or written; ``message`` says why, for the user."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id.format_map(message.params) if message.translated else message.id)
        self.message = message
