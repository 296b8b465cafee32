"""The lab keeps its own promises: addresses as on paper, private ones die, nothing is left, many at once."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.lab import topology
from tests.lab.scenarios import BY_NAME, CLIENT_PUBLIC, SERVER_INSIDE, SERVER_PUBLIC
from tests.lab.stage import lab_missing, up
from tests.lab.topology import CanaryError, Lab
from tests.servers.namespaces import connect, run_in

pytestmark = pytest.mark.lab


@pytest.fixture(autouse=True)
def _possible() -> None:
    if (reason := lab_missing()) is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run the lab: {reason}", pytrace=False)
        pytest.skip(f"LAB NOT RUN: {reason}")


def _sockets(path: str, count: int) -> list[str]:
    """Peers of established connections to port 21 in a namespace, as hexadecimal /proc/net/tcp shows them."""
    table = run_in(path, lambda: Path("/proc/thread-self/net/tcp").read_text())
    rows = [line.split() for line in table.splitlines()[1:]]
    return [row[2] for row in rows if row[1].endswith(":0015") and row[3] == "01"][:count]


def _handles() -> list[str]:
    return sorted(entry.name for entry in Path("/proc/self/fd").iterdir())


def _hexadecimal(address: str) -> str:
    return "".join(f"{int(part):02X}" for part in reversed(address.split(".")))


@pytest.mark.parametrize("name", ["t1-vsftpd", "t2-vsftpd", "t3-vsftpd", "t4-vsftpd"])
def test_the_server_sees_the_clients_public_address(name: str) -> None:
    with up(BY_NAME[name]) as stage, connect((SERVER_PUBLIC, 21), stage.lab.client.path, 5) as control:
        assert control.recv(4) == b"220 "
        local = control.getsockname()[0]
        assert local == (CLIENT_PUBLIC if name < "t3" else "192.168.10.2")
        (peer,) = {row.split(":")[0] for row in _sockets(stage.lab.server.path, 9)}
        assert peer == _hexadecimal(CLIENT_PUBLIC)


@pytest.mark.parametrize(
    ("name", "end"),
    [("t2-vsftpd", errno.EHOSTUNREACH), ("t2-pureftpd-silent", None), ("t4-vsftpd", errno.EHOSTUNREACH)],
)
def test_a_private_address_dies_every_time(name: str, end: int | None) -> None:
    with Lab(BY_NAME[name]) as lab:
        for _ in range(4):  # the kernel's limit on ICMP errors would turn the second one into silence
            with pytest.raises(OSError) as caught:
                connect((SERVER_INSIDE, 50000), lab.client.path, 0.2 if end is None else 5)
            assert caught.value.errno == end


def test_the_canary_notices_a_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "SPECIAL_RANGES", ())
    build = Lab._build

    def leaky(self: Lab) -> None:
        build(self)
        self.internet.ip(f"route add 10.20.30.0/24 via {SERVER_PUBLIC}")
        self.server_router.run("iptables", "-F")
        self.server_router.run("iptables", "-P", "FORWARD", "ACCEPT")

    monkeypatch.setattr(Lab, "_build", leaky)
    with pytest.raises(CanaryError), Lab(BY_NAME["t2-vsftpd"]):
        pass


def test_nothing_is_left_and_two_stand_side_by_side() -> None:
    before = _handles()
    scenario = BY_NAME["t4-vsftpd"]
    with up(scenario) as one, up(scenario) as other:
        for stage in (one, other):
            assert stage.lab.listens((SERVER_PUBLIC, 21))
        folders = [stage.server.ca_file.parent for stage in (one, other)]
        identities = {Path(place.path).stat().st_ino for stage in (one, other) for place in stage.lab.places}
        assert len(identities) == 10
    assert _handles() == before
    assert not any(folder.exists() for folder in folders)
    alive = set()
    for process in Path("/proc").glob("[0-9]*/ns/net"):
        try:
            alive.add(process.stat().st_ino)
        except OSError:
            continue
    assert not identities & alive


def test_a_scenario_that_fails_leaves_nothing() -> None:
    before = _handles()
    with pytest.raises(KeyboardInterrupt), up(BY_NAME["t2-proftpd"]):
        raise KeyboardInterrupt
    assert _handles() == before
