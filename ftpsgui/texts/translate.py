"""From a :class:`Message` to words in the reader's language, by gettext catalogues in resources/translations.

Each language is a folder of catalogues (``ja/findings.mo``, ``ja/window.mo`` …), chained and read as far as they are
needed, so that a room can grow its own catalogue without a registry. English is the source and needs none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ftpsgui.model.message import Message, Value
from ftpsgui.resources import resource

if TYPE_CHECKING:
    import gettext
    from pathlib import Path

LANGUAGES: dict[str, str] = {"en": "English", "ja": "日本語"}
"""Language codes, and what each language calls itself."""


_SEEN_FIRST = ("window", "presentation")
"""The catalogues that the window's first page needs, and the only ones that it waits for."""


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    import gettext  # English needs none of it, and its window would wait for it

    class Later(gettext.NullTranslations):
        """The files that nobody has needed yet; the first is read for a sentence that no file before it has."""

        def __init__(self, paths: list[Path]) -> None:
            super().__init__()
            self._paths = paths
            self._read: gettext.NullTranslations | None = None

        def gettext(self, message: str) -> str:
            if self._read is None:
                if not self._paths:
                    return message
                with self._paths[0].open("rb") as file:
                    self._read = gettext.GNUTranslations(file)
                self._read.add_fallback(Later(self._paths[1:]))
            return self._read.gettext(message)

    paths = resource("translations", language).glob("*.mo")
    return Later(sorted(paths, key=lambda path: (path.stem not in _SEEN_FIRST, path.name)))


@lru_cache(4096)
def _sentence(language: str, text: str) -> str:
    return text if language == "en" else _catalogue(language).gettext(text)


class Translator:
    """Renders messages in one language. Cheap to make; catalogues are read once."""

    def __init__(self, language: str = "en") -> None:
        self.language = language if language in LANGUAGES else "en"

    def render(self, message: Message) -> str:
        """Return the sentence in this language with its parameters filled in; plain text, never markup."""
        if not message.translated:
            return message.id
        text = self.template(message.id)
        values: dict[str, Value] = {
            name: self.render(value) if isinstance(value, Message) else value
            for name, value in message.params.items()
        }
        return text.format_map(values)

    def template(self, text: str) -> str:
        """Return the sentence ``text`` in this language with its ``{parameters}`` still in it."""
        return _sentence(self.language, text)

    def __call__(self, message: Message) -> str:
        """Return :meth:`render` of ``message``."""
        return self.render(message)


def system_language(environment: Mapping[str, str] | None = None) -> str:
    """Return the code of the system's language when there is a translation for it, else ``en``.

    Read from the environment (by default the process's) as gettext does: LC_ALL, LC_MESSAGES or LANG names the locale,
    and LANGUAGE, a list, comes before it unless that is ``C``. The locale itself need not be installed: only its name
    counts. Where the environment says nothing (Windows), the system is asked.
    """
    said = os.environ if environment is None else environment
    name = next((said[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if said.get(key)), "")
    wanted = [] if name in ("C", "POSIX") else said.get("LANGUAGE", "").split(":")
    for each in (*wanted, name or _system_locale()):
        code = re.split(r"[-_.@]", each, maxsplit=1)[0].lower()
        code = {"japanese": "ja", "english": "en"}.get(code, code)
        if code in LANGUAGES:
            return code
    return "en"


def _system_locale() -> str:
    import locale

    return locale.getlocale()[0] or ""
