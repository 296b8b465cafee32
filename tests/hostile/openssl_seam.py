"""What Python's ``ssl`` does not let a server decide, asked of the very libssl that it uses: which sessions it takes.

For test servers only. :func:`available` says whether this Python's OpenSSL can be reached at all.
"""

from __future__ import annotations

import ctypes
import ssl
from collections.abc import Callable
from functools import cache
from typing import Any

_TICKET_KEYS, _KEYS_LENGTH = 59, 80
"""SSL_CTRL_SET_TLSEXT_TICKET_KEYS, and how long the three keys are together."""
_IGNORE_RENEW, _USE_RENEW, _IGNORE = 2, 4, 1
_SUCCESS = (5, 6)
"""SSL_TICKET_SUCCESS, SSL_TICKET_SUCCESS_RENEW."""
_Generate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_Decrypt = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_size_t,
    ctypes.c_int,
    ctypes.c_void_p,
)


@cache
def _libssl() -> Any | None:
    try:
        import _ssl

        library = ctypes.CDLL(_ssl.__file__)  # its own libssl comes with it, wherever that is
        for name in ("SSL_CTX_ctrl", "SSL_CTX_set_session_ticket_cb", "SSL_SESSION_get_master_key"):
            getattr(library, name)
        library.OpenSSL_version_num.restype = ctypes.c_ulong
        if library.OpenSSL_version_num() != ssl.OPENSSL_VERSION_NUMBER:
            return None
    except (ImportError, OSError, AttributeError):
        return None
    library.SSL_CTX_ctrl.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
    library.SSL_CTX_ctrl.restype = ctypes.c_long
    library.SSL_CTX_set_session_ticket_cb.argtypes = [ctypes.c_void_p, _Generate, _Decrypt, ctypes.c_void_p]
    library.SSL_SESSION_set_time.argtypes = [ctypes.c_void_p, ctypes.c_long]
    library.SSL_SESSION_get_master_key.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
    library.SSL_SESSION_get_master_key.restype = ctypes.c_size_t
    return library


def available() -> bool:
    """Whether this Python's OpenSSL can be asked."""
    return _libssl() is not None


def _pointer(context: ssl.SSLContext) -> ctypes.c_void_p:
    """Return the SSL_CTX under a Python object: it is the first thing behind the object's own head."""
    return ctypes.c_void_p.from_address(id(context) + object.__basicsize__)


def set_ticket_keys(context: ssl.SSLContext, keys: bytes) -> None:
    """Let ``context`` encrypt its tickets with ``keys`` from now on; those of before are no longer understood."""
    assert len(keys) == _KEYS_LENGTH
    library = _libssl()
    assert library is not None
    assert library.SSL_CTX_ctrl(_pointer(context), _TICKET_KEYS, _KEYS_LENGTH, keys) == 1


def judge_tickets(context: ssl.SSLContext, take: Callable[[bytes], bool], *, by_age: bool = False) -> object:
    """Let ``take`` decide of each ticket that comes, by the secret in it. Keep what is returned as long as ``context``.

    ``by_age``: one that is not taken is made as old as can be, and OpenSSL itself finds that its time is over.
    """
    library = _libssl()
    assert library is not None

    def decrypt(_ssl: Any, session: int, _name: Any, _length: int, status: int, _argument: Any) -> int:
        if status not in _SUCCESS:
            return _IGNORE_RENEW
        room = ctypes.create_string_buffer(64)
        size = library.SSL_SESSION_get_master_key(session, room, len(room))
        if take(room.raw[:size]):
            return _USE_RENEW
        if by_age:
            library.SSL_SESSION_set_time(session, 1)
            return _USE_RENEW
        return _IGNORE_RENEW

    kept = (_Generate(lambda _ssl, _argument: 1), _Decrypt(decrypt))
    library.SSL_CTX_set_session_ticket_cb(_pointer(context), *kept, None)
    return kept
