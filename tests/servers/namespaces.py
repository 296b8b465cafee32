"""Do something in another network namespace without leaving this process: a thread may enter one alone."""

from __future__ import annotations

import ctypes
import os
import socket
import threading
from collections.abc import Callable
from typing import TypeVar

CLONE_NEWNET = 0x40000000
T = TypeVar("T")
_libc = ctypes.CDLL(None, use_errno=True)


def setns(path: str) -> None:
    """Move the calling *thread* into the network namespace ``path``."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _checked(_libc.setns(handle, CLONE_NEWNET), path)
    finally:
        os.close(handle)


def unshare_network() -> None:
    """Put the calling *thread* into a new, empty network namespace."""
    _checked(_libc.unshare(CLONE_NEWNET), "unshare")


def run_in(path: str | None, action: Callable[[], T]) -> T:
    """Run ``action`` in the namespace ``path`` (None: here). Its sockets stay in that namespace for good."""
    if path is None:
        return action()
    results: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            setns(path)
            results.append(action())
        except BaseException as error:  # handed to the caller below
            errors.append(error)

    thread = threading.Thread(target=work, name=f"in {path}")
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


def connect(address: tuple[str, int], namespace: str | None, timeout: float) -> socket.socket:
    """Connect from inside ``namespace``."""
    return run_in(namespace, lambda: socket.create_connection(address, timeout=timeout))


def _checked(result: int, what: str) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), what)
