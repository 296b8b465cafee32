"""One small JSON file that is read and written whole. A file that cannot be understood is never overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from ftpsgui.memory.places import make_folder
from ftpsgui.model.message import Message, msg
from ftpsgui.model.typed import from_builtins
from ftpsgui.protocol.escape import escape_text
from ftpsgui.session.errors import SessionError
from ftpsgui.session.files import cannot_read, write_atomically

LARGEST = 4 * 1024 * 1024
"""Bytes; a real file of these has some kilobytes."""

T = TypeVar("T", bound=msgspec.Struct)


class ShelfError(SessionError):
    """A file could not be read. ``broken``: it is damaged (and may be set aside), not only out of reach."""

    def __init__(self, message: Message, *, broken: bool = False) -> None:
        super().__init__(message)
        self.broken = broken


class Shelf(Generic[T]):
    """``kind`` has the fields ``format`` and ``format_version`` (version 1) with defaults, and forbids unknown ones."""

    def __init__(self, path: Path, kind: type[T]) -> None:
        self.path = path
        self._kind = kind

    def load(self) -> T:
        """Return what is in the file, or an empty ``kind`` when there is none; ShelfError with words."""
        try:
            with self.path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except FileNotFoundError:
            return self._kind()
        except OSError as error:
            raise ShelfError(cannot_read(self.path, error)) from error
        return self._decode(data)

    def save(self, value: T) -> Path | None:
        """Write ``value``; a damaged file that is there is set aside first, and its new path returned.

        SessionError, with words, when the file cannot be written, or is one that must not be replaced.
        """
        aside = None
        try:
            self.load()
        except ShelfError as error:
            if not error.broken:
                raise
            aside = self._set_aside()
        make_folder(self.path.parent)
        data = msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
        write_atomically(self.path, data, private=True)
        return aside

    def _set_aside(self) -> Path:
        number = 1
        while (kept := self.path.with_name(f"{self.path.stem}.broken-{number}.json")).exists():
            number += 1
        try:
            self.path.rename(kept)
        except OSError as error:
            raise SessionError(cannot_read(self.path, error)) from error
        return kept

    def _decode(self, data: bytes) -> T:
        shown = str(self.path)
        try:
            if len(data) > LARGEST:
                raise ValueError("too large")
            document: Any = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
            version = document.get("format_version") if isinstance(document, dict) else None
            if isinstance(version, int) and version > 1:
                raise ShelfError(
                    msg(
                        "{path} was written by a newer version of the program; it is left as it is and not used.",
                        path=shown,
                    )
                )
            return from_builtins(document, self._kind)
        except (ValueError, RecursionError) as error:
            detail = escape_text(str(error)[:200])
            raise ShelfError(
                msg(
                    "{path} is damaged and not used: {detail}. Nothing in it was changed; when you save, it is kept "
                    "beside the new one.",
                    path=shown,
                    detail=detail,
                ),
                broken=True,
            ) from error
