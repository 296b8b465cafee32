"""Moves the test process into a network namespace that holds nothing but ``lo``.

Done in-process, before the first test: every thread, subprocess and pytest-xdist worker that is started later
inherits it. Root also gets a mount namespace with its own ``/run/netns``, so that two suites on one machine
cannot meet by the names of their lab's namespaces, and a suite that is killed leaves none behind.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal

MARK = "FTPSGUI_TESTS_NAMESPACE"
"""Environment variable that says, to this process and its children, how they are confined."""
Confinement = Literal["lab", "lo", "none"]
"""``lab``: in a namespace, as root and free to make more of them; ``lo``: in one, and no more; ``none``: in none."""

_CLONE_NEWNS = 0x00020000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_MS_REC_PRIVATE = 0x4000 | 0x40000
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1


def confinement() -> Confinement:
    """Return how this process is confined, as :func:`enter` left it."""
    value = os.environ.get(MARK, "none")
    return "lab" if value == "lab" else "lo" if value == "lo" else "none"


def enter() -> Confinement:
    """Confine this process; return how. ``none`` where the system has no namespaces or forbids them."""
    if MARK not in os.environ:
        os.environ[MARK] = _enter()
    return confinement()


def _enter() -> Confinement:
    if sys.platform != "linux" or len(list(Path("/proc/self/task").iterdir())) > 1:
        return "none"
    libc = ctypes.CDLL(None, use_errno=True)
    root = os.geteuid() == 0
    try:
        if root:
            _call(libc.unshare, _CLONE_NEWNET)
        else:
            uid, gid = os.getuid(), os.getgid()
            _call(libc.unshare, _CLONE_NEWNET | _CLONE_NEWUSER)
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
            Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
        _loopback_up()
    except OSError:
        return "none"
    return "lab" if root and _private_mounts(libc) else "lo"


def _private_mounts(libc: ctypes.CDLL) -> bool:
    """Make a mount namespace with an empty ``/run/netns``; return whether nobody outside can see into it."""
    names, source = Path("/run/netns"), f"ftpsgui-tests-{os.getpid()}"
    try:
        _call(libc.unshare, _CLONE_NEWNS)
        with suppress(
            OSError
        ):  # in a chroot / is no mount point, so this cannot be asked for, only looked at
            _call(libc.mount, b"none", b"/", None, _MS_REC_PRIVATE, None)
        names.mkdir(exist_ok=True)
        _call(libc.mount, source.encode(), bytes(names), b"tmpfs", 0, None)
        if source in Path(f"/proc/{os.getppid()}/mountinfo").read_text(encoding="utf-8"):
            _call(libc.umount, bytes(names))
            return False
    except OSError:
        return False
    return True


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(handle, _SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(handle, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | _IFF_UP))


def _call(function: object, *arguments: object) -> None:
    if function(*arguments) != 0:  # type: ignore[operator]
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
