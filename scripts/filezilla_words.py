"""Write resources/logs/filezilla.toml: the sentences of FileZilla's message log in every language it speaks.

    apt-get download filezilla-common libfilezilla-common   # or any other build of them
    dpkg -x …deb UNPACKED                                   # each of the two, into the same folder
    python scripts/filezilla_words.py UNPACKED

Only the few sentences that a log's reader must recognise are kept. ``*`` stands for what FileZilla fills in.
"""

from __future__ import annotations

import gettext
import json
import re
import sys
from pathlib import Path
from typing import Final

TARGET: Final = Path(__file__).resolve().parent.parent / "resources" / "logs" / "filezilla.toml"
LABELS: Final[dict[str, tuple[str, ...]]] = {
    "status": ("Status:",),
    "command": ("Command:",),
    "response": ("Response:",),
    "error": ("Error:", "Critical error:"),
    "trace": ("Trace:", "Listing:"),
}
SENTENCES: Final[dict[str, tuple[str, ...]]] = {
    "resolving": ("Resolving address of %s",),
    "connecting": ("Connecting to %s...", "Connecting to %s"),
    "connected": (
        "Connection established, waiting for welcome message...",
        "Connection established, waiting for welcome message.",
        "Connection established, initializing TLS...",
    ),
    "secured": ("TLS connection established.", "TLS connection established, waiting for welcome message..."),
    "logged-in": ("Logged in",),
    "replaced": ("Server sent passive reply with unroutable address. Using server address instead.",),
    "listed": ("Directory listing successful", 'Directory listing of "%s" successful'),
    "transferred": ("File transfer successful, transferred %s in %s", "File transfer successful"),
    "silence": (
        "Connection timed out after %d second of inactivity",
        "Connection timed out after %d seconds of inactivity",
        "Connection timed out.",
    ),
    "data-failed": (
        "The data connection could not be established: %s",
        "Transfer connection interrupted: %s",
    ),
    "connect-failed": (
        'Connection attempt failed with "%s".',
        'Connection attempt failed with "%s", trying next address.',
        "Could not connect to server: %s",
    ),
    "untrusted": ("Remote certificate not trusted.",),
    "tls-failed": (
        "GnuTLS error %d: %s",
        "GnuTLS error %d in %s: %s",
        "Received TLS alert from the server: %s (%d)",
    ),
    "closed": ("Connection closed by server",),
    "disconnected": ("Disconnected from server", "Disconnected from server: %s"),
}
"""What the reader calls a sentence, and FileZilla's English for it."""
_HOLE = re.compile(r"%(?:\d\$)?l?[sdu]")
_HEAD = """\
# How FileZilla words the lines of its message log that the reader of logs must recognise, in every language it speaks.
# Taken from FileZilla's own catalogues by scripts/filezilla_words.py; "*" stands for what it fills in.
"""


def english() -> dict[str, list[str]]:
    """Return the words of the original."""
    return {name: [_shown(one) for one in texts] for name, texts in {**LABELS, **SENTENCES}.items()}


def spoken(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Return the words of every language whose catalogues lie under ``folder``."""
    found: dict[str, dict[str, list[str]]] = {"en": english()}
    for path in sorted(folder.rglob("LC_MESSAGES/*.mo")):
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        words = found.setdefault(path.parent.parent.name, {})
        for name, texts in {**LABELS, **SENTENCES}.items():
            for one in texts:
                translated = [
                    catalogue[key]
                    for key in (one, *((one, number) for number in range(6)))
                    if catalogue.get(key)
                ]
                kept = words.setdefault(name, [])
                kept.extend(dict.fromkeys(text for each in translated if (text := _shown(each)) not in kept))
    return found


def _shown(text: str) -> str:
    return _HOLE.sub("*", text.replace("\xa0", " ").strip())


def main(arguments: list[str]) -> None:
    """Write the file."""
    if len(arguments) != 1:
        sys.exit(__doc__)
    parts = [_HEAD]
    for language, words in sorted(
        spoken(Path(arguments[0])).items(), key=lambda pair: (pair[0] != "en", pair[0])
    ):
        lines = [
            f"{name} = [{', '.join(json.dumps(one, ensure_ascii=False) for one in texts)}]"
            for name, texts in words.items()
            if texts
        ]
        if lines:
            parts.append("\n".join([f'["{language}"]', *lines]) + "\n")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
