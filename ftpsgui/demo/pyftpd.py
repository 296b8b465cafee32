"""pyftpdlib, imported quietly: in one place, because what it imports warns on Python 3.11."""

from __future__ import annotations

import logging
import warnings
from typing import Any

with warnings.catch_warnings():
    # asyncore and asynchat: deprecated in Python 3.11, brought along by pyftpdlib from 3.12 on.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler, TLS_DTPHandler, TLS_FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import ThreadedFTPServer

__all__ = [
    "ActiveDTP", "DummyAuthorizer", "IOLoop", "PassiveDTP", "TLS_DTPHandler", "TLS_FTPHandler", "ThreadedFTPServer",
    "log",
]  # fmt: skip

PassiveDTP: Any = FTPHandler.passive_dtp
ActiveDTP: Any = FTPHandler.active_dtp

log = logging.getLogger("pyftpdlib")
# Without a handler pyftpdlib would configure logging for the whole program.
log.addHandler(logging.NullHandler())
log.propagate = False
