"""pyftpdlib servers that live in the virtual network.

Sockets are real and on loopback; whatever a reply, a rule or a log would tell about addresses comes from the
switchboard, and so does the way of every active data connection. ``permit_foreign_addresses`` stays False: a
product that dials any address that PORT names does so inside the virtual network only.

Resumption is checked on the TLS library's own account: each control connection has a TLS context of its own, whose
ticket key nobody else has, and a handshake on which the server had to send its certificate was not resumed.
"""

from __future__ import annotations

import logging
import socket
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from OpenSSL import SSL

from ftpsgui.demo.certificates import CertificateFiles
from ftpsgui.demo.personalities import Personality
from ftpsgui.demo.switchboard import LOOPBACK, Switchboard, UnmappedAddressError
from ftpsgui.model.addresses import HostPort, is_private
from ftpsgui.protocol.active import format_port
from ftpsgui.topology.nat import Outcome

with warnings.catch_warnings():
    # asyncore and asynchat: deprecated in Python 3.11, brought along by pyftpdlib from 3.12 on.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler, TLS_DTPHandler, TLS_FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import ThreadedFTPServer

_log = logging.getLogger("pyftpdlib")
# Without a handler pyftpdlib would configure logging for the whole program.
_log.addHandler(logging.NullHandler())
_log.propagate = False

_PassiveDTP: Any = FTPHandler.passive_dtp
_ActiveDTP: Any = FTPHandler.active_dtp
POLL_SECONDS = 0.05
"""How long a server's thread may take to notice that it is to stop."""
CONNECT_SECONDS = 20.0
"""How long a server waits for its own active connection; longer than any client of the demo."""
FULL_HANDSHAKE = "full"


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


def make_context(files: CertificateFiles) -> SSL.Context:
    """Return a server context with a ticket key of its own that marks connections with a full handshake."""
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.set_min_proto_version(SSL.TLS1_2_VERSION)
    context.use_certificate_chain_file(str(files.chain))
    context.use_privatekey_file(str(files.key))
    context.set_session_id(b"ftpsgui demo")

    def watch(connection: SSL.Connection, where: int, result: int) -> None:
        # RFC 8446 §2.2, RFC 5246 §7.3: a server sends Certificate in a full handshake and never when it resumes.
        if b"write certificate" in connection.get_state_string():
            connection.set_app_data(FULL_HANDSHAKE)

    context.set_info_callback(watch)
    return context


class _Stoppable:
    """Closes at once, without TLS's last words, when the server is being stopped."""

    def close(self) -> None:
        """Close the channel."""
        channel: Any = getattr(self, "cmd_channel", self)
        if channel.server.stopping:
            self._error = True
        super().close()  # type: ignore[misc]


class DataChannel(_Stoppable, TLS_DTPHandler):  # type: ignore[misc]
    """A data connection that insists on resumption when the product does."""

    _closed: Any
    _resp: Any
    _ssl_requested: Any
    _ssl_established: Any

    def handle_ssl_established(self) -> None:
        """Look whether the handshake resumed the control connection's session."""
        refusal = self.cmd_channel.setting.personality.not_resumed
        if refusal is not None and self.socket.get_app_data() == FULL_HANDSHAKE:
            self.cmd_channel.spoil(refusal)
            self.close()
            return
        self.cmd_channel._on_dtp_connection()

    def close(self) -> None:
        """Close, and never leave a transfer without its last reply (pyftpdlib does when TLS was not even begun)."""
        if not self._closed and not self._resp and self.cmd_channel.transferring:
            self._resp = ("426 Data connection closed.", _log.debug)
        super().close()


