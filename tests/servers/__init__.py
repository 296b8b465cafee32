"""Start the real FTP servers for a test: vsftpd, ProFTPD, Pure-FTPd (unpacked by ``scripts/install-test-servers``), pyftpdlib.

    from tests.servers import Options, require, start

    require("vsftpd")                       # skips loudly (fails under CI=true) when it cannot run here
    with start("vsftpd", Options(session_reuse=True)) as server:
        ...server.host, server.port, server.user, server.password, server.ca_file...

A server runs in a process group, and as root in a PID and mount namespace, of its own: it is gone, with its temporary
folder, when the ``with`` block ends and also when the test process dies in any way. No account of the machine is
touched: the user exists in the server's own password file.
"""

from __future__ import annotations

from tests.servers.certificates import CertificateKind
from tests.servers.library import KINDS, Kind, machine_in, missing, require, start
from tests.servers.options import PASSWORD, USER, Options, Server, ServerFailedError, UnsupportedError

__all__ = [
    "KINDS",
    "PASSWORD",
    "USER",
    "CertificateKind",
    "Kind",
    "Options",
    "Server",
    "ServerFailedError",
    "UnsupportedError",
    "machine_in",
    "missing",
    "require",
    "start",
]
