"""The promise of the demo: whatever the engine is told, no packet is for anything but this computer."""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ftpsgui.demo import scenarios
from tests.demo.play import play

ROOT = Path(__file__).resolve().parents[2]
PLAYED = ("t4-filezilla", "t2-no-masquerade", "passive-refused")
"""Quick ones that between them dial passively and actively, are refused, and are told inside addresses."""

_seen: list[tuple[str, object]] = []
_watching = threading.Event()


_WATCHED = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"})


def _watch(event: str, arguments: tuple[object, ...], watched: frozenset[str] = _WATCHED) -> None:
    # The names of this module may be gone by the last events of a process; a default of ours is not.
    if event in watched and _watching.is_set():
        _seen.append((event, arguments[0] if event == "socket.getaddrinfo" else arguments[1]))


sys.addaudithook(_watch)


@pytest.mark.parametrize("name", PLAYED)
async def test_inside_the_process_every_address_is_loopback(name: str) -> None:
    _seen.clear()
    _watching.set()
    try:
        await play(scenarios.all()[name])
    finally:
        _watching.clear()
    hosts = [arguments[0] if isinstance(arguments, tuple) else arguments for _, arguments in _seen]
    assert len(hosts) > 10, "the run made sockets, and the hook saw them"
    assert {str(host) for host in hosts} == {"127.0.0.1"}


def can_trace() -> bool:
    if sys.platform != "linux" or shutil.which("strace") is None or shutil.which("unshare") is None:
        return False
    # Inside some containers ptrace is forbidden.
    return subprocess.run(["unshare", "-n", "strace", "-o", "/dev/null", "true"], check=False).returncode == 0


def test_the_kernel_sees_loopback_only(tmp_path: Path) -> None:
    if not can_trace():
        pytest.skip("needs strace and the right to make a network namespace")
    trace = tmp_path / "trace"
    command = (
        f"ip link set lo up && exec strace -f -o {trace} -e trace=connect,sendto,sendmsg,bind "
        f"{sys.executable} -m tests.demo.play {' '.join(PLAYED)}"
    )
    done = subprocess.run(
        ["unshare", "-n", "sh", "-c", command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert all(f"{name}: " in done.stdout for name in PLAYED)
    calls = [line for line in trace.read_text().splitlines() if "sa_family=" in line]
    internet = [line for line in calls if "AF_INET" in line]
    assert len(internet) > 30, "the run made sockets, and strace saw them"
    for line in calls:
        (family,) = re.findall(r"sa_family=(AF_\w+)", line)
        if family in ("AF_UNIX", "AF_NETLINK"):
            continue
        found = re.findall(r'inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"', line)
        assert found, line
        assert ipaddress.ip_address(found[0]).is_loopback, line