class PassiveListener(_PassiveDTP):  # type: ignore[misc]
    """Waits for a passive data connection on a real port that stands for a virtual one."""

    def __init__(self, cmd_channel: ControlChannel, extmode: bool = False) -> None:
        super(_PassiveDTP, self).__init__(ioloop=cmd_channel.ioloop)
        self.cmd_channel = cmd_channel
        self.log = cmd_channel.log
        self.log_exception = cmd_channel.log_exception
        self._virtual: HostPort | None = None
        setting, board = cmd_channel.setting, cmd_channel.server.switchboard
        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)
        self.bind((LOOPBACK, 0))
        self.listen(5)
        self._real_port = self.socket.getsockname()[1]
        try:
            self._virtual = board.listen(cmd_channel.server.host, setting.passive_ports, self._real_port)
        except OSError:
            self.close()
            cmd_channel.respond("425 Cannot prepare for data connection.")
            return
        shown = HostPort(host=setting.masquerade or self._virtual.host, port=self._virtual.port)
        words = setting.personality
        if extmode:
            cmd_channel.respond(words.extended_passive.format(port=shown.port))
        else:
            cmd_channel.respond(words.passive.format(numbers=format_port(shown)))
        self.call_later(self.timeout, self.handle_timeout)

    def handle_accepted(self, sock: socket.socket, addr: tuple[str, int]) -> None:
        """Translate the peer's address, then judge it as pyftpdlib does."""
        try:
            flow = self.cmd_channel.server.switchboard.meet(addr[1], self._real_port)
        except UnmappedAddressError:
            sock.close()
            return
        if flow.seen is None:
            raise AssertionError("a flow that was made has both ends")
        super().handle_accepted(sock, (flow.seen.host, flow.seen.port))

    def close(self) -> None:
        """Give the virtual port back."""
        if self._virtual is not None:
            server = self.cmd_channel.server
            server.switchboard.unlisten(server.host, self._virtual.port)
            self._virtual = None
        super().close()


class ActiveDialler(_ActiveDTP):  # type: ignore[misc]
    """Dials the client inside the virtual network; what the model drops stays silent until the deadline."""

    _closed: Any
    _idler: Any

    def __init__(self, target: HostPort, cmd_channel: ControlChannel) -> None:
        super(_ActiveDTP, self).__init__(ioloop=cmd_channel.ioloop)
        self.cmd_channel = cmd_channel
        self.log = cmd_channel.log
        self.log_exception = cmd_channel.log_exception
        self._idler = None
        self._outcome: Outcome = "timeout"
        board = cmd_channel.server.switchboard
        try:
            made, real_port = board.dial(cmd_channel.server.host, target)
        except UnmappedAddressError:
            # A client of the demo that names an address of the real world: never dialled.
            made, real_port = None, None
        if made is not None:
            self._outcome = made.outcome
        if made is None or real_port is None:
            wait = CONNECT_SECONDS if self._outcome == "timeout" else cmd_channel.server.latency
            self._idler = self.ioloop.call_later(wait, self.handle_close)
            return
        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)
        self.bind((LOOPBACK, 0))
        board.introduce(self.socket.getsockname()[1], real_port, made)
        self.connect((LOOPBACK, real_port))

    def handle_connect(self) -> None:
        """Hand the connection over to the data channel."""
        self.del_channel()
        error = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            self._outcome = "refused"
            raise OSError(error)
        if not self.cmd_channel.connected:
            self.close()
            return
        self.cmd_channel.data_channel = self.cmd_channel.dtp_handler(self.socket, self.cmd_channel)
        self.cmd_channel._dtp_connector = None
        self.cmd_channel._on_dtp_connection()

    def handle_close(self) -> None:
        """Tell the client that its address could not be reached."""
        if not self._closed:
            self.close()
            if self.cmd_channel.connected:
                self.cmd_channel.spoil(self.cmd_channel.setting.personality.no_data[self._outcome])

    def close(self) -> None:
        """Stop dialling."""
        if self.socket is None and not self._closed:
            # Nothing was dialled for real, so there is nothing for the base class to close.
            self._closed = True
            if self._idler is not None and not self._idler.cancelled:
                self._idler.cancel()
            return
        super().close()


