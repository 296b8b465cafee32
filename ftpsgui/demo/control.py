"""A control connection that talks as a product does, to a peer in the virtual network."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from OpenSSL import SSL

from ftpsgui.demo.data import ActiveDialler, DataChannel, PassiveListener, Stoppable, make_context
from ftpsgui.demo.pyftpd import TLS_FTPHandler, log
from ftpsgui.demo.switchboard import UnmappedAddressError
from ftpsgui.model.addresses import HostPort, is_ipv6, is_private
from ftpsgui.protocol.active import parse_eprt

if TYPE_CHECKING:
    from ftpsgui.demo.servers import DemoServer


class ControlChannel(Stoppable, TLS_FTPHandler):  # type: ignore[misc]
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

    def respond(self, resp: str, logfun: Any = log.debug) -> None:
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

    def ftp_EPRT(self, line: str) -> None:  # noqa: N802
        """Take an IPv6 endpoint (RFC 2428 §2) from a peer that has one; pyftpdlib sees the real socket's 127.0.0.1."""
        named = parse_eprt(line)
        if is_ipv6(self.remote_ip) and named is not None and is_ipv6(named.host):
            self._make_eport(named.host, named.port)
        else:
            super().ftp_EPRT(line)

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
