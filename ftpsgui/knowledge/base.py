"""The knowledge base: opened at once, each file read when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from ftpsgui.knowledge.clients import Client, read_client
from ftpsgui.knowledge.identify import Given, Identifier
from ftpsgui.knowledge.schema import Head, KnowledgeError, Product, Router, read
from ftpsgui.model.findings import ProductGuess
from ftpsgui.resources import resource

__all__ = ["Knowledge", "KnowledgeError", "load"]

T = TypeVar("T")


class Shelf(Mapping[str, T], Generic[T]):
    """The files of one folder by their ids (names without ``.toml``); a value is read when first asked for."""

    def __init__(self, folder: Path, reader: Callable[[Path], T]) -> None:
        self._paths = {path.stem: path for path in sorted(folder.glob("*.toml"))}
        self._reader = reader
        self._read: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        value = self._read.get(name)
        if value is None:
            value = self._read[name] = self._reader(self._paths[name])
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def path(self, name: str) -> Path:
        """Return the file of ``name``."""
        return self._paths[name]


class Knowledge:
    """Products, routers and clients. ``root``: a folder with ``products/``, ``routers/`` and ``clients/``."""

    def __init__(self, root: Path) -> None:
        self.products: Shelf[Product] = Shelf(root / "products", lambda path: read(path, Product))
        self.routers: Shelf[Router] = Shelf(root / "routers", lambda path: read(path, Router))
        self.clients: Shelf[Client] = Shelf(root / "clients", read_client)
        self._heads: dict[str, Head] | None = None
        self._identifier: Identifier | None = None

    def heads(self) -> Mapping[str, Head]:
        """Return what identifies each product; only the first part of each file is read, once."""
        if self._heads is None:
            self._heads = {name: read(self.products.path(name), Head) for name in self.products}
        return self._heads

    def identify(self, replies: Iterable[Given]) -> ProductGuess | None:
        """Name the product from replies: (command as shown, or None for the greeting; reply; observation id).

        Returns None when nothing gives it away.
        """
        if self._identifier is None:
            self._identifier = Identifier(self.heads())
        return self._identifier.identify(replies)


@cache
def load() -> Knowledge:
    """Return the knowledge base of this installation; reads no file yet."""
    return Knowledge(resource())