class ControlChannel(_Stoppable, TLS_FTPHandler):  # type: ignore[misc]
    """A control connection with a product's words, whose peer is the virtual one."""

    data_channel: Any
    proto_cmds: Any
    remote_ip: Any
    remote_port: Any
    _dtp_acceptor: Any
    _dtp_connector: Any
    _in_dtp_queue: Any
    _out_dtp_queue: Any

    passive_dtp = PassiveListener
    active_dtp = ActiveDialler
    dtp_handler = DataChannel
    timeout = 0  # pyftpdlib would reset this timer from another thread's loop
    auth_failed_timeout = 0.3
    tls_control_required = True
    permit_foreign_addresses = False

    def __init__(self, conn: socket.socket, server: DemoServer, ioloop: Any = None) -> None:
        self.setting = server.setting
        self.authorizer = server.authorizer
        self._target: HostPort | None = None
        self._owes_preliminary = False
        self._spoiled: str | None = None
        self.transferring = False
        self._command = ""
        super().__init__(conn, server, ioloop)
        if not self.connected:
            return
        self.proto_cmds = {
            verb: how for verb, how in self.proto_cmds.items() if verb not in self.setting.personality.without
        }
        self.ssl_context = make_context(self.setting.certificates)
        try:
            flow = server.switchboard.meet(self.remote_port, server.address[1])
        except UnmappedAddressError:
            self.close()
            return
        if flow.seen is not None:
            self.remote_ip, self.remote_port = flow.seen.host, flow.seen.port

    @classmethod
    def get_ssl_context(cls) -> None:
        """Have no context for all: each connection makes its own."""

    # Beginning

    def handle(self) -> None:
        """Greet, on an implicit listener only after the handshake."""
        if self.setting.implicit:
            self.secure_connection(self.ssl_context)
        else:
            self._greet()

    def handle_ssl_established(self) -> None:
        """Greet on an implicit listener."""
        if self.setting.implicit:
            self._greet()

    def _greet(self) -> None:
        shown = self.setting.masquerade or self.server.switchboard.address(self.server.host)
        *first, last = (line.format(own=shown) for line in self.setting.personality.greeting)
        for line in first:
            self.push(f"220-{line}\r\n")
        super().respond(f"220 {last}")

    # Words

    def respond(self, resp: str, logfun: Any = _log.debug) -> None:
        """Say it in the product's words."""
        super().respond(self.setting.personality.word(resp, self._command), logfun=logfun)

    def process_command(self, cmd: str, *args: Any, **kwargs: Any) -> None:
        """Remember the command for the words that name it."""
        self._command = cmd
        super().process_command(cmd, *args, **kwargs)

    def ftp_FEAT(self, line: str) -> None:  # noqa: N802 (pyftpdlib's names)
        """List the product's features."""
        self.push("211-Features:\r\n")
        self.push("".join(f" {feature}\r\n" for feature in self.setting.personality.features))
        super().respond("211 End")

    def ftp_SYST(self, line: str) -> None:  # noqa: N802
        """Name the system."""
        super().respond(self.setting.personality.system)

    def ftp_STAT(self, path: str) -> Any:  # noqa: N802
        """Show the session; the client's address is the one that the virtual network shows."""
        if path:
            return super().ftp_STAT(path)
        *first, last = (
            line.format(client=self.remote_ip, user=self.username) for line in self.setting.personality.status
        )
        for line in first:
            self.push(f"{line}\r\n")
        super().respond(last)
        return None

    def ftp_PROT(self, line: str) -> None:  # noqa: N802
        """Refuse clear data connections where the product does."""
        words = self.setting.personality
        secure = isinstance(self.socket, SSL.Connection)
        if line.upper() == "C" and secure and words.clear_data == "refused":
            super().respond(words.clear_refusal)
        else:
            super().ftp_PROT(line)

    # Data connections

    def _make_eport(self, ip: str, port: int) -> None:
        """Take a PORT or EPRT: most products dial at the transfer command only."""
        words = self.setting.personality
        if ip != self.remote_ip:
            if words.foreign_port == "replace" and is_private(ip) and not is_private(self.remote_ip):
                ip = self.remote_ip
            elif words.foreign_port != "accept":
                super().respond(words.foreign_refusal.format(command=self._command))
                return
        self._forget_data()
        self._target = HostPort(host=ip, port=port)
        passive = "EPSV" if self._command == "EPRT" else "PASV"
        super().respond(words.accepted_port.format(command=self._command, passive=passive))

    def _make_epasv(self, extmode: bool = False) -> None:
        self._forget_data()
        super()._make_epasv(extmode)

    def _forget_data(self) -> None:
        self._shutdown_connecting_dtp()
        if self.data_channel is not None:
            self.data_channel.close()
            self.data_channel = None
        self._target, self._spoiled, self._owes_preliminary = None, None, False
        self.transferring = False

    def push_dtp_data(
        self, data: Any, isproducer: bool = False, file: Any = None, cmd: str | None = None
    ) -> None:
        """Start a transfer in the product's order of replies."""
        words = self.setting.personality
        refusal = self._spoiled
        if words.clear_data == "transfer" and isinstance(self.socket, SSL.Connection) and not self._prot:
            refusal = words.clear_refusal
        elif self.data_channel is None and self._dtp_acceptor is None and self._target is None:
            refusal = refusal or words.no_mode
        if refusal is not None:
            if file is not None:
                file.close()
            self._spoiled = None
            super().respond(refusal)
            return
        self.transferring = True
        if self.data_channel is not None or words.preliminary == "at-once":
            super().respond(words.starting)
        else:
            self._owes_preliminary = True
        self._out_dtp_queue = (data, isproducer, file, cmd)
        if self.data_channel is not None:
            self._on_dtp_connection()
        elif self._target is not None:
            self._dial()

    def ftp_STOR(self, file: str, mode: str = "w") -> Any:  # noqa: N802
        """Receive a file; an active connection is dialled now."""
        result = super().ftp_STOR(file, mode)
        waits = self._in_dtp_queue is not None
        receives = self.data_channel is not None and self.data_channel.receive
        self.transferring = waits or receives
        if self._target is not None and self.data_channel is None and waits:
            self._dial()
        return result

    def _dial(self) -> None:
        if self._target is None:
            raise AssertionError("only an accepted PORT or EPRT is dialled")
        self._dtp_connector = ActiveDialler(self._target, self)
        self._target = None

    def _on_dtp_connection(self) -> None:
        if self._owes_preliminary:
            self._owes_preliminary = False
            super().respond(self.setting.personality.starting)
        channel = self.data_channel
        if channel is not None and channel._ssl_requested and not channel._ssl_established:
            # pyftpdlib would write at once: a busy loop until the client says hello, and a handshake inside send()
            # that nobody looks at. The transfer begins when the channel says that its handshake is over.
            if self._dtp_acceptor is not None:
                self._dtp_acceptor.close()
                self._dtp_acceptor = None
            return
        super()._on_dtp_connection()

    def _on_dtp_close(self) -> None:
        self.transferring = False
        super()._on_dtp_close()

    def spoil(self, refusal: str) -> None:
        """End the transfer with ``refusal``; keep it for the transfer command when that has not come yet."""
        if not self.transferring:
            self._spoiled = refusal
            return
        self.transferring, self._owes_preliminary = False, False
        files = [
            queue[place] for queue, place in ((self._out_dtp_queue, 2), (self._in_dtp_queue, 0)) if queue
        ]
        self._out_dtp_queue, self._in_dtp_queue = None, None
        for file in files:
            if file is not None:
                file.close()
        super().respond(refusal)
        if self.setting.personality.dies_unresumed and refusal == self.setting.personality.not_resumed:
            self.close_when_done()


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
