"""What pyftpdlib's test program imports, because the library does not have it."""

from __future__ import annotations

from OpenSSL import SSL
from pyftpdlib.handlers import TLS_FTPHandler

VERSIONS = {
    "1.0": SSL.TLS1_VERSION,
    "1.1": SSL.TLS1_1_VERSION,
    "1.2": SSL.TLS1_2_VERSION,
    "1.3": SSL.TLS1_3_VERSION,
}


class ImplicitHandler(TLS_FTPHandler):  # type: ignore[misc]
    """TLS from the first byte (port 990); the greeting waits for the handshake."""

    greeted = False

    def handle(self) -> None:
        self.secure_connection(self.ssl_context)

    def handle_ssl_established(self) -> None:
        if not self.greeted:
            self.greeted = True
            super().handle()

    def ftp_AUTH(self, line: str) -> None:  # noqa: N802 (the library's name)
        self.respond("503 Already using TLS.")


def refuse_protection(self: TLS_FTPHandler, line: str) -> None:
    """Take PROT C alone, as a server without TLS on its data connections does (RFC 2228)."""
    if line.upper() == "C":
        _take_protection(self, line)
    else:
        self.respond("536 PROT P is not supported here.")


_take_protection = TLS_FTPHandler.ftp_PROT


def limit(handler: type[TLS_FTPHandler], low: str, high: str) -> None:
    """Let ``handler`` speak these TLS versions only."""
    context = handler.get_ssl_context()
    context.set_min_proto_version(VERSIONS[low])
    context.set_max_proto_version(VERSIONS[high])
    if low < "1.2":
        context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
    handler.ssl_context = context


def without(handler: type[TLS_FTPHandler], *commands: str) -> None:
    """Let ``handler`` not know these commands."""
    handler.proto_cmds = {name: how for name, how in handler.proto_cmds.items() if name not in commands}
