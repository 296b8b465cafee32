"""Errors have the same names everywhere."""

from __future__ import annotations

import errno
import socket

import pytest

from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.transport.errors import network_error, os_error_name


class WindowsError(OSError):
    """An OSError as Windows raises it: with a number of its own."""

    def __init__(self, number: int, errno_: int | None = None) -> None:
        super().__init__(errno_, "…") if errno_ is not None else super().__init__("…")
        self.winerror = number


@pytest.mark.parametrize(
    ("error", "outcome", "name"),
    [
        (OSError(errno.ECONNREFUSED, ""), "refused", "ECONNREFUSED"),
        (OSError(errno.ETIMEDOUT, ""), "timeout", "ETIMEDOUT"),
        (OSError(errno.EHOSTUNREACH, ""), "unreachable", "EHOSTUNREACH"),
        (OSError(errno.ENETUNREACH, ""), "unreachable", "ENETUNREACH"),
        (OSError(errno.ECONNRESET, ""), "reset", "ECONNRESET"),
        (OSError(errno.EPIPE, ""), "reset", "EPIPE"),
        (OSError(errno.EADDRINUSE, ""), "error", "EADDRINUSE"),
        (OSError(errno.EACCES, ""), "error", "EACCES"),
        (WindowsError(1225), "refused", "ECONNREFUSED"),
        (WindowsError(121), "timeout", "ETIMEDOUT"),
        (WindowsError(64), "reset", "ECONNRESET"),
        (WindowsError(1231), "unreachable", "ENETUNREACH"),
        (WindowsError(1232), "unreachable", "EHOSTUNREACH"),
        (OSError(1225, ""), "refused", "ECONNREFUSED"),
        (ConnectionResetError(), "reset", "ECONNRESET"),
        (ConnectionRefusedError(), "refused", "ECONNREFUSED"),
        (TimeoutError(), "timeout", "ETIMEDOUT"),
        (OSError(99999, ""), "error", "errno-99999"),
        (OSError("?"), "error", "OSError"),
        (socket.gaierror(socket.EAI_NONAME, ""), "error", "EAI_NONAME"),
        (socket.gaierror(socket.EAI_AGAIN, ""), "error", "EAI_AGAIN"),
        (UnicodeError("label too long"), "error", "EAI_NONAME"),
    ],
)
def test_names(error: Exception, outcome: str, name: str) -> None:
    found = network_error(error)
    assert (found.outcome, found.error) == (outcome, name)


def test_winsock_names_lose_their_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(errno.errorcode, 10061, "WSAECONNREFUSED")
    assert os_error_name(OSError(10061, "")) == "ECONNREFUSED"


def test_ours_pass_through() -> None:
    error = NetworkError("timeout", "ETIMEDOUT")
    assert network_error(error) is error
