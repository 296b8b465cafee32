"""A small FTPS client of our own, independent of ftpsgui: for the rows that lftp cannot be made to try.

Blocking sockets and ``ssl.SSLSocket``, one listing a call, no second try and no fallback of any kind.
"""

from __future__ import annotations

import re
import socket
import ssl
from dataclasses import dataclass
from typing import Literal

from tests.servers.namespaces import run_in

Mode = Literal["pasv", "epsv", "port", "eprt"]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One listing to try. ``host``: what to dial (passive) or name (active); None: as advertised, or the local one."""

    namespace: str
    target: tuple[str, int]
    implicit: bool
    user: str
    password: str
    mode: Mode
    host: str | None = None
    ports: tuple[int, int] | None = None
    timeout: float = 3.0


class _RefusedError(Exception):
    pass


def attempt(wanted: Attempt) -> tuple[bool, str]:
    """Return whether the listing came whole, and the dialogue with the reason."""
    talk: list[str] = []
    try:
        run_in(wanted.namespace, lambda: _Session(wanted, talk).run())
    except (OSError, _RefusedError, EOFError) as error:
        talk.append(f"**** {type(error).__name__}: {error}")
        return False, "\n".join(talk)
    return True, "\n".join(talk)


class _Session:
    def __init__(self, wanted: Attempt, talk: list[str]) -> None:
        self.wanted, self.talk = wanted, talk
        self.context = ssl.create_default_context()
        self.context.check_hostname = False
        self.context.verify_mode = ssl.CERT_NONE
        self.pending = b""

    def run(self) -> None:
        wanted = self.wanted
        plain: socket.socket = socket.create_connection(wanted.target, timeout=max(10.0, wanted.timeout))
        self.socket = plain
        try:
            if not wanted.implicit:
                self._reply()
                self._ask("AUTH TLS", 234)
            self.socket = self.tls = self.context.wrap_socket(plain, server_hostname=wanted.target[0])
            if wanted.implicit:
                self._reply()
            self._ask(f"USER {wanted.user}", 331)
            self._ask(f"PASS {wanted.password}", 230)
            self._ask("PBSZ 0", 200)
            self._ask("PROT P", 200)
            self.tls.settimeout(wanted.timeout)
            (self._passive if wanted.mode in ("pasv", "epsv") else self._active)()
        finally:
            self.socket.close()

    def _passive(self) -> None:
        wanted = self.wanted
        if wanted.mode == "pasv":
            numbers = re.search(r"(\d+),(\d+),(\d+),(\d+),(\d+),(\d+)", self._ask("PASV", 227))
            assert numbers is not None
            *quad, high, low = numbers.groups()
            host, port = wanted.host or ".".join(quad), int(high) * 256 + int(low)
        else:
            found = re.search(r"\(\|\|\|(\d+)\|\)", self._ask("EPSV", 229))
            assert found is not None
            host, port = wanted.target[0], int(found[1])
        self.talk.append(f"---- dialling {host}:{port}")
        data = socket.create_connection((host, port), timeout=wanted.timeout)
        with data:
            self._ask("LIST", 125, 150)
            self._listing(data)
        self._reply(226, 250)

    def _active(self) -> None:
        wanted = self.wanted
        local: str = self.tls.getsockname()[0]
        with _listen(local, wanted.ports) as listener:
            listener.settimeout(wanted.timeout)
            host, port = wanted.host or local, listener.getsockname()[1]
            if wanted.mode == "port":
                command = f"PORT {host.replace('.', ',')},{port // 256},{port % 256}"
            else:
                command = f"EPRT |{2 if ':' in host else 1}|{host}|{port}|"
            self._ask(command, 200)
            self._send("LIST")
            data, peer = listener.accept()
            self.talk.append(f"---- accepted from {peer[0]}:{peer[1]}")
        with data:
            self._reply(125, 150)
            self._listing(data)
        self._reply(226, 250)

    def _listing(self, data: socket.socket) -> None:
        data.settimeout(self.wanted.timeout)
        # The session is read now, not after the handshake: TLS 1.3 tickets came with the replies.
        stream = self.context.wrap_socket(
            data,
            server_hostname=self.wanted.target[0],
            session=self.tls.session,
            do_handshake_on_connect=False,
        )
        with stream:
            stream.do_handshake()
            size = 0
            while chunk := stream.recv(65536):
                size += len(chunk)
            self.talk.append(f"---- {size} bytes, resumed: {stream.session_reused}")

    def _send(self, command: str) -> None:
        self.talk.append("---> " + ("PASS ..." if command.startswith("PASS") else command))
        self.socket.sendall(command.encode() + b"\r\n")

    def _ask(self, command: str, *codes: int) -> str:
        self._send(command)
        return self._reply(*codes)

    def _reply(self, *codes: int) -> str:
        """Read one reply, multi-line or not (RFC 959 §4.2); refuse a code that was not expected."""
        code = None
        while True:
            line = self._line()
            self.talk.append(f"<--- {line}")
            if code is None:
                code = line[:3]
                if line[3:4] != "-":
                    break
            elif line.startswith(code + " "):
                break
        if codes and int(code) not in codes:
            raise _RefusedError(line)
        return line

    def _line(self) -> str:
        while b"\n" not in self.pending:
            more = self.socket.recv(4096)
            if not more:
                raise EOFError("the control connection ended")
            self.pending += more
        line, _, self.pending = self.pending.partition(b"\n")
        return line.decode(errors="replace").rstrip("\r")


def _listen(address: str, ports: tuple[int, int] | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for port in [0] if ports is None else range(ports[0], ports[1] + 1):
        listener = socket.socket(family)
        try:
            listener.bind((address, port))
            listener.listen()
        except OSError:
            listener.close()
        else:
            return listener
    raise OSError(f"no free port in {ports}")
