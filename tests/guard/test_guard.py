"""The guards themselves: each is shown to fail the test that it is there to fail."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.guard import namespace

ROOT = Path(__file__).parents[2]

INNER = """
import asyncio, contextlib, socket
import pytest
from PySide6.QtCore import qWarning

def test_connect():
    with contextlib.suppress(BaseException):
        socket.create_connection(("203.0.113.1", 21), 1)

def test_send():
    with contextlib.suppress(BaseException), socket.socket(type=socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("203.0.113.1", 53))

def test_bind():
    with contextlib.suppress(BaseException), socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))

def test_look_up():
    with contextlib.suppress(BaseException):
        socket.getaddrinfo("ftp.example.com", 21)

async def test_asyncio():
    with contextlib.suppress(BaseException):
        await asyncio.open_connection("203.0.113.1", 21)

def test_loopback_and_unix():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()
    for end in socket.socketpair():
        end.close()

@pytest.mark.lab
def test_lab():
    with pytest.raises(OSError), socket.socket() as dialler:
        dialler.settimeout(1)
        dialler.connect(("203.0.113.1", 21))

@pytest.mark.lab
def test_lab_skipped():
    pytest.skip("no servers")

def test_skipped():
    pytest.skip("not today")

def test_qt_warning():
    qWarning("something is wrong")
"""


@pytest.fixture(scope="module")
def inner(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run INNER under this suite's conftest, in CI; return what each of its tests failed with ("" for passed)."""
    folder = tmp_path_factory.mktemp("inner")
    (folder / "test_inner.py").write_text(INNER, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "tests.conftest"]
    command += ["-p", "no:cacheprovider", f"--junitxml={folder / 'out.xml'}", str(folder)]
    subprocess.run(
        command, cwd=ROOT, env=os.environ | {"CI": "true"}, capture_output=True, timeout=120, check=False
    )
    cases = ET.parse(folder / "out.xml").iter("testcase")
    return {case.attrib["name"]: " ".join(f"{part.tag}: {part.text}" for part in case) for case in cases}


@pytest.mark.parametrize("name", ["connect", "send", "bind", "look_up", "asyncio"])
def test_reaching_out_fails_even_when_the_error_is_swallowed(inner: dict[str, str], name: str) -> None:
    assert "the network guard stopped this test" in inner[f"test_{name}"]


def test_loopback_and_unix_sockets_pass(inner: dict[str, str]) -> None:
    assert inner["test_loopback_and_unix"] == ""


def test_a_lab_test_may_reach_out_in_its_namespace_and_nowhere_else(inner: dict[str, str]) -> None:
    confined = namespace.confinement() == "lab"
    assert (inner["test_lab"] == "") is confined


def test_in_ci_a_skipped_lab_test_is_a_failure(inner: dict[str, str]) -> None:
    assert "the lab must run" in inner["test_lab_skipped"]
    assert inner["test_skipped"].startswith("skipped")


def test_a_qt_warning_fails_its_test(inner: dict[str, str]) -> None:
    assert "something is wrong" in inner["test_qt_warning"]


def test_the_namespace_has_loopback_only() -> None:
    if namespace.confinement() == "none":
        pytest.skip("no namespaces here")
    assert [name for _, name in socket.if_nameindex()] == ["lo"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()[:2]).close()


def test_namespaces_can_be_made_inside() -> None:
    if namespace.confinement() != "lab":
        pytest.skip("needs root and namespaces")
    for command in (
        "ip netns add inner-guard",
        "nsenter --net=/run/netns/inner-guard ip link set lo up",
        "ip netns delete inner-guard",
    ):
        subprocess.run(command.split(), check=True, capture_output=True)


def test_ui_tests_run_in_the_loop_of_qt() -> None:
    """The rule is by folder; here the hook is asked directly, tests/ui proves it in use."""
    from tests import conftest

    class Item:
        path = ROOT / "tests" / "ui" / "test_x.py"

    assert list(conftest.pytest_asyncio_loop_factories(Item())) == ["qasync"]  # type: ignore[arg-type]
    Item.path = ROOT / "tests" / "wire" / "test_x.py"
    assert list(conftest.pytest_asyncio_loop_factories(Item())) == ["asyncio"]  # type: ignore[arg-type]
