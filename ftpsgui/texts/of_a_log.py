"""The words for a log of another client: it is that client's computer, router and network, not the reader's."""

from __future__ import annotations

from ftpsgui.texts.log_passive import PASSIVE
from ftpsgui.texts.log_sides import SIDES
from ftpsgui.texts.translate import Translator

SAID = {**SIDES, **PASSIVE}
"""Sentences by what they are for a test of our own."""


class LogTranslator(Translator):
    """Says of the client that wrote a log what is otherwise said of this computer."""

    def template(self, text: str) -> str:
        """Return the sentence ``text``, or the one that stands for it, with its ``{parameters}`` still in it."""
        other = SAID.get(text)
        return super().template(text if other is None else other.id)


def words_for(translate: Translator, *, log: bool) -> Translator:
    """Return the words for facts that are of a log of another client, or not, in the same language."""
    return LogTranslator(translate.language) if log else translate
