"""Certificates that the user agreed to for good: one fingerprint for each host and port."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from ftpsgui.memory.entries import Entries


class Pin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``sha256``: lower-case hex of the certificate's DER form. ``agreed``: when, ISO 8601 UTC. ``subject``: for people."""

    host: str
    port: int
    sha256: str
    agreed: str
    subject: str = ""


class PinFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file format, version 1."""

    format: Literal["ftpsgui-trusted-certificates"] = "ftpsgui-trusted-certificates"
    format_version: int = 1
    pins: tuple[Pin, ...] = ()


class Pins:
    """By host (in any case) and port. Errors are SessionError, with words: a damaged file is not an agreement."""

    def __init__(self, path: Path) -> None:
        self._entries: Entries[Pin] = Entries(path, PinFile, _key)

    def all(self) -> tuple[Pin, ...]:
        """Return all, by host and port."""
        return tuple(sorted(self._entries.all(), key=_key))

    def find(self, host: str, port: int) -> Pin | None:
        """Return what was agreed to for this host and port."""
        return self._entries.find((plain_host(host), port))

    def of_host(self, host: str) -> tuple[Pin, ...]:
        """Return what was agreed to for this host, on all its ports."""
        return tuple(one for one in self.all() if plain_host(one.host) == plain_host(host))

    def put(self, pin: Pin) -> Path | None:
        """Remember ``pin`` in place of an earlier one. Return where a damaged file was kept, if there was one."""
        return self._entries.put(pin)

    def remove(self, host: str, port: int) -> None:
        """Forget what was agreed to for this host and port."""
        self._entries.remove((plain_host(host), port))


def plain_host(host: str) -> str:
    """Return a host as it is compared: without capitals and the root's dot."""
    return host.casefold().rstrip(".")


def _key(pin: Pin) -> tuple[str, int]:
    return plain_host(pin.host), pin.port
