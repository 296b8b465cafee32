"""From a :class:`Message` to words in the reader's language, by gettext catalogues in resources/translations.

Each language is a folder of catalogues (``ja/findings.mo``, ``ja/window.mo`` …), all read and chained, so that a
room can grow its own catalogue without a registry. English is the source and needs none.
"""

from __future__ import annotations

import gettext
import locale
from functools import cache

from ftpsgui.model.message import Message, Value
from ftpsgui.resources import resource

LANGUAGES: dict[str, str] = {"en": "English", "ja": "日本語"}
"""Language codes, and what each language calls itself."""


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    chain = gettext.NullTranslations()
    if language != "en":
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
        return _catalogue(self.language).gettext(text)

    def __call__(self, message: Message) -> str:
        """Return :meth:`render` of ``message``."""
        return self.render(message)


def system_language() -> str:
    """Return the code of the system's language when there is a translation for it, else ``en``."""
    name = locale.getlocale()[0] or ""
    if not name:
        import os

        name = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    code = name.replace("-", "_").split("_", 1)[0].lower()
    code = {"japanese": "ja", "english": "en"}.get(code, code)
    return code if code in LANGUAGES else "en"
