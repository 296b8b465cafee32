"""The servers' data connections: a passive listener, an active dialler, and the channel that checks resumption.

Resumption is checked on the TLS library's own account: each control connection has a TLS context of its own, whose
ticket key nobody else has, and a handshake on which the server had to send its certificate was not resumed.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from OpenSSL import SSL

from ftpsgui.demo.certificates import CertificateFiles
from ftpsgui.demo.pyftpd import ActiveDTP, PassiveDTP, TLS_DTPHandler, log
from ftpsgui.demo.switchboard import LOOPBACK, UnmappedAddressError
from ftpsgui.model.addresses import HostPort
from ftpsgui.protocol.active import format_port
from ftpsgui.topology.nat import Outcome

if TYPE_CHECKING:
    from ftpsgui.demo.control import ControlChannel

CONNECT_SECONDS = 20.0
"""How long a server waits for its own active connection; longer than any client of the demo."""
FULL_HANDSHAKE = "full"


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


class Stoppable:
    """Closes at once, without TLS's last words, when the server is being stopped."""

    def close(self) -> None:
        """Close the channel."""
        channel: Any = getattr(self, "cmd_channel", self)
        if channel.server.stopping:
            self._error = True
        super().close()  # type: ignore[misc]


class DataChannel(Stoppable, TLS_DTPHandler):  # type: ignore[misc]
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
            self._resp = ("426 Data connection closed.", log.debug)
        super().close()


class PassiveListener(PassiveDTP):  # type: ignore[misc]
    """Waits for a passive data connection on a real port that stands for a virtual one."""

    def __init__(self, cmd_channel: ControlChannel, extmode: bool = False) -> None:
        super(PassiveDTP, self).__init__(ioloop=cmd_channel.ioloop)
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
        if not self.cmd_channel.connected:
            sock.close()  # pyftpdlib closes the listener only, and forgets this one
            self.close()
            return
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


class ActiveDialler(ActiveDTP):  # type: ignore[misc]
    """Dials the client inside the virtual network; what the model drops stays silent until the deadline."""

    _closed: Any
    _idler: Any

    def __init__(self, target: HostPort, cmd_channel: ControlChannel) -> None:
        super(ActiveDTP, self).__init__(ioloop=cmd_channel.ioloop)
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
