"""The five places of the design and the cables between them, as one scenario wants them.

::

    client ── client router ── internet ── server router ── server          T4
    192.168.10.2          198.51.100.1   203.0.113.1           10.20.30.2
    client ─────────────── internet ── server router ── server              T2: the client is 198.51.100.1 itself
    client ── client router ── internet ─────────────── server              T3: the server is 203.0.113.1 itself
    client ─────────────── internet ─────────────────── server              T1
    client ─────────────────────────────────────────── server               inside: 10.20.30.3 and 10.20.30.2
    client and server at one server router, the client dials 203.0.113.1    hairpin
    client ══ tunnel ══ server router ── server; the client may be on the internet too     vpn

"""

from __future__ import annotations

import errno
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from tests.lab.client_side import lay_client
from tests.lab.scenario import ELSEWHERE, Scenario
from tests.lab.server_side import guard_server, lay_server
from tests.lab.wires import Namespace
from tests.servers.namespaces import connect

SPECIAL_RANGES = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "240.0.0.0/4",
)
"""What no router of the internet knows a way to."""
SPECIAL_RANGES_6 = ("fc00::/7", "2001:db8:dead::/48")


class CanaryError(Exception):
    """The client reached the server's inside address: the lab would prove nothing."""


class Lab:
    """A standing topology; a context manager. Servers and clients run in ``.client`` and ``.server``."""

    client: Namespace
    server: Namespace
    internet: Namespace
    client_router: Namespace
    server_router: Namespace
    node: Namespace
    """The second node behind a balancer."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._stack = ExitStack()
        self.places: list[Namespace] = []

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._stack = stack
            self._build()
            self._canary()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def place(self, name: str) -> Namespace:
        """Make one more host; it goes when the lab does."""
        made = Namespace(name)
        self._stack.callback(made.close)
        self.places.append(made)
        return made

    def _build(self) -> None:
        scenario = self.scenario
        self.client = self.place("client")
        self.server = self.place("server")
        if scenario.place == "inside":
            self.client.wire("eth0", self.server, "eth0")
            self.client.address("eth0", f"{scenario.client_address}/24")
            self.server.address("eth0", f"{scenario.server_address}/24")
            guard_server(self)
            return
        self.internet = self.place("internet")
        self.internet.forward()
        self._special_ranges()
        lay_client(self)
        lay_server(self)
        # Somebody else's host, which answers everything with RST.
        self.internet.ip(f"addr add {ELSEWHERE}/32 dev lo")

    def _special_ranges(self) -> None:
        how = "blackhole" if self.scenario.private_dies == "silently" else "unreachable"
        self.internet.ip(
            *[f"route add {how} {network}" for network in SPECIAL_RANGES],
            *[f"route add {how} {network}" for network in SPECIAL_RANGES_6],
            f"route add {how} default",
        )

    def uplink(self, host: Namespace, port: str, name: str, address: str, address6: str) -> None:
        """Connect ``host`` to the internet by its interface ``port``; ``name``: the internet's end of the cable."""
        network, network6 = address.rsplit(".", 1)[0], address6.rsplit("::", 1)[0]
        self.internet.wire(name, host, port)
        self.internet.address(name, f"{network}.254/24", f"{network6}::fe/64")
        host.address(port, f"{address}/24", f"{address6}/64")
        host.ip(f"route add default via {network}.254", f"route add default via {network6}::fe")

    def _canary(self) -> None:
        """Prove that a private address dies between client and server, before anything is learnt from it."""
        if self.scenario.place not in ("T2", "T4"):
            return
        inside = self.scenario.server_inside
        silent = self.scenario.private_dies == "silently" or self.scenario.neighbour == "silent"
        expected = {"TimeoutError"} if silent else {"EHOSTUNREACH", "ENETUNREACH"}
        if self.scenario.neighbour == "refuses":
            expected = {"ECONNREFUSED"}
        try:
            # An answer comes at once, so silence need not be waited for; on a busy machine an answer may be late.
            connect((inside, self.scenario.port), self.client.path, 0.3 if silent else 10).close()
        except TimeoutError:
            end = "TimeoutError"
        except OSError as error:
            end = errno.errorcode.get(error.errno or 0, str(error))
        else:
            end = "an answer"
        if end not in expected:
            raise CanaryError(f"{inside} dialled by the client: {end}, not {' or '.join(sorted(expected))}")

    def listens(self, address: tuple[str, int]) -> bool:
        """Whether somebody accepts a connection from the client's place."""
        try:
            connect(address, self.client.path, 5.0).close()
        except OSError:
            return False
        return True
