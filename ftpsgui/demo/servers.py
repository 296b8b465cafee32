"""pyftpdlib servers that live in the virtual network.

Sockets are real and on loopback; whatever a reply, a rule or a log would tell about addresses comes from the
switchboard, and so does the way of every active data connection. ``permit_foreign_addresses`` stays False: a
product that dials any address that PORT names does so inside the virtual network only.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ftpsgui.demo.certificates import CertificateFiles
from ftpsgui.demo.control import ControlChannel
from ftpsgui.demo.personalities import Personality
from ftpsgui.demo.pyftpd import DummyAuthorizer, IOLoop, ThreadedFTPServer
from ftpsgui.demo.switchboard import LOOPBACK, Switchboard

POLL_SECONDS = 0.05
"""How long a server's thread may take to notice that it is to stop."""


@dataclass(frozen=True)
class ServerSetting:
    """What an administrator would have configured. ``implicit``: TLS before the greeting (port 990)."""

    personality: Personality
    user: str
    password: str
    home: Path
    certificates: CertificateFiles
    passive_ports: tuple[int, int]
    masquerade: str | None = None
    implicit: bool = False


class DemoServer(ThreadedFTPServer):  # type: ignore[misc]
    """One listener of the virtual server, in a loop shared by all of them."""

    poll_timeout = POLL_SECONDS

    def __init__(
        self, setting: ServerSetting, switchboard: Switchboard, host: str, ioloop: Any, latency: float
    ) -> None:
        self.setting, self.switchboard, self.host, self.latency = setting, switchboard, host, latency
        self.stopping = False
        self.authorizer = DummyAuthorizer()
        self.authorizer.add_user(setting.user, setting.password, str(setting.home), perm="elradfmwMT")
        # pyftpdlib keeps these two for all servers of a process; ours stop one by one.
        self._exit = threading.Event()
        self._lock = threading.Lock()
        super().__init__((LOOPBACK, 0), ControlChannel, ioloop=ioloop)

    def _start_task(self, *args: Any, **kwargs: Any) -> threading.Thread:
        return threading.Thread(*args, **kwargs, daemon=True)


class ServerThread:
    """Runs the listeners of one virtual server in a thread until :meth:`stop`."""

    def __init__(
        self, switchboard: Switchboard, host: str, settings: dict[int, ServerSetting], *, latency: float = 0.0
    ) -> None:
        """Open a real listener for each virtual port in ``settings``; they queue until :meth:`start`."""
        self._ioloop = IOLoop.factory()
        self._stop = threading.Event()
        self._servers: list[DemoServer] = []
        for port, setting in settings.items():
            server = DemoServer(setting, switchboard, host, self._ioloop, latency)
            switchboard.listen(host, (port, port), server.address[1])
            self._servers.append(server)
        self._thread = threading.Thread(target=self._run, name="demo servers", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Close every socket and wait for the threads; takes a few poll intervals at most."""
        for server in self._servers:
            server.stopping = True
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._ioloop.loop(timeout=POLL_SECONDS, blocking=False)
        finally:
            for server in self._servers:
                server.close_all()
