"""What the operating system says of a file or an address, in words that can be translated."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

from ftpsgui.model.message import Message, literal, msg

_WORDS: Final[Mapping[int, Message]] = {
    errno.ENOENT: msg("there is no such file or directory"),
    errno.EACCES: msg("permission denied"),
    errno.EPERM: msg("permission denied"),
    errno.EISDIR: msg("it is a directory"),
    errno.ENOTDIR: msg("a part of the path is not a directory"),
    errno.EEXIST: msg("it exists already"),
    errno.ENOSPC: msg("the disk is full"),
    errno.EROFS: msg("the disk cannot be written to"),
    errno.EIO: msg("the device reports an error"),
    errno.ENAMETOOLONG: msg("the name is too long"),
    errno.ELOOP: msg("its links lead in a circle"),
    errno.EMFILE: msg("too many files are open"),
    errno.EPIPE: msg("nobody reads it any more"),
    errno.EADDRINUSE: msg("it is in use already"),
    errno.EADDRNOTAVAIL: msg("this computer does not have it"),
    errno.EAFNOSUPPORT: msg("this kind of address is switched off here"),
    errno.ENETUNREACH: msg("the network cannot be reached"),
}


def os_error_words(error: OSError) -> Message:
    """Return why the system refused, inside a sentence; one that is not known here in the system's own words."""
    known = _WORDS.get(error.errno) if error.errno is not None else None
    return known if known is not None else literal(error.strerror or str(error))
