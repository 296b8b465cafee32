"""Entries of one kind in a shelf, each with a key: what saved servers, recent ones and agreed certificates share."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import msgspec

from ftpsgui.memory.shelf import Shelf, ShelfError

E = TypeVar("E", bound=msgspec.Struct)


class Entries(Generic[E]):
    """The entries are the last field of ``kind``, the file's format. Two with the same ``key`` are one."""

    def __init__(
        self, path: Path, kind: type[msgspec.Struct], key: Callable[[E], Hashable], *, most: int | None = None
    ) -> None:
        self._shelf: Shelf[Any] = Shelf(path, kind)
        self._kind = kind
        self._field = kind.__struct_fields__[-1]
        self._key = key
        self._most = most

    def all(self) -> tuple[E, ...]:
        """Return them, the newest first; ShelfError with words."""
        found = cast("tuple[E, ...]", getattr(self._shelf.load(), self._field))
        return found[: self._most]

    def find(self, key: Hashable) -> E | None:
        """Return the one with that ``key``; ShelfError with words."""
        return next((one for one in self.all() if self._key(one) == key), None)

    def put(self, entry: E) -> Path | None:
        """Keep ``entry`` in place of the one with its key. Return where a damaged file was kept, if there was one."""
        return self._write((entry, *self._others(self._key(entry))))

    def remove(self, key: Hashable) -> None:
        """Forget the one with that ``key``; nothing happens when there is none."""
        self._write(self._others(key))

    def clear(self) -> None:
        """Forget them all."""
        self._write(())

    def _others(self, key: Hashable) -> tuple[E, ...]:
        try:
            known = self.all()
        except ShelfError as error:
            if error.broken:  # it is set aside when this is written
                return ()
            raise
        return tuple(one for one in known if self._key(one) != key)

    def _write(self, entries: tuple[E, ...]) -> Path | None:
        return self._shelf.save(self._kind(**{self._field: entries[: self._most]}))
