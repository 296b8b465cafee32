"""Network namespaces that have no name: each lives as long as the file descriptor that this process holds.

When the process ends, in whatever way, the kernel takes the namespaces, their interfaces, addresses, routes and
filters away. Nothing is written to ``/run/netns``, and any number of labs run side by side.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from tests.servers.namespaces import run_in, unshare_network

_indexes = itertools.count(1000)


class WiringError(Exception):
    """The system refused a part of the topology; the message holds the command and its words."""


class Namespace:
    """One host of the topology."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._handle = _new()
        run_in(self.path, _loopback_settings)
        self.ip("link set lo up")

    @property
    def path(self) -> str:
        """A path that any process of this machine may give to ``nsenter --net=``, as long as the lab stands."""
        return f"/proc/{os.getpid()}/fd/{self._handle}"

    def command(self, *words: str) -> list[str]:
        """Return the argument list that runs ``words`` in here."""
        return ["nsenter", f"--net={self.path}", "--", *words]

    def run(self, *words: str, text: str = "") -> str:
        """Run a short command in here; WiringError when it fails."""
        done = subprocess.run(
            self.command(*words), input=text, capture_output=True, text=True, timeout=30, check=False
        )
        if done.returncode != 0:
            raise WiringError(f"{self.name}: {' '.join(words)}: {done.stderr or done.stdout}\n{text}")
        return done.stdout

    def ip(self, *lines: str) -> None:
        """Run lines of ``ip -batch``."""
        self.run("ip", "-batch", "-", text="\n".join(lines) + "\n")

    def wire(self, port: str, other: Namespace, other_port: str) -> None:
        """Lay a cable to ``other``. The two ends get different interface indexes: alike, a first SYN may be lost."""
        here, there = next(_indexes), next(_indexes)
        self.ip(
            f"link add name {port} index {here} type veth peer name {other_port} index {there} netns {other.path}"
        )

    def address(self, port: str, *addresses: str) -> None:
        """Give ``port`` its addresses (``10.0.0.1/24``) and switch it on."""
        self.ip(
            *[f"addr add {each} dev {port}{' nodad' if ':' in each else ''}" for each in addresses],
            f"link set {port} up",
        )

    def forward(self) -> None:
        """Let this host pass packets on."""
        run_in(self.path, _forwarding)

    def bridge_in_peace(self) -> None:
        """Keep iptables away from what a bridge here passes between two of its ports."""
        run_in(self.path, _bridging)

    def filter(self, tables: dict[str, Sequence[str]], *, ipv6: bool = False) -> None:
        """Load iptables rules: table name -> lines of ``iptables-restore`` (or ``ip6tables-restore``)."""
        text = "".join(
            f"*{name}\n" + "".join(f"{line}\n" for line in lines) + "COMMIT\n"
            for name, lines in tables.items()
        )
        self.run("ip6tables-restore" if ipv6 else "iptables-restore", text=text)

    def close(self) -> None:
        """Let go: the kernel takes the namespace away when its last process has ended."""
        os.close(self._handle)


def _new() -> int:
    handles: list[int] = []
    errors: list[OSError] = []

    def work() -> None:
        try:
            unshare_network()
            handles.append(os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC))
        except OSError as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return handles[0]


def _loopback_settings() -> None:
    # A host answers a closed port with RST at once, as hosts do; nothing here may learn of a better route.
    for name, value in (
        ("ipv4/conf/all/accept_redirects", "0"),
        ("ipv4/conf/all/send_redirects", "0"),
        ("ipv6/conf/default/accept_dad", "0"),  # else an IPv6 address cannot be used for its first seconds
        ("ipv4/icmp_ratelimit", "0"),  # else the second "unreachable" to the same host is silence
        ("ipv6/icmp/ratelimit", "0"),
    ):
        Path("/proc/sys/net", name).write_text(value)


def _bridging() -> None:
    setting = Path("/proc/sys/net/bridge/bridge-nf-call-iptables")
    if setting.exists():
        setting.write_text("0")


def _forwarding() -> None:
    for name in ("ipv4/ip_forward", "ipv6/conf/all/forwarding"):
        Path("/proc/sys/net", name).write_text("1")
