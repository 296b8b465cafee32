"""From a :class:`Message` to words in the reader's language, by gettext catalogues in resources/translations.

Each language is a folder of catalogues (``ja/findings.mo``, ``ja/window.mo`` …), all read and chained, so that a
room can grow its own catalogue without a registry. English is the source and needs none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from ftpsgui.model.message import Message, Value
from ftpsgui.resources import resource

if TYPE_CHECKING:
    import gettext

LANGUAGES: dict[str, str] = {"en": "English", "ja": "日本語"}
"""Language codes, and what each language calls itself."""


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    import gettext  # English needs none of it, and its window would wait for it

    chain = gettext.NullTranslations()
    for path in sorted(resource("translations", language).glob("*.mo"), reverse=True):
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        catalogue.add_fallback(chain)
        chain = catalogue
    return chain


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
        return text if self.language == "en" else _catalogue(self.language).gettext(text)

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
