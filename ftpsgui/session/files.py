"""Session files on disk: written whole or not at all, and errors in words."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from ftpsgui.model.message import Message, msg
from ftpsgui.model.os_errors import os_error_words
from ftpsgui.session.codec import LARGEST, decode, encode
from ftpsgui.session.errors import SessionError
from ftpsgui.session.session import Session


def save(session: Session, path: Path) -> None:
    """Write ``session`` to ``path``; an older file there stays whole until the new one is complete."""
    write_atomically(path, encode(session))


def load(path: Path) -> Session:
    """Read the session in ``path``; SessionError when it cannot be read or is not one."""
    return decode(read_bytes(path))


def read_bytes(path: Path, *, regular: bool = False) -> bytes:
    """Return what is in ``path``, one byte more than the largest session at most; SessionError in words.

    ``regular``: refuse what is no file (a pipe, a device), whose end may never come.
    """
    try:
        if regular and path.exists() and not path.is_file() and not path.is_dir():
            raise SessionError(msg("{path} is not a file.", path=str(path)))
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise SessionError(cannot_read(path, error)) from error


def write_atomically(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write ``data`` beside ``path`` and rename it into place; SessionError, with words, leaves nothing behind.

    ``private``: a new file can be read by its owner only.

    What is there and is no file (a device, a pipe) is written into: a rename would put a file in its place.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        try:
            path.write_bytes(data)
        except OSError as error:
            raise SessionError(cannot_write(path, error)) from error
        return
    target = path.resolve() if path.is_symlink() else path
    if target.is_dir():
        raise SessionError(cannot_write(path, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))))
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            _keep_mode(target, Path(temporary))
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise SessionError(cannot_write(path, error)) from error


def _keep_mode(target: Path, temporary: Path) -> None:
    # mkstemp makes files that only their owner can read; a saved file gets what any new file would get.
    if os.name != "posix":
        return
    try:
        mode = target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    temporary.chmod(mode)


def cannot_write(path: Path, error: OSError) -> Message:
    """Return why ``path`` could not be written."""
    shown = str(path)
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return msg("The disk is full; {path} was not saved. Make room or choose another place.", path=shown)
    if error.errno in (errno.EACCES, errno.EPERM):
        return msg("You may not write to {path}. Choose another folder.", path=shown)
    if error.errno == errno.EROFS:
        return msg("{path} lies on a disk that cannot be written to. Choose another folder.", path=shown)
    if error.errno == errno.ENOENT:
        return msg("The folder of {path} does not exist.", path=shown)
    if error.errno == errno.EISDIR:
        return msg("{path} is a folder; a file name is needed.", path=shown)
    return msg("{path} could not be saved: {error}", path=shown, error=os_error_words(error))


def cannot_read(path: Path, error: OSError) -> Message:
    """Return why ``path`` could not be read."""
    shown = str(path)
    if error.errno == errno.ENOENT:
        return msg("There is no file {path}.", path=shown)
    if error.errno in (errno.EACCES, errno.EPERM):
        return msg("You may not read {path}.", path=shown)
    if error.errno == errno.EISDIR:
        return msg("{path} is a folder, not a file.", path=shown)
    return msg("{path} could not be read: {error}", path=shown, error=os_error_words(error))
