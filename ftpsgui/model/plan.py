"""What the user asked for: the target, the budget and the consents. Serialisable; holds no secret."""

from __future__ import annotations

from typing import Literal

import msgspec

from ftpsgui.model.addresses import HostPort

UNKNOWN_HOST = "?"
"""Stands for the server's name or address where the log of another client tells neither."""
TlsMode = Literal["auto", "explicit", "implicit", "none"]
"""``auto`` finds out explicit or implicit by itself and never falls back to clear text."""
Family = Literal["any", "ipv4", "ipv6"]
Mode = Literal["pasv", "epsv", "port", "eprt"]
"""The four ways to open a data connection (RFC 959 PASV, PORT; RFC 2428 EPSV, EPRT)."""
Protection = Literal["private", "clear"]
"""Data channel protection: PROT P or PROT C (RFC 4217 §9)."""
Target = Literal["advertised", "peer", "local", "public"]
"""Whose address is used: passive dials ``advertised`` or ``peer``; active names ``local`` or ``public``."""


class Endpoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The server to test. ``port`` None means: the standard one for ``tls`` (21, or 990 for implicit)."""

    host: str
    port: int | None = None
    tls: TlsMode = "auto"
    sni: str | None = None
    family: Family = "any"


class Budget(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bounds of a whole run. ``seconds``: for everything; ``ports``: data ports asked for."""

    connections: int = 4
    logins: int = 8
    ports: int = 12
    seconds: float = 60.0


THOROUGH = Budget(logins=16, ports=40, seconds=150.0)
"""What a thorough run may take: it asks for a dozen passive ports and repeats transfers."""


class Timeouts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Deadlines in seconds. ``preliminary``: how long to wait for the 1xx before TLS on the data connection."""

    connect: float = 10.0
    reply: float = 10.0
    data: float = 6.0
    preliminary: float = 1.5
    silence: float = 4.0
    """How long a greeting may take before a TLS ClientHello is tried (``auto``)."""


class Agreement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A certificate that the user agreed to in an earlier run, on this control ``port`` of the host."""

    port: int
    sha256: str


class Trust(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``ask``: put an untrusted certificate before the user; ``strict``: refuse; ``insecure``: accept and pin.

    ``pinned``: sha256 fingerprints (lower-case hex) that are compared with instead of verifying.
    ``agreed``: what the user agreed to in an earlier run, for this host; a bare fingerprint stands for any port. They
    count only when a certificate does not verify: one of them is taken without a question, another is asked about as
    a changed one.
    """

    mode: Literal["ask", "strict", "insecure"] = "ask"
    ca_file: str | None = None
    pinned: tuple[str, ...] = ()
    agreed: tuple[Agreement | str, ...] = ()
    client_certificate: str | None = None
    """PEM file with certificate and key, offered when the server asks."""

    def agreed_on(self, port: int) -> tuple[str, ...]:
        """Return the fingerprints that were agreed to on this control port."""
        return tuple(
            one if isinstance(one, str) else one.sha256
            for one in self.agreed
            if isinstance(one, str) or one.port == port
        )


class Consents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the user allowed beyond the default (law 8)."""

    advertised_address: bool = False
    """Dial an address other than the target's when the server advertises one."""
    plaintext: bool = False
    """Log in without TLS once, to compare."""
    write_directory: str | None = None
    ccc: bool = False
    """Go back to clear text once after a login over TLS (CCC): the commands are readable then, the password is not."""
    contradicted_address: bool = False
    """Name the public address that was given (:attr:`Active.public_address`) though the server sees another one."""


class Active(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Active mode: ``ports`` is an inclusive range to listen in; ``bind`` the local address to use."""

    public_address: str | None = None
    ports: tuple[int, int] | None = None
    bind: str | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One run, complete but for the password. ``input``: the target as the user wrote it, without a password."""

    input: str
    endpoint: Endpoint
    user: str = "anonymous"
    thorough: bool = False
    budget: Budget = Budget()
    timeouts: Timeouts = Timeouts()
    trust: Trust = Trust()
    consents: Consents = Consents()
    active: Active = Active()
    idle: float | None = None
    """Seconds that a control connection is left silent, to see whether it survives; None: not tried."""
    stun: HostPort | None = None
    """A STUN server, named by the user, that is asked for this computer's public address; None: nobody is asked."""
    only: tuple[str, ...] = ()
    """Probes that are asked after the login, of those that the plan would ask; empty: all of them."""
