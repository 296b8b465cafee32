"""Where things are kept: the user's own folders, as the platform has them."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from ftpsgui.session.errors import SessionError
from ftpsgui.session.files import cannot_write


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """``config``: what the user made and may copy to another computer. ``data``: what the program gathered."""

    config: Path
    data: Path

    @property
    def profiles(self) -> Path:
        """Saved servers."""
        return self.config / "profiles.json"

    @property
    def pins(self) -> Path:
        """Certificates that were agreed to for good."""
        return self.config / "trusted-certificates.json"

    @property
    def recent(self) -> Path:
        """The servers that were tested last."""
        return self.data / "recent.json"

    @property
    def cures(self) -> Path:
        """The product and the router that cures are worded for."""
        return self.data / "cures.json"

    @property
    def runs(self) -> Path:
        """A file for each past run."""
        return self.data / "runs"


def system_places() -> Places:
    """Return the folders of this user on this system (XDG, AppData, Application Support). Nothing is made yet."""
    from platformdirs import PlatformDirs

    folders = PlatformDirs("ftpsgui", appauthor=False)
    return Places(config=folders.user_config_path, data=folders.user_data_path)


def make_folder(folder: Path) -> None:
    """Make ``folder`` for this user alone, with all above it; SessionError, with words, when that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix" and not folder.is_symlink():
            folder.chmod(0o700)
    except OSError as error:
        raise SessionError(cannot_write(folder, error)) from error
