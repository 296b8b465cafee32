"""The library of real servers itself: each does what its options say, and nothing of it is left behind."""

from __future__ import annotations

import ftplib
import functools
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.servers import (
    KINDS,
    Kind,
    Options,
    Server,
    ServerFailedError,
    UnsupportedError,
    missing,
    require,
    start,
)

SHARED = {
    "plain": Options(),
    "TLSv1.2": Options(session_reuse=False, tls_versions=("1.2", "1.2"), masquerade="203.0.113.1"),
    "TLSv1.3": Options(session_reuse=False, tls_versions=("1.3", "1.3")),
}
"""Servers that several tests talk to, each test by connections of its own."""
Running = Callable[[str], Server]


@pytest.fixture(params=KINDS, scope="module")
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    require(found)
    return found


@pytest.fixture(scope="module")
def running(kind: Kind) -> Iterator[Running]:
    """Start one of SHARED; it ends when the next kind has its turn."""
    with ExitStack() as stack:
        yield functools.cache(lambda name: stack.enter_context(start(kind, SHARED[name])))


def context(server: Server) -> ssl.SSLContext:
    made = ssl.create_default_context(cafile=str(server.ca_file))
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


class Client(ftplib.FTP_TLS):
    """Python's client, but what it opens for active mode listens on its own side of the control connection only."""

    def makeport(self) -> socket.socket:
        assert self.sock is not None
        listener = socket.create_server((self.sock.getsockname()[0], 0), family=self.af)
        listener.settimeout(10)
        host, port = listener.getsockname()[:2]
        try:
            (self.sendport if self.af == socket.AF_INET else self.sendeprt)(host, port)
        except ftplib.Error:
            listener.close()
            raise
        return listener


@contextmanager
def logged_in(server: Server, user: str | None = None) -> Iterator[Client]:
    with Client(context=context(server), timeout=10) as client:
        client.connect(server.host, server.port)
        client.login(user or server.user, server.password)
        client.prot_p()
        yield client


def listing(client: Client) -> list[str]:
    lines: list[str] = []
    client.retrlines("NLST", lines.append)
    return lines


@pytest.mark.parametrize("passive", [True, False], ids=["passive", "active"])
@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
def test_lists_its_files(running: Running, version: str, passive: bool) -> None:
    with logged_in(running(version)) as client:
        assert isinstance(client.sock, ssl.SSLSocket)
        assert client.sock.version() == version
        client.set_pasv(passive)
        assert {"readme.txt", "data.bin"} <= set(listing(client))


def test_keeps_to_its_passive_range_and_masquerade_address(running: Running) -> None:
    server = running("TLSv1.2")
    with logged_in(server) as client:
        host, port = ftplib.parse227(client.sendcmd("PASV"))
        assert host == "203.0.113.1"
        assert server.passive_range[0] <= port <= server.passive_range[1]


def test_refuses_clear_logins_unless_told(kind: Kind, running: Running) -> None:
    def log_in(server: Server) -> None:
        with ftplib.FTP(timeout=10) as client:
            client.connect(server.host, server.port)
            client.login(server.user, server.password)

    with pytest.raises((ftplib.error_perm, ftplib.error_temp, EOFError)):
        log_in(running("plain"))
    with start(kind, Options(require_tls=False)) as server:
        log_in(server)


@pytest.mark.parametrize("name", ["vsftpd", "proftpd"])
def test_requires_session_reuse(name: Kind) -> None:
    require(name)
    refused = pytest.raises(ftplib.Error, match=r"^(522|425) ")  # ftplib never resumes
    with start(name, Options(session_reuse=True)) as server, logged_in(server) as client, refused:
        listing(client)


@pytest.mark.parametrize(
    ("certificate", "code"),
    [
        ("good", 0),
        ("expired", 10),
        ("not-yet-valid", 9),
        ("wrong-name", 64),
        ("self-signed", 18),
        ("no-intermediate", 20),
    ],
)
def test_shows_the_certificate_asked_for(kind: Kind, running: Running, certificate: str, code: int) -> None:
    if code == 0:
        server = running("plain")
        with Client(context=context(server), timeout=10) as client:
            client.connect(server.host, server.port)
            client.auth()
        return
    options = Options(certificate=certificate)  # type: ignore[arg-type]
    with start(kind, options) as server, Client(context=context(server), timeout=10) as client:
        client.connect(server.host, server.port)
        with pytest.raises(ssl.SSLCertVerificationError) as caught:
            client.auth()
        assert caught.value.verify_code == code


