"""A path with a fixed delay between two network namespaces, in user space (the kernel's netem is rarely at hand).

Each namespace gets a TUN device; a thread reads each packet from one device and writes it to the other when it has
been held long enough. Nothing is dropped or reordered, and the thread costs well under a millisecond a packet.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.servers.namespaces import run_in

_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


@dataclass(frozen=True)
class Path:
    """Both ends: namespaces by name (as ``ip netns`` knows them) and addresses."""

    client: str
    server: str
    client_address: str
    server_address: str

    @staticmethod
    def file(namespace: str) -> str:
        """Return the file that stands for a namespace."""
        return f"/run/netns/{namespace}"


@contextmanager
def delayed_path(one_way: float, *, name: str = "bench") -> Iterator[Path]:
    """Yield a path whose packets take ``one_way`` seconds in each direction. Needs root."""
    path = Path(f"{name}-client", f"{name}-server", "198.51.100.2", "203.0.113.1")
    handles: list[int] = []
    waker_read, waker_write = os.pipe()
    try:
        for namespace, own, peer in (
            (path.client, path.client_address, path.server_address),
            (path.server, path.server_address, path.client_address),
        ):
            subprocess.run(["ip", "netns", "add", namespace], check=True)
            handles.append(run_in(path.file(namespace), _open_tun))
            for order in ("link set lo up", f"address add {own} peer {peer} dev tun0", "link set tun0 up"):
                command = ["nsenter", f"--net={path.file(namespace)}", "ip", *order.split()]
                subprocess.run(command, check=True)
        carrier = threading.Thread(target=_carry, args=(handles, waker_read, one_way), daemon=True)
        carrier.start()
        yield path
        os.write(waker_write, b"x")
        carrier.join()
    finally:
        for handle in (*handles, waker_read, waker_write):
            os.close(handle)
        for namespace in (path.client, path.server):
            subprocess.run(["ip", "netns", "delete", namespace], check=False, capture_output=True)


def _open_tun() -> int:
    handle = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    fcntl.ioctl(handle, _TUNSETIFF, struct.pack("16sH22x", b"tun0", _IFF_TUN | _IFF_NO_PI))
    return handle


def _carry(handles: list[int], waker: int, one_way: float) -> None:
    first, second = handles
    queues: dict[int, deque[tuple[float, bytes]]] = {second: deque(), first: deque()}
    other = {first: second, second: first}
    while True:
        dues = [queue[0][0] for queue in queues.values() if queue]
        wait = max(0.0, min(dues) - time.monotonic()) if dues else None
        ready, _, _ = select.select([first, second, waker], [], [], wait)
        if waker in ready:
            return
        now = time.monotonic()
        for source in ready:
            while True:
                try:
                    packet = os.read(source, 65536)
                except BlockingIOError:
                    break
                queues[other[source]].append((now + one_way, packet))
        now = time.monotonic()
        for target, queue in queues.items():
            while queue and queue[0][0] <= now:
                os.write(target, queue.popleft()[1])
