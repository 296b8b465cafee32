"""Fails a test that reaches for anything but this computer's loopback.

An audit hook sees every ``connect``, ``sendto``, ``sendmsg``, ``bind`` and name look-up of this process, stops the
forbidden ones with :class:`OutsideWorldError`, and remembers them: a test that swallows the exception fails all the
same. It stands also where a namespace confines the process (:mod:`tests.guard.namespace`), because there a
stray packet would only look like a dead network. Tests marked ``lab`` are let through in a namespace alone.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ADDRESSED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"})
_LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_LOCAL_NAMES = frozenset({"", "localhost"})


class OutsideWorldError(RuntimeError):
    """A test tried to leave this computer."""


class NetworkGuard:
    """The hook and its memory. An audit hook cannot be taken out again: make one guard a process."""

    def __init__(self) -> None:
        self.violations: list[str] = []
        self._open = False
        self._armed = False

    def arm(self) -> None:
        """Start watching, for the rest of the process's life."""
        if not self._armed:
            self._armed = True
            sys.addaudithook(self._audit)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Let everything through for a while (a lab test in its own namespaces)."""
        before, self._open = self._open, True
        try:
            yield
        finally:
            self._open = before

    def take(self) -> list[str]:
        """Return what was tried since the last call, and forget it."""
        taken, self.violations = self.violations, []
        return taken

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._open or not event.startswith("socket."):
            return
        if event in _ADDRESSED:
            forbidden = not _stays_here(arguments[1])
            shown = arguments[1]
        elif event in _LOOKUPS:
            forbidden = not _is_local_name(arguments[0])
            shown = arguments[0]
        else:
            return
        if forbidden:
            sentence = f"{event} {shown!r} leaves this computer"
            self.violations.append(sentence)
            raise OutsideWorldError(sentence)


def _stays_here(address: object) -> bool:
    # No address: a connected socket, whose connect was judged. Text or bytes: AF_UNIX. Integers: AF_NETLINK.
    if address is None or isinstance(address, str | bytes):
        return True
    if not isinstance(address, tuple) or not address or not isinstance(address[0], str):
        return True
    if address[0] in _LOCAL_NAMES - {""}:
        return True
    try:
        return ipaddress.ip_address(address[0].split("%", 1)[0]).is_loopback
    except ValueError:
        return False


def _is_local_name(host: object) -> bool:
    """A number needs no look-up, so it sends nothing: the connect that may follow is judged."""
    if host is None:
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if text in _LOCAL_NAMES:
        return True
    try:
        ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    return True
