"""What may listen on an FTP port and is none: its first words, and what it makes of an FTP client's."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.lab.scenario import Impostor
from tests.servers.namespaces import run_in

_WORDS: dict[Impostor, tuple[bytes, bytes]] = {
    "ssh": (b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n", b"Invalid SSH identification string.\r\n"),
    "http": (b"", b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nConnection: close\r\n\r\n"),
    "smtp": (b"220 mail.example.org ESMTP Postfix\r\n", b"502 5.5.2 Error: command not recognized\r\n"),
    "silence": (b"", b""),
    "hangs-up": (b"", b""),
}
"""Greeting, and the answer to whatever comes."""


@contextmanager
def listening(kind: Impostor, namespace: str, address: tuple[str, int]) -> Iterator[None]:
    """Let ``kind`` listen at ``address`` in ``namespace`` until the ``with`` block ends."""
    greeting, answer = _WORDS[kind]

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                self.request.sendall(greeting)
                if kind == "hangs-up":
                    return
                while self.request.recv(65536):  # whatever it is: a line, or the begin of TLS
                    self.request.sendall(answer)
                    if kind in ("ssh", "http"):
                        return

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False

    server = run_in(namespace, lambda: Server(address, Handler))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
