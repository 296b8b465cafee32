"""The servers that were tested last, with how that went."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from ftpsgui.memory.shelf import Shelf, ShelfError
from ftpsgui.model.form import Form

MOST = 8
Outcome = Literal["good", "bad", "warning", "neutral"]


class Recent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A target as typed. ``when``: ISO 8601 UTC, start of its last run; ``outcome``: the colour of its verdict."""

    form: Form
    when: str
    outcome: Outcome = "neutral"


class RecentFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file format, version 1; newest first."""

    format: Literal["ftpsgui-recent"] = "ftpsgui-recent"
    format_version: int = 1
    targets: tuple[Recent, ...] = ()


class RecentTargets:
    """At most :data:`MOST`, newest first. What is damaged counts as empty: it is not worth a question."""

    def __init__(self, path: Path) -> None:
        self._shelf = Shelf(path, RecentFile)

    def all(self) -> tuple[Recent, ...]:
        """Return them, newest first."""
        try:
            return self._shelf.load().targets[:MOST]
        except ShelfError:
            return ()

    def put(self, recent: Recent) -> None:
        """Remember ``recent`` as the newest; SessionError when it cannot be written."""
        form = msgspec.structs.replace(recent.form, compare_plaintext=False, ccc=False)
        kept = msgspec.structs.replace(recent, form=form)
        others = tuple(one for one in self.all() if _key(one.form) != _key(form))
        self._shelf.save(RecentFile(targets=(kept, *others)[:MOST]))

    def clear(self) -> None:
        """Forget them all."""
        self._shelf.save(RecentFile())


def _key(form: Form) -> tuple[str, str, str, str]:
    return form.host.casefold(), form.port, form.tls, form.user
