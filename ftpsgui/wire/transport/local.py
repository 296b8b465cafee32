"""What of this computer a run would use, looked at before it begins: an address to send from, certificate files."""

from __future__ import annotations

import socket
from pathlib import Path

from ftpsgui.model.addresses import is_ipv6
from ftpsgui.model.message import Message, literal, msg


def bind_problem(address: str) -> Message | None:
    """Return why no connection can be made from ``address``; None when it can."""
    family = socket.AF_INET6 if is_ipv6(address) else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((address, 0))
    except OSError as error:
        return msg(
            "{address} cannot be used as this computer's address: {error}",
            address=address,
            error=literal(error.strerror or str(error)),
        )
    return None


def pem_problem(path: str) -> Message | None:
    """Return why the file ``path`` cannot be a certificate file; None when it looks like one."""
    try:
        with Path(path).open("rb") as file:
            pem = b"-----BEGIN " in file.read(1 << 20)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return msg("{path} could not be read: {error}", path=path, error=literal(reason))
    if not pem:
        return msg("{path} holds no certificate in PEM format.", path=path)
    return None
