"""Words before they are translated: a whole sentence with named parameters.

A sentence is written in English where it is meant (a rule, a widget), marked by ``msg("…")``, and turned into
the reader's language as late as possible by ``ftpsgui.texts``. Sentences are never joined from fragments.
"""

from __future__ import annotations

import msgspec

Value = str | int | float


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence (``id``: the English text with ``{named}`` parameters) and its parameters.

    ``translated`` is False for text that is the same in every language: a command line, a directive.
    """

    id: str
    params: dict[str, Value | Message] = {}
    translated: bool = True


def msg(text: str, /, **params: Value | Message) -> Message:
    """Mark ``text`` for translation (the extraction keyword) and bind its named parameters."""
    return Message(id=text, params=params)


def literal(text: str) -> Message:
    """Text that no language changes (a command, a directive); braces in it stand for themselves."""
    return Message(id=text, translated=False)
