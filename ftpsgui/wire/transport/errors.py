"""Exceptions of the operating system as :class:`NetworkError`, by symbolic name on every platform.

Numbers differ (``ECONNREFUSED`` is 111, 61 and 10061), names do not. Windows speaks three dialects: errno values,
Winsock values (``WSAECONNREFUSED``), and Win32 values from overlapped calls (1225); all three end in the POSIX name.
"""

from __future__ import annotations

import errno
import socket
from typing import Final

from ftpsgui.model.facts import Outcome
from ftpsgui.model.seams import NetworkError

# Win32 codes that the proactor loop passes through untranslated (winerror.h).
_WIN32: Final = {
    64: "ECONNRESET",  # ERROR_NETNAME_DELETED
    121: "ETIMEDOUT",  # ERROR_SEM_TIMEOUT
    995: "ECONNABORTED",  # ERROR_OPERATION_ABORTED
    1214: "EADDRNOTAVAIL",  # ERROR_INVALID_NETNAME
    1225: "ECONNREFUSED",  # ERROR_CONNECTION_REFUSED
    1226: "ECONNRESET",  # ERROR_GRACEFUL_DISCONNECT
    1231: "ENETUNREACH",  # ERROR_NETWORK_UNREACHABLE
    1232: "EHOSTUNREACH",  # ERROR_HOST_UNREACHABLE
    1233: "EHOSTUNREACH",  # ERROR_PROTOCOL_UNREACHABLE
    1234: "ECONNREFUSED",  # ERROR_PORT_UNREACHABLE
    1236: "ECONNABORTED",  # ERROR_CONNECTION_ABORTED
}

_OUTCOMES: Final[dict[str, Outcome]] = {
    "ECONNREFUSED": "refused",
    "ETIMEDOUT": "timeout",
    "EHOSTUNREACH": "unreachable",
    "ENETUNREACH": "unreachable",
    "EHOSTDOWN": "unreachable",
    "ENETDOWN": "unreachable",
    "ENONET": "unreachable",
    "ENOPROTOOPT": "unreachable",
    "ECONNRESET": "reset",
    "ECONNABORTED": "reset",
    "EPIPE": "reset",
    "ENETRESET": "reset",
}

_GAI: Final = {
    number: name
    for name in (
        "EAI_ADDRFAMILY", "EAI_AGAIN", "EAI_BADFLAGS", "EAI_FAIL", "EAI_FAMILY", "EAI_MEMORY", "EAI_NODATA",
        "EAI_SERVICE", "EAI_SOCKTYPE", "EAI_SYSTEM", "EAI_OVERFLOW", "EAI_NONAME",
    )
    if isinstance(number := getattr(socket, name, None), int)
}  # fmt: skip
"""EAI_NONAME stands last: where EAI_NODATA shares its number, the common name wins."""


def os_error_name(error: OSError) -> str | None:
    """Return the POSIX name of ``error`` (``ECONNREFUSED``), or None when it has no number."""
    windows = getattr(error, "winerror", None)
    if isinstance(windows, int) and windows in _WIN32:
        return _WIN32[windows]
    number = error.errno
    if number is None:
        return _by_class(error)
    if number in _WIN32 and number not in errno.errorcode:
        return _WIN32[number]
    name = errno.errorcode.get(number)
    if name is None:
        return _by_class(error) or f"errno-{number}"
    return name.removeprefix("WSA") if name.startswith("WSAE") else name


def _by_class(error: OSError) -> str | None:
    """Name an error that carries no usable number (``ConnectionResetError()`` from a proactor)."""
    for kind, name in (
        (ConnectionRefusedError, "ECONNREFUSED"),
        (ConnectionResetError, "ECONNRESET"),
        (ConnectionAbortedError, "ECONNABORTED"),
        (BrokenPipeError, "EPIPE"),
        (TimeoutError, "ETIMEDOUT"),
    ):
        if isinstance(error, kind):
            return name
    return None


def network_error(error: BaseException) -> NetworkError:
    """Return ``error`` as a :class:`NetworkError`; one that is already is passed through."""
    if isinstance(error, NetworkError):
        return error
    if isinstance(error, socket.gaierror):
        return NetworkError("error", _GAI.get(error.errno or 0, "EAI_FAIL"))
    if isinstance(error, UnicodeError):
        # A label that no resolver can be asked for (IDNA: empty or longer than 63).
        return NetworkError("error", "EAI_NONAME")
    if isinstance(error, OSError):
        name = os_error_name(error)
        if name is None:
            return NetworkError("error", type(error).__name__)
        return NetworkError(_OUTCOMES.get(name, "error"), name)
    return NetworkError("error", type(error).__name__)
