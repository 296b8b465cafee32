"""The five places of the design and the cables between them, as one scenario wants them.

::

    client ── client router ── internet ── server router ── server          T4
    192.168.10.2          198.51.100.1   203.0.113.1           10.20.30.2
    client ─────────────── internet ── server router ── server              T2: the client is 198.51.100.1 itself
    client ── client router ── internet ─────────────── server              T3: the server is 203.0.113.1 itself
    client ─────────────── internet ─────────────────── server              T1
    client ─────────────────────────────────────────── server               inside: 10.20.30.3 and 10.20.30.2
    client and server at one server router, the client dials 203.0.113.1    hairpin

"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from tests.lab.scenarios import (
    CLIENT_PUBLIC,
    CLIENT_PUBLIC_6,
    ELSEWHERE,
    SECOND_PUBLIC,
    SERVER_INSIDE,
    SERVER_PUBLIC,
    SERVER_PUBLIC_6,
    Scenario,
)
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

    def _place(self, name: str) -> Namespace:
        made = Namespace(name)
        self._stack.callback(made.close)
        self.places.append(made)
        return made

    def _build(self) -> None:
        scenario = self.scenario
        self.client = self._place("client")
        self.server = self._place("server")
        if scenario.place == "inside":
            self.client.wire("eth0", self.server, "eth0")
            self.client.address("eth0", f"{scenario.client_address}/24")
            self.server.address("eth0", f"{scenario.server_address}/24")
            self._guard_server()
            return
        self.internet = self._place("internet")
        self.internet.forward()
        self._special_ranges()
        if scenario.place != "hairpin":
            self._client_side()
        self._server_side()
        # Somebody else's host, which answers everything with RST.
        self.internet.ip(f"addr add {ELSEWHERE}/32 dev lo")

    def _special_ranges(self) -> None:
        how = "blackhole" if self.scenario.private_dies == "silently" else "unreachable"
        self.internet.ip(
            *[f"route add {how} {network}" for network in SPECIAL_RANGES],
            *[f"route add {how} {network}" for network in SPECIAL_RANGES_6],
            f"route add {how} default",
        )

    def _client_side(self) -> None:
        scenario = self.scenario
        if not scenario.client_nat:
            self.internet.wire("client", self.client, "eth0")
            self._uplink(self.client, "eth0", "client", CLIENT_PUBLIC, CLIENT_PUBLIC_6)
            if scenario.client_ports == "dropped":
                self.client.filter({"filter": [":INPUT DROP", *_REPLIES_IN]})
            return
        router = self.client_router = self._place("client router")
        router.forward()
        self.internet.wire("client", router, "wan")
        self._uplink(router, "wan", "client", CLIENT_PUBLIC, CLIENT_PUBLIC_6)
        router.wire("lan", self.client, "eth0")
        network = scenario.client_inside.rsplit(".", 1)[0]
        router.address("lan", f"{network}.1/24")
        self.client.address("eth0", f"{scenario.client_inside}/24")
        self.client.ip(f"route add default via {network}.1")
        nat = ["-A POSTROUTING -o wan -j MASQUERADE"]
        if scenario.data_leaves_by is not None:
            low, high = scenario.passive_range
            router.ip(f"addr add {scenario.data_leaves_by}/24 dev wan")
            nat.insert(
                0, f"-A POSTROUTING -o wan -p tcp --dport {low}:{high} -j SNAT --to {scenario.data_leaves_by}"
            )
        if scenario.client_forwarded is not None:
            low, high = scenario.client_forwarded
            nat.append(
                f"-A PREROUTING -i wan -p tcp --dport {low}:{high} -j DNAT --to {scenario.client_inside}"
            )
        router.filter(
            {
                "nat": nat,
                "filter": [
                    f":INPUT {'ACCEPT' if scenario.client_router == 'resets' else 'DROP'}",
                    ":FORWARD DROP",
                    *_REPLIES_IN,
                    *_REPLIES_THROUGH,
                    "-A FORWARD -i lan -j ACCEPT",
                ],
                **_helper(scenario.helper == "client"),
            }
        )

    def _server_side(self) -> None:
        scenario = self.scenario
        if not scenario.server_nat:
            self.internet.wire("server", self.server, "eth0")
            self._uplink(self.server, "eth0", "server", SERVER_PUBLIC, SERVER_PUBLIC_6)
            self.server.ip(f"addr add {SECOND_PUBLIC}/24 dev eth0")
            # The servers bind passive ports to the control connection's address: its second address leads there too.
            self.server.filter(
                {"nat": [f"-A PREROUTING -d {SECOND_PUBLIC} -p tcp -j DNAT --to {SERVER_PUBLIC}"]}
            )
            self._guard_server()
            return
        router = self.server_router = self._place("server router")
        router.forward()
        self.internet.wire("server", router, "wan")
        self._uplink(router, "wan", "server", SERVER_PUBLIC, SERVER_PUBLIC_6)
        router.wire("lan" if scenario.place != "hairpin" else "lan0", self.server, "eth0")
        hairpin: list[str] = []
        outside = "-i wan"
        if scenario.place == "hairpin":
            router.wire("lan1", self.client, "eth0")
            router.bridge_in_peace()
            router.ip(
                "link add lan type bridge", "link set lan0 master lan up", "link set lan1 master lan up"
            )
            self.client.address("eth0", f"{scenario.client_address}/24")
            self.client.ip("route add default via 10.20.30.1")
            outside = f"-d {SERVER_PUBLIC}"
            hairpin = [f"-A POSTROUTING -o lan -s 10.20.30.0/24 -d {SERVER_INSIDE} -j MASQUERADE"]
        router.address("lan", "10.20.30.1/24")
        self.server.address("eth0", f"{SERVER_INSIDE}/24")
        self.server.ip("route add default via 10.20.30.1")
        low, high = scenario.passive_range
        forwarded = [f"{scenario.port}"] if scenario.control != "dropped" else []
        refused = []
        if scenario.server_ports in ("open", "rejected", "prohibited"):
            forwarded.append(f"{low}:{high}")
        elif scenario.server_ports == "some":
            forwarded.append(f"{low}:{(low + high) // 2}")
        if scenario.server_ports in _REJECT:
            refused = [f"-A FORWARD -i wan -p tcp --dport {low}:{high} -j {_REJECT[scenario.server_ports]}"]
        if scenario.control in _REJECT:
            refused.append(f"-A FORWARD -i wan -p tcp --dport {scenario.port} -j {_REJECT[scenario.control]}")
        router.filter(
            {
                "nat": [
                    "-A POSTROUTING -o wan -j MASQUERADE",
                    *hairpin,
                    *[
                        f"-A PREROUTING {outside} -p tcp --dport {ports} -j DNAT --to {SERVER_INSIDE}"
                        for ports in forwarded
                    ],
                ],
                "filter": [
                    f":INPUT {'ACCEPT' if scenario.server_ports == 'not-forwarded' else 'DROP'}",
                    ":FORWARD DROP",
                    *refused,
                    *_REPLIES_IN,
                    *_REPLIES_THROUGH,
                    "-A FORWARD -i lan -j ACCEPT",
                ],
                **_helper(scenario.helper == "server"),
            }
        )

    def _guard_server(self) -> None:
        """Filter on the server itself, when no router stands before it."""
        scenario = self.scenario
        low, high = scenario.passive_range
        if scenario.server_ports == "some":
            low = (low + high) // 2 + 1
        guarded = [(f"{low}:{high}", scenario.server_ports), (str(scenario.port), scenario.control)]
        targets = {"dropped": "DROP", "some": "DROP", **_REJECT}
        rules = [
            f"-A INPUT -p tcp --dport {ports} -j {targets[how]}" for ports, how in guarded if how in targets
        ]
        if rules:
            self.server.filter({"filter": [*_REPLIES_IN, *rules]})

    def _uplink(self, host: Namespace, port: str, name: str, address: str, address6: str) -> None:
        network, network6 = address.rsplit(".", 1)[0], address6.rsplit("::", 1)[0]
        self.internet.address(name, f"{network}.254/24", f"{network6}::fe/64")
        host.address(port, f"{address}/24", f"{address6}/64")
        host.ip(f"route add default via {network}.254", f"route add default via {network6}::fe")

    def _canary(self) -> None:
        """Prove that a private address dies between client and server, before anything is learnt from it."""
        if self.scenario.place not in ("T2", "T4"):
            return
        silent = self.scenario.private_dies == "silently"
        expected = {"TimeoutError"} if silent else {"EHOSTUNREACH", "ENETUNREACH"}
        try:
            # An answer comes at once, so silence need not be waited for; on a busy machine an answer may be late.
            connect((SERVER_INSIDE, self.scenario.port), self.client.path, 0.3 if silent else 10).close()
        except TimeoutError:
            end = "TimeoutError"
        except OSError as error:
            end = errno.errorcode.get(error.errno or 0, str(error))
        else:
            end = "an answer"
        if end not in expected:
            raise CanaryError(
                f"{SERVER_INSIDE} dialled by the client: {end}, not {' or '.join(sorted(expected))}"
            )

    def listens(self, address: tuple[str, int]) -> bool:
        """Whether somebody accepts a connection from the client's place."""
        try:
            connect(address, self.client.path, 5.0).close()
        except OSError:
            return False
        return True


_REPLIES_IN = ("-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT", "-A INPUT -i lo -j ACCEPT")
_REPLIES_THROUGH = ("-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED,DNAT -j ACCEPT",)
_REJECT = {
    "rejected": "REJECT --reject-with icmp-port-unreachable",
    "prohibited": "REJECT --reject-with icmp-host-prohibited",
}


def _helper(wanted: bool) -> dict[str, Sequence[str]]:
    return {"raw": ["-A PREROUTING -p tcp --dport 21 -j CT --helper ftp"]} if wanted else {}
