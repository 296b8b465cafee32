"""What of this computer a run would use, looked at before it begins: an address to send from, certificate files."""

from __future__ import annotations

import socket
import stat
from pathlib import Path
from typing import Literal

from ftpsgui.model.addresses import is_ipv6
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.os_errors import os_error_words
from ftpsgui.model.plan import Trust
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.transport.trust import TrustStore

TrustFile = Literal["ca-file", "client-certificate"]


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
            error=os_error_words(error),
        )
    return None


def pem_problem(path: str) -> Message | None:
    """Return why the file ``path`` cannot be a certificate file; None when it looks like one.

    May block for as long as the disk does. What is no file (a pipe, a device) is refused unread: it might never end,
    and could be read only once.
    """
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return msg("{path} is not a file.", path=path)
        with Path(path).open("rb") as file:
            pem = b"-----BEGIN " in file.read(1 << 20)
    except (OSError, ValueError) as error:
        reason = os_error_words(error) if isinstance(error, OSError) else literal(str(error))
        return msg("{path} could not be read: {error}", path=path, error=reason)
    if not pem:
        return msg("{path} holds no certificate in PEM format.", path=path)
    return None


def trust_problems(trust: Trust) -> list[tuple[TrustFile, Message]]:
    """Return which of the files of ``trust`` cannot be used, and why. May block for as long as the disk does."""
    files: tuple[tuple[TrustFile, str | None], ...] = (
        ("ca-file", trust.ca_file),
        ("client-certificate", trust.client_certificate),
    )
    found = [(kind, wrong) for kind, path in files if path is not None and (wrong := pem_problem(path))]
    if found or (trust.ca_file is None and trust.client_certificate is None):
        return found
    try:
        TrustStore(trust).check_files()
    except NetworkError as error:
        if error.error == "CA_FILE_UNREADABLE":
            path = trust.ca_file or ""
            return [("ca-file", msg("The certificates in {path} cannot be read.", path=path))]
        wrong = msg(
            "{path} cannot be used as a client certificate: it must hold the certificate and its private key, and the "
            "key must not be protected by a password.",
            path=trust.client_certificate or "",
        )
        return [("client-certificate", wrong)]
    return []
