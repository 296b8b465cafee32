"""The servers that were tested last, with how that went."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from ftpsgui.memory.entries import Entries
from ftpsgui.memory.shelf import ShelfError
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
        self._entries: Entries[Recent] = Entries(path, RecentFile, lambda one: _key(one.form), most=MOST)

    def all(self) -> tuple[Recent, ...]:
        """Return them, newest first."""
        try:
            return self._entries.all()
        except ShelfError:
            return ()

    def put(self, recent: Recent) -> None:
        """Remember ``recent`` as the newest; SessionError when it cannot be written."""
        form = msgspec.structs.replace(
            recent.form, compare_plaintext=False, ccc=False, insist_public_address=False
        )
        self._entries.put(msgspec.structs.replace(recent, form=form))

    def clear(self) -> None:
        """Forget them all."""
        self._entries.clear()


def _key(form: Form) -> tuple[str, str, str, str]:
    return form.host.casefold(), form.port, form.tls, form.user
