"""How long a program takes to its first pixels: its own X server, whose screen is a file that can be watched."""

from __future__ import annotations

import mmap
import os
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT = 1280, 900
DEADLINE = 20.0


@dataclass(frozen=True)
class Start:
    """``first``: until anything but the empty screen shows; ``content``: until it has text and lines; seconds."""

    first: float
    content: float
    peak_mb: float


class Screen:
    """A running X server of our own. ``display`` is its name; the screen is read through a shared file."""

    def __init__(self, display: str, pixels: mmap.mmap, offset: int) -> None:
        self.display = display
        self._pixels = pixels
        self._offset = offset

    def rows(self) -> bytes:
        """Return every 16th row: enough to see a window, little enough to look every millisecond."""
        stride = WIDTH * 4
        start = self._offset
        return b"".join(
            self._pixels[start + y * stride : start + (y + 1) * stride] for y in range(0, HEIGHT, 16)
        )

    def colours(self) -> int:
        """Return how many colours those rows show."""
        return len(set(memoryview(self.rows()).cast("I")))

    def launch(self, command: list[str], environment: dict[str, str]) -> Start:
        """Run ``command`` until its window has content; stop it; return the times. Raises TimeoutError."""
        empty = self.rows()
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            env=environment | {"DISPLAY": self.display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            first = self._wait(process, begun, lambda: self.rows() != empty)
            content = self._wait(process, begun, lambda: self.colours() > 24)
            peak = _peak(process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._wait(None, time.perf_counter(), lambda: self.rows() == empty)
        return Start(first, content, peak)

    @staticmethod
    def _wait(process: subprocess.Popen[bytes] | None, begun: float, seen: object) -> float:
        while not seen():  # type: ignore[operator]
            if time.perf_counter() - begun > DEADLINE:
                raise TimeoutError("no window came (or it would not go)")
            if process is not None and process.poll() is not None:
                raise RuntimeError(f"the program ended with {process.returncode} before its window came")
            time.sleep(0.001)
        return time.perf_counter() - begun


@contextmanager
def screen() -> Iterator[Screen]:
    """Start an X server on a free display for the ``with`` block."""
    folder = Path(tempfile.mkdtemp(prefix="ftpsgui-screen-"))
    read, write = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        f"{WIDTH}x{HEIGHT}x24",
        "-fbdir",
        str(folder),
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        if not select.select([read], [], [], 10)[0]:
            raise TimeoutError("Xvfb does not start")
        display = ":" + os.read(read, 16).decode().strip()
        with (folder / "Xvfb_screen0").open("rb") as file:
            pixels = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        # An XWD file: header size first, the number of colours (12 bytes each) as the 20th word.
        header, colours = struct.unpack(">I", pixels[:4])[0], struct.unpack(">I", pixels[76:80])[0]
        yield Screen(display, pixels, header + colours * 12)
    finally:
        server.terminate()
        server.wait()
        os.close(read)
        shutil.rmtree(folder, ignore_errors=True)


def _peak(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
