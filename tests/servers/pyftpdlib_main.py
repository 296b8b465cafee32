"""The pyftpdlib server process: ``python pyftpdlib_main.py CONFIGURATION.json``; logs to standard error."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

from OpenSSL import SSL
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import ThreadedFTPServer

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
        TLS_FTPHandler.ftp_PROT(self, line)
    else:
        self.respond("536 PROT P is not supported here.")


def handler(config: dict[str, Any]) -> type[FTPHandler]:
    authorizer = DummyAuthorizer()
    authorizer.add_user(config["user"], config["password"], config["home"], perm="elradfmwMT")
    if config["anonymous"]:
        authorizer.add_anonymous(config["home"])
    base = FTPHandler if not config["tls"] else ImplicitHandler if config["implicit"] else TLS_FTPHandler
    refused = ([] if config["passive"] else ["PASV", "EPSV"]) + ([] if config["active"] else ["PORT", "EPRT"])
    attributes: dict[str, Any] = {
        "authorizer": authorizer,
        "masquerade_address": config["masquerade"],
        "passive_ports": range(config["passive_range"][0], config["passive_range"][1] + 1),
        "proto_cmds": {name: value for name, value in base.proto_cmds.items() if name not in refused},
        "auth_failed_timeout": 0,
    }
    if config["banner"]:
        attributes["banner"] = config["banner"]
    if config["tls"]:
        attributes |= {
            "certfile": config["certificate"],
            "tls_control_required": config["require_tls"],
            "tls_data_required": config["require_protection"],
        }
        if config["refuse_protection"]:
            attributes["ftp_PROT"] = refuse_protection
    made: Any = type("Handler", (base,), attributes)
    if config["tls"] and config["tls_versions"]:
        low, high = config["tls_versions"]
        context = made.get_ssl_context()
        context.set_min_proto_version(VERSIONS[low])
        context.set_max_proto_version(VERSIONS[high])
        if low < "1.2":
            context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
        made.ssl_context = context
    exec(config["extra"], {"handler": made})
    handler_class: type[FTPHandler] = made
    return handler_class


def main() -> None:
    config = json.loads(Path(sys.argv[1]).read_text())
    logging.basicConfig(level=logging.DEBUG, format="%(message)s")
    server = ThreadedFTPServer((config["bind"], config["port"]), handler(config))
    server.max_cons = config["max_clients"] or 64
    server.serve_forever(handle_exit=False)


if __name__ == "__main__":
    main()
