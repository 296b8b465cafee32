"""pyftpdlib: a short program, written as the library's manual writes one; runs without root too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.servers.options import PASSWORD, USER, UnsupportedError
from tests.servers.recipe import Place, Recipe

NEEDS_ROOT = False
PROGRAM = "/usr/local/lib/ftp-server/server.py"


def recipe(place: Place, program: Path) -> Recipe:
    del program
    if place.options.session_reuse:
        raise UnsupportedError("pyftpdlib: requiring session reuse")
    if place.options.implicit and not place.options.tls:
        raise UnsupportedError("pyftpdlib: implicit without TLS")
    path = place.put(PROGRAM, "\n".join(_program(place)) + "\n", 0o600)
    return Recipe(
        command=[sys.executable, "-W", "ignore", str(path)],
        unit="ftp-server",
        program=path,
        environment={"PYTHONPATH": str(Path(__file__).parent)},
    )


def _program(place: Place) -> Iterator[str]:
    options = place.options
    kind = "FTPHandler" if not options.tls else "ImplicitHandler" if options.implicit else "TLS_FTPHandler"
    yield "import logging"
    yield ""
    yield "from pyftpdlib.authorizers import DummyAuthorizer"
    yield f"from {'pyftpdlib_parts' if options.implicit else 'pyftpdlib.handlers'} import {kind}"
    yield "from pyftpdlib.servers import ThreadedFTPServer"
    yield "import pyftpdlib_parts"
    yield ""
    yield 'logging.basicConfig(level=logging.DEBUG, format="%(message)s")'
    yield "authorizer = DummyAuthorizer()"
    yield f'authorizer.add_user({USER!r}, {PASSWORD!r}, {str(place.home)!r}, perm="elradfmwMT")'
    if options.anonymous:
        yield f"authorizer.add_anonymous({str(place.home)!r})"
    yield f"handler = {kind}"
    yield "handler.authorizer = authorizer"
    yield "handler.auth_failed_timeout = 0"
    yield f"handler.passive_ports = range({place.passive_range[0]}, {place.passive_range[1] + 1})"
    if options.masquerade:
        yield f"handler.masquerade_address = {options.masquerade!r}"
    if options.banner:
        yield f"handler.banner = {options.banner!r}"
    if options.tls:
        yield f"handler.certfile = {str(place.folder / 'both.pem')!r}"
        yield f"handler.tls_control_required = {options.require_tls}"
        yield f"handler.tls_data_required = {options.require_protection}"
        if options.tls_versions:
            yield f"pyftpdlib_parts.limit(handler, *{options.tls_versions!r})"
        if options.refuse_protection:
            yield "handler.ftp_PROT = pyftpdlib_parts.refuse_protection"
    if not options.passive:
        yield 'pyftpdlib_parts.without(handler, "PASV", "EPSV")'
    if not options.active:
        yield 'pyftpdlib_parts.without(handler, "PORT", "EPRT")'
    yield from options.extra
    yield f"server = ThreadedFTPServer(({options.bind!r}, {place.port}), handler)"
    yield f"server.max_cons = {options.max_clients or 64}"
    yield "server.serve_forever(handle_exit=False)"
