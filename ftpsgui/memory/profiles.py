"""Servers that the user saved under a name. No password is in them; it may be in the system's keyring."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from ftpsgui.memory.entries import Entries
from ftpsgui.model.form import Form


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``keyring``: whether the password lies in the system's keyring."""

    name: str
    form: Form
    keyring: bool = False


class ProfileFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file format, version 1."""

    format: Literal["ftpsgui-profiles"] = "ftpsgui-profiles"
    format_version: int = 1
    profiles: tuple[Profile, ...] = ()


class Profiles:
    """The saved servers, by name; names differ in more than case. Errors are SessionError, with words."""

    def __init__(self, path: Path) -> None:
        self._entries: Entries[Profile] = Entries(path, ProfileFile, lambda one: _key(one.name))

    def all(self) -> tuple[Profile, ...]:
        """Return all, by name."""
        return tuple(sorted(self._entries.all(), key=lambda one: one.name.casefold()))

    def find(self, name: str) -> Profile | None:
        """Return the one of that name, in any case."""
        return self._entries.find(_key(name))

    def put(self, profile: Profile) -> Path | None:
        """Save ``profile`` in place of one of the same name. Return where a damaged file was kept, if there was one.

        The consent to a login in clear is not saved: it is given for one run.
        """
        form = msgspec.structs.replace(
            profile.form, compare_plaintext=False, ccc=False, insist_public_address=False
        )
        return self._entries.put(msgspec.structs.replace(profile, name=clean_name(profile.name), form=form))

    def remove(self, name: str) -> None:
        """Forget the one of that name; nothing happens when there is none."""
        self._entries.remove(_key(name))


def clean_name(name: str) -> str:
    """Return ``name`` in one line, without blanks at its ends."""
    return " ".join(name.split())


def _key(name: str) -> str:
    return clean_name(name).casefold()
