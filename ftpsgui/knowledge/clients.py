"""The shape of resources/clients/*.toml: how FTPS clients choose the data mode, the address to dial, the TLS session.

Behaviour only, never a verdict about a situation: ``ftpsgui.diagnosis.forecast`` derives those. A file is named after
its id. What is not known is left out; an unknown key is an error with words. Options are the client's own words, the
same in every language.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from ftpsgui.knowledge.schema import KnowledgeError
from ftpsgui.model.addresses import AddressClass
from ftpsgui.model.findings import ClientKind, Confidence
from ftpsgui.model.typed import from_builtins

Part = Literal["default", "passive", "active", "tls", "resume", "certificate"]
"""A part of a client's behaviour that may be known less well than the rest."""
Known = Literal["yes", "no", "unknown"]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: no key that nobody reads."""


class PassiveWays(_Strict, frozen=True, kw_only=True):
    """How the client uses passive mode.

    ``order``: commands over IPv4, the next one after a refusal (or, with ``next_after = "failure"``, after a data
    connection that cannot be made, too). ``foreign``: what it does with an address in 227 that is not the control
    peer's: dials it, ignores it (and dials the peer), or refuses it. Before that, classes in ``repair`` are always
    replaced by the peer's address; those in ``repair_unroutable`` while the peer is public; with ``repair_routable`` a
    public one from a private peer, too. ``by``: what switches passive mode on; ``peer_by``: what makes the client dial
    the peer whatever 227 says; ``epsv_by``: what makes it use EPSV over IPv4.
    """

    order: tuple[Literal["PASV", "EPSV"], ...]
    order_ipv6: tuple[Literal["EPSV"], ...] = ("EPSV",)
    next_after: Literal["refusal", "failure"] = "refusal"
    foreign: Literal["dial", "ignore", "refuse", "unknown"] = "unknown"
    repair: tuple[AddressClass, ...] = ()
    repair_unroutable: tuple[AddressClass, ...] = ()
    repair_routable: bool = False
    by: str = ""
    peer_by: str = ""
    epsv_by: str = ""


class ActiveWays(_Strict, frozen=True, kw_only=True):
    """How the client uses active mode. ``by``: what switches it on; ``address_by``: what makes it name another address."""

    order: tuple[Literal["PORT", "EPRT"], ...] = ("PORT",)
    by: str = ""
    address_by: str = ""


class TlsWays(_Strict, frozen=True, kw_only=True):
    """What the client can do of TLS.

    ``explicit_by`` and ``implicit_by``: how one asks for it. ``resume``: whether data connections continue the control
    connection's TLS session; ``varies``: that differs between builds. ``certificate``: what it does with one that does
    not verify (``verify``: it stops). ``resume_by`` and ``certificate_by``: what makes it resume, or accept.
    ``protect_by``: what must be added over implicit TLS, where the client does not send PROT P by itself.
    ``handshake_first``: it waits for TLS on the data connection before it sends the transfer command.
    ``ticket_wait``: it takes the session to resume right after the handshake, and under TLS 1.3, where the ticket comes
    later, waits for it no longer than a round trip and so many milliseconds; ``ticket_by``: what spares it that wait.
    """

    explicit: Known = "unknown"
    implicit: Known = "unknown"
    explicit_by: str = ""
    implicit_by: str = ""
    resume: Literal["yes", "no", "varies", "unknown"] = "unknown"
    resume_by: str = ""
    certificate: Literal["verify", "ask", "accept", "unknown"] = "unknown"
    certificate_by: str = ""
    protect_by: str = ""
    handshake_first: bool = False
    ticket_wait: int | None = None
    ticket_by: str = ""


class Client(_Strict, frozen=True, kw_only=True):
    """A client. ``versions`` (``≥ 7.74``) stands behind its name.

    ``passive`` or ``active`` missing: it has no such mode. ``falls_back``: when it tries the other mode by itself.
    ``hints``: parts that are known from memory only, whatever ``confidence`` says of the rest. ``source``: what was
    read or run to know all this.
    """

    name: str
    versions: str = ""
    kind: ClientKind
    confidence: Confidence
    source: str
    default: Literal["passive", "active"] = "passive"
    falls_back: Literal["never", "refusal", "failure"] = "never"
    hints: tuple[Part, ...] = ()
    passive: PassiveWays | None = None
    active: ActiveWays | None = None
    tls: TlsWays = TlsWays()

    @property
    def title(self) -> str:
        """The name with the versions that it is about."""
        return f"{self.name} {self.versions}".rstrip()


def read_client(path: Path) -> Client:
    """Read one file strictly; KnowledgeError with the file's name and what is wrong."""
    try:
        client = from_builtins(tomllib.loads(path.read_text(encoding="utf-8")), Client)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error
    if wrong := _contradiction(client):
        raise KnowledgeError(f"{path.name}: {wrong}")
    return client


def _contradiction(client: Client) -> str:
    """Return what parts of ``client`` contradict each other, or nothing."""
    passive, active, tls = client.passive, client.active, client.tls
    if (passive if client.default == "passive" else active) is None:
        return f"the default mode is {client.default}, and there is no such mode"
    if client.falls_back != "never" and (passive is None or active is None):
        return "it falls back to a mode that it does not have"
    if passive is not None:
        if not passive.order:
            return "passive.order is empty: leave [passive] out"
        if passive.foreign == "ignore" and (passive.repair or passive.repair_unroutable or passive.peer_by):
            return "an address that is ignored needs no repair and no option"
        if passive.order[0] == "EPSV" and passive.epsv_by:
            return "passive.epsv_by: EPSV comes first anyway"
        if client.default == "passive" and passive.by:
            return "passive.by: passive mode is the default"
    if active is not None and client.default == "active" and active.by:
        return "active.by: active mode is the default"
    for option, needed, given in (
        (tls.explicit_by, tls.explicit, "yes"),
        (tls.implicit_by, tls.implicit, "yes"),
    ):
        if option and needed != given:
            return f"{option}: asks for what the client does not have"
    if tls.ticket_by and tls.ticket_wait is None:
        return "tls.ticket_by: there is no wait that it spares"
    if tls.resume == "yes" and tls.resume_by:
        return "tls.resume_by: it resumes anyway"
    return ""
