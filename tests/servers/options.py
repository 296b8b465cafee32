"""What a test may ask of a server, and what it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.servers.certificates import CertificateKind

if TYPE_CHECKING:
    from tests.servers.process import Contained

USER = "tester"
PASSWORD = "hunter2-Kx9!"
PASSWORD_HASH = "$6$ftpsguitestsalt$rFc1G/XCz9zYjwoI.U29LqiqIhbAdduu7kuAxQqdNhtCieKXBHk5.OR/EbmeuRVogmeZn7T2GnihBMhWD8K.g."
"""SHA-512 crypt of :data:`PASSWORD`, so that no tool is needed to make it."""

FILES: Mapping[str, bytes] = {
    "readme.txt": b"A file of the test server.\r\n",
    "data.bin": bytes(range(256)) * 64,
    "日本語.txt": "日本語のファイル名".encode(),
}


class UnsupportedError(Exception):
    """This server cannot do what the options ask (Pure-FTPd of Debian has no implicit TLS, for instance)."""


class ServerFailedError(Exception):
    """The server did not start; the message holds its own words."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How the server is set up; the defaults are a plain good server on loopback."""

    bind: str = "127.0.0.1"
    """Address to listen on; ``::`` listens on both families."""
    port: int | None = None
    """Control port; None takes a free one."""
    passive_range: tuple[int, int] | None = None
    """Inclusive; None takes a free block of 30 ports."""
    masquerade: str | None = None
    """The address that the reply to PASV shall name."""
    tls: bool = True
    implicit: bool = False
    require_tls: bool = True
    """Refuse a login in clear."""
    require_protection: bool = False
    """Refuse data connections in clear (PROT C)."""
    refuse_protection: bool = False
    """Refuse data connections over TLS (PROT P)."""
    session_reuse: bool | None = None
    """Require that data connections resume the control session; None: the product's default."""
    tls_versions: tuple[str, str] | None = None
    """Lowest and highest version, of ``1.0 1.1 1.2 1.3``."""
    certificate: CertificateKind = "good"
    certificate_names: tuple[str, ...] = ()
    """Names and addresses besides localhost, the bind address and the masquerade address."""
    passive: bool = True
    """False: PASV and EPSV are refused."""
    active: bool = True
    """False: PORT and EPRT are refused."""
    anonymous: bool = False
    """Allow ``anonymous`` too, over TLS as well."""
    max_clients: int | None = None
    banner: str | None = None
    extra: tuple[str, ...] = ()
    """Lines for the configuration file (vsftpd, ProFTPD), ``Name value`` (Pure-FTPd), statements about ``handler`` (pyftpdlib)."""
    namespace: str | None = None
    """Path of a network namespace to run in (``/proc/123/fd/7``, ``/run/netns/x``); None: the test's own."""
    files: Mapping[str, bytes] = field(default_factory=lambda: FILES)


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server."""

    kind: str
    host: str
    port: int
    user: str
    password: str
    ca_file: Path
    """PEM of the authority that signed the certificate (with ``self-signed``: one that did not)."""
    passive_range: tuple[int, int]
    home: Path
    """Where the user is after login; ``incoming/`` in it is for uploads."""
    log: Path
    """What the server says about itself (empty for Pure-FTPd, which talks to syslog alone)."""
    implicit: bool
    options: Options
    process: Contained
    """The running process; as root ``process.command(...)`` runs something in its machine."""
    unit: str = ""
    """What ``systemctl`` calls it in its machine."""
    program: Path | None = None
    """The file that starts the server, where that is a program of the administrator's own."""

    def log_text(self) -> str:
        """All that the server wrote so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""
