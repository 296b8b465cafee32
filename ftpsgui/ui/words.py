"""The language of the window: one translator for all widgets, and the plain-text habits they share."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from ftpsgui.model.message import Message
from ftpsgui.texts.translate import Translator

_translator = Translator("en")
_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "\n": "<br/>"}
)
"""As ``html.escape`` does it, whose module would bring the names of 2000 characters before the first paint."""


def tr(message: Message) -> str:
    """Return ``message`` in the window's language."""
    return _translator.render(message)


def translator() -> Translator:
    """Return the window's translator."""
    return _translator


def set_language(language: str) -> None:
    """Speak ``language`` from now on; widgets are told by :func:`retranslate`."""
    global _translator  # noqa: PLW0603
    _translator = Translator(language)


def retranslate(root: QWidget) -> None:
    """Let every widget under ``root`` that has words of its own say them again."""
    for widget in (root, *root.findChildren(QWidget)):
        method = getattr(widget, "retranslate", None)
        if callable(method):
            method()


def tooltip(text: str) -> str:
    """Return ``text`` for ``setToolTip``, which guesses at markup: escaped, so that nothing in it is ever markup."""
    if not text:
        return ""
    return f"<p style='white-space:pre-wrap; margin:0'>{text.translate(_ESCAPED)}</p>"


def explain(widget: QWidget, text: str, *, described: str = "") -> None:
    """Let the tooltip of ``widget`` say ``text``, and its description the same (or ``described``).

    Where a widget has no description of its own Qt offers the tooltip instead: its markup would be read aloud.
    """
    widget.setToolTip(tooltip(text))
    widget.setAccessibleDescription(described or text)


def native_keys(keys: str) -> str:
    """Return ``keys`` (``Ctrl+D``) as this platform writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def button_text(text: str) -> str:
    """Return ``text`` for a button or a menu, where ``&`` would make a mnemonic."""
    return text.replace("&", "&&")
