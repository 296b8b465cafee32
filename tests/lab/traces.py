"""What a run of the command leaves behind: nothing, and a session file that reads back as it was written."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

from ftpsgui.session.codec import encode
from ftpsgui.session.errors import SessionError
from ftpsgui.session.files import load
from tests.lab.wires import Namespace
from tests.servers.namespaces import run_in

_HELD = {"01": "established", "02": "being opened", "08": "closed by the other end only", "0A": "listening"}
"""States of ``/proc/net/tcp`` that need a process; the others (TIME_WAIT ...) the kernel ends by itself."""


def connections(place: Namespace, patience: float = 3.0) -> list[str]:
    """Return what TCP sockets a process still holds in ``place`` after ``patience`` seconds, in words.

    A child that another scenario's thread has just forked holds copies of the strict client's sockets until it execs.
    """
    deadline = time.monotonic() + patience
    while (held := _held(place)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return held


def _held(place: Namespace) -> list[str]:
    tables = run_in(
        place.path, lambda: [Path(f"/proc/thread-self/net/{name}").read_text() for name in ("tcp", "tcp6")]
    )
    rows = [line.split() for table in tables for line in table.splitlines()[1:]]
    return [f"{_where(row[1])} to {_where(row[2])} {_HELD[row[3]]}" for row in rows if row[3] in _HELD]


def processes(place: Namespace) -> list[str]:
    """Return the command lines of the processes in ``place``."""
    identity = Path(place.path).stat().st_ino
    return [words for number, words in _everybody() if _inode(number) == identity]


def files(folder: Path) -> list[str]:
    """Return what stands below ``folder``."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def unlike_itself(file: Path) -> str:
    """Return what is wrong with a saved session: it must be read and written as it stands. Empty when nothing is."""
    try:
        session = load(file)
    except SessionError as error:
        return f"the session file cannot be read: {error}"
    return (
        ""
        if encode(session) == file.read_bytes()
        else "the session file is written otherwise than it was read"
    )


def _everybody() -> Iterator[tuple[str, str]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield folder.name, (folder / "cmdline").read_text().replace("\0", " ").strip()
        except OSError:
            continue


def _inode(number: str) -> int | None:
    try:
        return Path(f"/proc/{number}/ns/net").stat().st_ino
    except OSError:
        return None


def _where(text: str) -> str:
    """Decode ``0100007F:0015``: 32-bit words in this machine's order, then the port."""
    raw, _, port = text.partition(":")
    data = b"".join(bytes.fromhex(raw[i : i + 8])[::-1] for i in range(0, len(raw), 8))
    return f"{socket.inet_ntop(socket.AF_INET if len(data) == 4 else socket.AF_INET6, data)}:{int(port, 16)}"
