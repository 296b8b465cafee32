"""What each product adds to the common frame: its command and its files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.options import PASSWORD_HASH, USER, Options
from tests.servers.process import is_root

NAMES = {"ftp.example.test": "203.0.113.1", "old.example.test": "100.20.30.40"}
"""What the server can resolve: its own name, and one that an administrator once gave it and that moved away."""
UID = 64997
"""Owner of the home directory; no account of the machine has it."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one server lives: a temporary folder with ``home`` and certificates in it, and its ports."""

    folder: Path
    port: int
    passive_range: tuple[int, int]
    options: Options

    @property
    def home(self) -> Path:
        """The user's home directory."""
        return self.folder / "home"

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.folder / "server.log"

    @property
    def root(self) -> Path:
        """What is laid over the machine's own files for the server (see ``tests.servers.machine``)."""
        return self.folder / "root"

    def file(self, name: str, text: str, mode: int = 0o644) -> Path:
        """Write a file into the folder and return its path."""
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def put(self, path: str, text: str, mode: int = 0o644) -> Path:
        """Write the file that the server shall see at the absolute ``path``; return where it sees it.

        Without root nothing can be laid over anything: then that is in the folder.
        """
        real = self.root / path.lstrip("/")
        real.parent.mkdir(parents=True, exist_ok=True)
        real.write_text(text)
        real.chmod(mode)
        return Path(path) if is_root() else real


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to run it."""

    command: Sequence[str]
    unit: str
    """What ``systemctl`` calls it."""
    program: Path | None = None
    """The file that starts the server, where that is a program of the administrator's own."""
    environment: Mapping[str, str] = field(default_factory=dict)


def owner() -> tuple[int, int]:
    """Return the uid and gid that the test user's files have."""
    return (UID, UID) if os.geteuid() == 0 else (os.getuid(), os.getgid())


def accounts(place: Place) -> None:
    """Replace the machine's account files: only root, nobody, ftp (anonymous) and the test user."""
    home = place.home
    place.put(
        "/etc/passwd",
        "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/sh\n"
        f"ftp:x:64998:64998::{home}:/bin/sh\n{USER}:x:{UID}:{UID}::{home}:/bin/sh\n",
    )
    place.put("/etc/group", f"root:x:0:\nnogroup:x:65534:\nftp:x:64998:\n{USER}:x:{UID}:\n")
    place.put("/etc/shadow", f"root:*:19000::::::\n{USER}:{PASSWORD_HASH}:19000::::::\n", 0o600)


def openssl_environment(place: Place) -> dict[str, str]:
    """Return the environment that limits TLS versions for a server that has no setting for it."""
    if place.options.tls_versions is None:
        return {}
    low, high = place.options.tls_versions
    name = {"1.0": "TLSv1", "1.1": "TLSv1.1", "1.2": "TLSv1.2", "1.3": "TLSv1.3"}
    weak = "CipherString = DEFAULT@SECLEVEL=0\n" if low in ("1.0", "1.1") else ""
    path = place.file(
        "openssl.cnf",
        "openssl_conf = start\n[start]\nssl_conf = modules\n[modules]\nsystem_default = limits\n"
        f"[limits]\nMinProtocol = {name[low]}\nMaxProtocol = {name[high]}\n{weak}",
    )
    return {"OPENSSL_CONF": str(path)}
