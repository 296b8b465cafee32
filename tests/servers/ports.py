"""Blocks of ports that no other test has: one for the control connection, thirty for passive mode.

They lie below the range from which the system gives ports away, so a client's socket cannot take one in between.
"""

from __future__ import annotations

import itertools
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

_FIRST, _LAST, _BLOCK = 20000, 31968, 32
_turn = itertools.count()


@contextmanager
def reserve() -> Iterator[int]:
    """Reserve ``_BLOCK`` ports for the ``with`` block; yields the first one that may be used (31 can).

    The one before it is the lock: it is bound, so that other test processes on this machine see the block as taken.
    """
    blocks = (_LAST - _FIRST) // _BLOCK
    start = os.getpid() * 7
    for _ in range(blocks):
        base = _FIRST + ((start + next(_turn)) % blocks) * _BLOCK
        with socket.socket() as lock:
            try:
                lock.bind(("127.0.0.1", base))
            except OSError:
                continue
            if _busy(base + 1):
                continue
            yield base + 1
            return
    raise RuntimeError("no free block of ports")


def _busy(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