def test_anonymous_over_tls(kind: Kind) -> None:
    options = Options(anonymous=True, session_reuse=False)
    if kind == "proftpd" and os.geteuid() != 0:
        with pytest.raises(UnsupportedError), start(kind, options):
            pass
        return
    with start(kind, options) as server, logged_in(server, "anonymous") as client:
        assert "readme.txt" in listing(client)


def test_implicit_tls(kind: Kind) -> None:
    if kind == "pureftpd":
        with pytest.raises(UnsupportedError), start(kind, Options(implicit=True)):
            pass
        return
    with start(kind, Options(implicit=True)) as server:
        plain = socket.create_connection((server.host, server.port), timeout=10)
        with context(server).wrap_socket(plain, server_hostname=server.host) as stream:
            assert stream.recv(1000).startswith(b"220")


@pytest.mark.parametrize("mode", ["passive", "active"])
def test_a_mode_can_be_disabled(kind: Kind, mode: str) -> None:
    options = Options(passive=mode != "passive", active=mode != "active", session_reuse=False)
    if (kind, mode) == ("pureftpd", "active"):
        with pytest.raises(UnsupportedError), start(kind, options):
            pass
        return
    with start(kind, options) as server, logged_in(server) as client:
        client.set_pasv(mode == "passive")
        with pytest.raises(ftplib.error_perm, match=r"^5"):
            listing(client)
        client.set_pasv(mode != "passive")
        assert listing(client)


def test_ipv6(kind: Kind) -> None:
    with start(kind, Options(bind="::1", session_reuse=False)) as server, logged_in(server) as client:
        assert listing(client)


def test_nothing_is_left(kind: Kind) -> None:
    with pytest.raises(KeyboardInterrupt), start(kind) as server:  # noqa: PT012
        folder = server.ca_file.parent
        session = socket.create_connection((server.host, server.port), timeout=10)
        raise KeyboardInterrupt
    with session, suppress(ConnectionResetError):
        session.settimeout(10)
        while session.recv(1000):  # the greeting, then the end: the child that served us is gone too
            pass
    assert not folder.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((server.host, server.port), timeout=10)


@pytest.fixture(scope="module")
def orphans() -> Iterator[dict[str, int]]:
    """Start a server of each kind in a process that is killed then; by kind, the ports where they listened."""
    script = (
        "import sys; sys.path.insert(0, '.')\n"
        "from contextlib import ExitStack\n"
        "from tests.servers import start\n"
        "with ExitStack() as stack:\n"
        "    for kind in sys.argv[1:]:\n"
        "        server = stack.enter_context(start(kind))\n"
        "        print(kind, server.port, server.ca_file.parent, flush=True)\n"
        "    input()"
    )
    kinds = [kind for kind in KINDS if missing(kind) is None]
    found: dict[str, int] = {}
    folders: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", script, *kinds],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as test:
        assert test.stdout is not None
        for _ in kinds:
            kind, port, folder = test.stdout.readline().split()
            found[kind] = int(port)
            folders.append(folder)
        test.kill()
    yield found
    # A killed process cannot remove its folders; and a server, while it dies, may still write there.
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_server_does_not_outlive_a_killed_test(kind: Kind, orphans: dict[str, int]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", orphans[kind]), timeout=5).close()
        except ConnectionRefusedError:
            return
        except ConnectionResetError:  # it died in between
            continue
    pytest.fail("the server still listens")


def test_a_server_that_cannot_start_says_why() -> None:
    require("proftpd")
    with (
        pytest.raises(ServerFailedError, match="Nonsense"),
        start("proftpd", Options(extra=("Nonsense on",))),
    ):
        pass


def test_a_missing_server_skips_loudly_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.servers.library._program", lambda _kind: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="NOT TESTED"):
        require("proftpd")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="install-test-servers"):
        require("proftpd")
