"""What a TLS handshake shows on its way: certificates, the group, a request for a client certificate, alerts.

The ``ssl`` module tells the chain only after a handshake that succeeded, and the rest never. OpenSSL's message
callback sees all of it, also when verification fails in the middle; CPython hands it through as
``SSLContext._msg_callback`` (private, unchanged since 3.8). Where it is missing, every field stays None or empty
and the program goes on with what the public interface tells.

Message formats: RFC 8446 §4 (TLS 1.3), RFC 5246 §7.4 (TLS 1.2).
"""

from __future__ import annotations

import ssl
import weakref
from typing import Any, Final

_CONTENT_ALERT: Final = 21
_CONTENT_HANDSHAKE: Final = 22
_SERVER_HELLO: Final = 2
_NEW_SESSION_TICKET: Final = 4
_CERTIFICATE: Final = 11
_CERTIFICATE_REQUEST: Final = 13
_EXTENSION_KEY_SHARE: Final = 51
_RETRY_RANDOM: Final = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""SHA-256 of "HelloRetryRequest": a ServerHello with this random is one (RFC 8446 §4.1.3)."""
_GROUP_NAMES: Final = {23: "prime256v1", 24: "secp384r1", 25: "secp521r1", 29: "X25519"}
"""Named groups (RFC 8446 §4.2.7) by the names that OpenSSL knows."""


class Witness:
    """What was seen of one handshake; filled in while it runs."""

    def __init__(self) -> None:
        self.chain: tuple[bytes, ...] = ()
        self.certificate_asked: bool | None = None
        self.certificate_sent: bool | None = None
        self.group: int | None = None
        self.retried = False
        self.tickets = 0
        self.alert_received: str | None = None
        self.alert_sent: str | None = None

    def saw(self, direction: str, version: int, content: int, message: int, data: bytes) -> None:
        """Take one protocol message; a malformed one is OpenSSL's to refuse, here it is ignored."""
        try:
            if content == _CONTENT_ALERT and len(data) == 2:
                name = alert_name(data[1])
                if direction == "read":
                    self.alert_received = name
                else:
                    self.alert_sent = name
            elif content == _CONTENT_HANDSHAKE and direction == "read":
                self._handshake(version, message, data)
            elif content == _CONTENT_HANDSHAKE and message == _CERTIFICATE:
                # A client that is asked and has none sends an empty list (RFC 8446 §4.4.2.4, RFC 5246 §7.4.6).
                self.certificate_sent = bool(_certificates(data, tls13=version >= 0x0304))
        except IndexError:
            return

    def _handshake(self, version: int, message: int, data: bytes) -> None:
        if message == _SERVER_HELLO:
            if self.certificate_asked is None:
                self.certificate_asked = False
            self.retried = self.retried or data[6:38] == _RETRY_RANDOM
            self.group = _key_share_group(data) or self.group
        elif message == _CERTIFICATE:
            self.chain = _certificates(data, tls13=version >= 0x0304)
        elif message == _CERTIFICATE_REQUEST:
            self.certificate_asked = True
        elif message == _NEW_SESSION_TICKET:
            self.tickets += 1

    @property
    def group_name(self) -> str | None:
        """The key exchange group in OpenSSL's words, when it is one that can be asked for by name."""
        return _GROUP_NAMES.get(self.group or 0)


_NATIVE: Any = next(
    (vars(kind)["_msg_callback"] for kind in ssl.SSLContext.__mro__[1:] if "_msg_callback" in vars(kind)),
    None,
)
"""OpenSSL's own hook. Python's wrapper around it makes enumerations of three numbers for each record."""
_witnesses: weakref.WeakKeyDictionary[ssl.SSLObject, Witness] = weakref.WeakKeyDictionary()


def watch(context: ssl.SSLContext) -> None:
    """Have ``context`` report the messages of its handshakes; does nothing where Python cannot."""
    if _NATIVE is not None and isinstance(context, ssl.SSLContext):
        _NATIVE.__set__(context, _dispatch)
    elif hasattr(context, "_msg_callback"):
        setattr(context, "_msg_callback", _dispatch)  # noqa: B010 (not in the type stubs)


def witness_of(connection: ssl.SSLObject) -> Witness:
    """Return the witness of ``connection``, from now on."""
    return _witnesses.setdefault(connection, Witness())


def _dispatch(connection: Any, direction: str, version: int, content: int, message: Any, data: bytes) -> None:
    if isinstance(connection, ssl.SSLObject):
        witness = _witnesses.get(connection)
        if witness is not None:
            witness.saw(direction, int(version), int(content), int(message), data)


def alert_name(number: int) -> str:
    """Return the name of an alert as the RFCs write it (``handshake_failure``), or ``alert-<number>``."""
    try:
        name = ssl.AlertDescription(number).name
    except ValueError:
        # Not in Python's list: TLS 1.3's own (RFC 8446 §6) and ALPN's.
        late = {109: "missing_extension", 116: "certificate_required", 120: "no_application_protocol"}
        return late.get(number, f"alert-{number}")
    return name.removeprefix("ALERT_DESCRIPTION_").lower()


def _key_share_group(data: bytes) -> int | None:
    """Return the group in the key_share extension of a ServerHello or HelloRetryRequest."""
    position = 4 + 2 + 32
    position += 1 + data[position]  # legacy_session_id_echo
    position += 2 + 1  # cipher suite, compression
    end = min(len(data), position + 2 + int.from_bytes(data[position : position + 2], "big"))
    position += 2
    while position + 4 <= end:
        kind = int.from_bytes(data[position : position + 2], "big")
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        if kind == _EXTENSION_KEY_SHARE and length >= 2:
            return int.from_bytes(data[position + 4 : position + 6], "big")
        position += 4 + length
    return None


def _certificates(data: bytes, *, tls13: bool) -> tuple[bytes, ...]:
    """Return the DER certificates of a Certificate message, leaf first."""
    position = 4
    if tls13:
        position += 1 + data[position]  # certificate_request_context
    end = min(len(data), position + 3 + int.from_bytes(data[position : position + 3], "big"))
    position += 3
    found: list[bytes] = []
    while position + 3 <= end:
        length = int.from_bytes(data[position : position + 3], "big")
        position += 3
        if length == 0 or position + length > end:
            break
        found.append(data[position : position + length])
        position += length
        if tls13:
            position += 2 + int.from_bytes(data[position : position + 2], "big")
    return tuple(found)
