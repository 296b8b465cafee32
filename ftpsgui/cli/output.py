"""Where words go: the terminal, a pipe that may close, a file that is whole or not there."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import IO

from ftpsgui.cli.errors import CommandError
from ftpsgui.model.message import msg
from ftpsgui.model.os_errors import os_error_words


def print_text(text: str, file: IO[str] | None = None) -> None:
    """Print ``text``; what the terminal cannot show is put plainly, or escaped. A closed pipe is no error."""
    stream = sys.stdout if file is None else file
    if stream is None:  # a program without a console
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        stream.write(_shown(text, encoding))
        stream.flush()
    except BrokenPipeError:
        close_quietly()
    except OSError as error:
        if stream is not sys.stderr:
            raise _unwritable(error) from None


_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "…": "...", "·": "-", "≥": ">=", "•": "*", "→": "->"}
)
"""The signs of our own English sentences in ASCII."""


def _shown(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return (
            "".join(
                character if _fits(character, encoding) else character.translate(_PLAIN) for character in text
            )
            .encode(encoding, "backslashreplace")
            .decode(encoding)
        )
    return text


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def print_bytes(text: str) -> None:
    """Print what a program will read, as UTF-8 whatever the locale says."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        print_text(text)
        return
    try:
        sys.stdout.flush()
        buffer.write(text.encode("utf-8", "surrogateescape"))
        buffer.flush()
    except BrokenPipeError:
        close_quietly()
    except OSError as error:
        raise _unwritable(error) from None


def _unwritable(error: OSError) -> CommandError:
    """Return the error for standard output that takes nothing: a full disk, for instance."""
    close_quietly()
    return CommandError(msg("Standard output could not be written: {error}", error=os_error_words(error)))


def close_quietly() -> None:
    """Point standard output to nowhere, so that the interpreter's last flush finds no broken pipe."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        pass


def complain(text: str) -> None:
    """Print a line to standard error."""
    print_text(f"{text}\n", sys.stderr)


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether a person looks at ``stream``."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def colour_wanted() -> bool:
    """Whether standard output shows colours (https://no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not is_terminal(sys.stdout):
        return False
    return sys.platform != "win32" or bool(os.environ.get("WT_SESSION") or os.environ.get("ANSICON"))


def unicode_wanted(to_file: bool) -> bool:
    """Whether marks beyond ASCII can be shown."""
    if to_file:
        return True
    return (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "").startswith("utf")


def columns() -> int:
    """Return the width to wrap at: the terminal's, within what reads well."""
    return max(60, min(shutil.get_terminal_size((96, 24)).columns, 110))


def check_writable(path: Path) -> None:
    """Refuse, before anything is tested, a file that cannot be written; CommandError with words."""
    folder = path.parent if str(path.parent) else Path()
    if path.is_dir():
        raise CommandError(msg("{path} is a folder; a file name is needed.", path=str(path)))
    if not folder.is_dir():
        raise CommandError(msg("The folder of {path} does not exist.", path=str(path)))
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise CommandError(msg("You may not write to {path}. Choose another folder.", path=str(path)))
