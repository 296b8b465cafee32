"""Whose words the user wants cures in: the router at hand, and the server product chosen among several."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from ftpsgui.memory.shelf import Shelf
from ftpsgui.session.errors import SessionError


class CureChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file format, version 1. Ids of files in resources/; empty: nothing was chosen."""

    format: Literal["ftpsgui-cures"] = "ftpsgui-cures"
    format_version: int = 1
    router: str = ""
    product: str = ""
    firewall: str = ""
    """The one on the server's own machine."""


class Cures:
    """The last choice. Not worth an error message: what cannot be read is as if nothing had been chosen."""

    def __init__(self, path: Path) -> None:
        self._shelf = Shelf(path, CureChoice)

    def load(self) -> CureChoice:
        """Return what was chosen last."""
        try:
            return self._shelf.load()
        except SessionError:
            return CureChoice()

    def save(self, choice: CureChoice) -> None:
        """Keep ``choice``; SessionError, with words, when that is not possible."""
        self._shelf.save(choice)
