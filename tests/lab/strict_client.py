"""A small FTPS client of our own, independent of ftpsgui: for the rows that lftp cannot be made to try.

Blocking sockets and ``ssl.SSLSocket``, one listing a call, no second try and no fallback of any kind.
"""

from __future__ import annotations

import re
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.lab.scenario import Stop
from tests.servers.namespaces import run_in

Mode = Literal["pasv", "epsv", "port", "eprt"]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One listing to try. ``host``: what to dial (passive) or name (active); None: as advertised, or the local one.

    ``trust``: a file of authorities, ``anything``, or ``system`` for the system's own. Without ``tls`` all is in clear.
    """

    namespace: str
    target: tuple[str, int]
    implicit: bool
    user: str
    password: str
    mode: Mode = "epsv"
    tls: bool = True
    trust: Path | Literal["anything", "system"] = "anything"
    resume: bool = True
    """Data connections resume the control connection's TLS session."""
    old_tls: bool = False
    """Speak TLS 1.0 too, with the weak signatures that it needs."""
    host: str | None = None
    ports: tuple[int, int] | None = None
    timeout: float = 3.0


class _RefusedError(Exception):
    pass


class _StopError(Exception):
    """The way ended before a data connection could be tried."""

    def __init__(self, where: Stop, words: object) -> None:
        super().__init__(f"{where}: {words}")
        self.where = where


def attempt(wanted: Attempt) -> tuple[bool, str]:
    """Return whether the listing came whole, and the dialogue with the reason."""
    talk: list[str] = []
    try:
        run_in(wanted.namespace, lambda: _Session(wanted, talk).run())
    except (OSError, _RefusedError, _StopError, EOFError) as error:
        talk.append(f"**** {type(error).__name__}: {error}")
        return False, "\n".join(talk)
    return True, "\n".join(talk)


def how_far(wanted: Attempt) -> tuple[Stop | None, str]:
    """Return where the way ends before the data modes (None: it does not), and the dialogue."""
    talk: list[str] = []
    try:
        run_in(wanted.namespace, lambda: _Session(wanted, talk).reach())
    except _StopError as stop:
        talk.append(f"**** {stop}")
        return stop.where, "\n".join(talk)
    return None, "\n".join(talk)


class _Session:
    def __init__(self, wanted: Attempt, talk: list[str]) -> None:
        self.wanted, self.talk = wanted, talk
        self.context = _context(wanted)
        self.pending = b""

    def run(self) -> None:
        try:
            self._open()
            self.socket.settimeout(self.wanted.timeout)
            (self._passive if self.wanted.mode in ("pasv", "epsv") else self._active)()
        finally:
            self._close()

    def reach(self) -> None:
        try:
            self._open()
        finally:
            self._close()

    def _close(self) -> None:
        if hasattr(self, "socket"):
            self.socket.close()

    def _open(self) -> None:
        """Connect, encrypt, log in, protect; _StopError says where that ended."""
        wanted = self.wanted
        try:
            self.socket: socket.socket = socket.create_connection(
                wanted.target, timeout=max(10.0, wanted.timeout)
            )
        except ConnectionRefusedError as error:
            raise _StopError("refused", error) from error
        except TimeoutError as error:
            raise _StopError("timeout", error) from error
        except OSError as error:
            raise _StopError("unreachable", error) from error
        self.socket.settimeout(wanted.timeout)
        if wanted.tls and wanted.implicit:
            self._encrypt()
        self._greeting()
        if wanted.tls and not wanted.implicit:
            self._step("tls-refused", "AUTH TLS", 234)
            self._encrypt()
        if self._step("login-refused", f"USER {wanted.user}", 331, 230).startswith("331"):
            self._step("login-refused", f"PASS {wanted.password}", 230)
        if wanted.tls:
            self._step("protection-refused", "PBSZ 0", 200)
            self._step("protection-refused", "PROT P", 200)

    def _greeting(self) -> None:
        try:
            words = self._reply()
        except (EOFError, ConnectionResetError) as error:
            raise _StopError("closed", error) from error
        except TimeoutError as error:
            raise _StopError("not-ftp", error) from error
        except OSError as error:
            raise _StopError("tls-failed", error) from error
        if not re.match(r"220[ -]", words) or "SMTP" in words:
            raise _StopError("not-ftp", words)

    def _step(self, where: Stop, command: str, *codes: int) -> str:
        try:
            return self._ask(command, *codes)
        except (_RefusedError, EOFError, OSError) as error:
            raise _StopError(where, error) from error

    def _encrypt(self) -> None:
        try:
            self.tls = self.context.wrap_socket(self.socket, server_hostname=self.wanted.target[0])
        except ssl.SSLCertVerificationError as error:
            raise _StopError("untrusted", error) from error
        except OSError as error:
            raise _StopError("tls-failed", error) from error
        self.socket = self.tls

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
        local: str = self.socket.getsockname()[0]
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
            if peer[0] != wanted.target[0]:
                data.close()
                raise _RefusedError(f"{peer[0]} is somebody else")
        with data:
            self._reply(125, 150)
            self._listing(data)
        self._reply(226, 250)

    def _listing(self, data: socket.socket) -> None:
        data.settimeout(self.wanted.timeout)
        if not self.wanted.tls:
            size = sum(len(chunk) for chunk in iter(lambda: data.recv(65536), b""))
            self.talk.append(f"---- {size} bytes in clear")
            data.close()
            return
        # The session is read now, not after the handshake: TLS 1.3 tickets came with the replies.
        stream = self.context.wrap_socket(
            data,
            server_hostname=self.wanted.target[0],
            session=self.tls.session if self.wanted.resume else None,
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
            if not line[:3].isdigit():
                if code is None:
                    return line
                continue
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


def _context(wanted: Attempt) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(wanted.trust) if isinstance(wanted.trust, Path) else None)
    if wanted.trust == "anything":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if wanted.old_tls:
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


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
