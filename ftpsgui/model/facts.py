r"""What happened, as it was seen: a tagged union of facts, and the observation that carries one.

Facts never judge. Errors are stored by symbolic name (``ECONNREFUSED``): numbers differ between systems.
Raw text is escaped (printable ASCII and valid UTF-8 kept, other bytes as ``\\xNN``), never base64.
All times are seconds; an observation's ``time`` counts from the start of the run, without the time that a person took to
answer a question.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ftpsgui.model.addresses import HostPort, Interface
from ftpsgui.model.plan import Mode, Protection, Target

Outcome = Literal["ok", "timeout", "refused", "unreachable", "reset", "closed", "cancelled", "error"]
"""How a step ended. ``unreachable``: ICMP or no route; ``closed``: an orderly FIN where more was due."""
Ending = Literal["replied", "timeout", "closed", "reset", "cancelled", "overflow", "tls-error"]
"""How the wait for a reply ended."""
DataEnding = Literal["close_notify", "eof", "rst", "timeout", "tls-error", "cancelled", "overflow"]
Channel = Literal["control", "data"]
Purpose = Literal["mode", "reuse", "repeat", "transfer", "method", "version", "ccc", "reflection"]
"""What a data connection was tried for, see :class:`DataAttempt`."""

INACTIVITY = "INACTIVITY"
"""The error of a step in a log of which only this is known: the client gave up because nothing came."""


class _Fact(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", gc=False
):
    """Base of all facts; the JSON tag is ``type``. No fact can be part of a cycle: the collector need not look."""


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, cache_hash=True):
    """One FTP reply (RFC 959 §4.2). ``lines`` are texts without the code; ``violations`` name what was lenient."""

    code: int
    lines: tuple[str, ...]
    raw: str
    violations: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The reply as one line: code and the last line's text."""
        return f"{self.code} {self.lines[-1] if self.lines else ''}".rstrip()

    @property
    def positive(self) -> bool:
        """Whether this is a 2xx (completed)."""
        return 200 <= self.code < 300


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One bounded action: its outcome, its duration, the symbolic error (``ECONNREFUSED``, ``WRONG_VERSION_NUMBER``)."""

    outcome: Outcome
    seconds: float
    error: str | None = None


class Certificate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A certificate as shown. Times are ISO 8601 UTC; ``names`` are the subject alternative names (DNS and IP)."""

    sha256: str
    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: str
    not_after: str
    serial: str = ""
    key: str = ""
    """Kind and size: ``RSA 2048``, ``EC secp256r1``."""
    signature: str = ""


class VerifyProblem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One reason why verification fails: OpenSSL's code (10 expired, 18/19 self-signed, 20 no issuer, 62 name)."""

    code: int
    text: str


class LocalAddresses(_Fact, frozen=True, kw_only=True, tag="local-addresses"):
    """The addresses of this computer when the run began."""

    interfaces: tuple[Interface, ...]


class NameLookup(_Fact, frozen=True, kw_only=True, tag="name-lookup"):
    """A name resolved to addresses, or the error (``EAI_NONAME``)."""

    name: str
    addresses: tuple[str, ...]
    seconds: float
    error: str | None = None


class TcpConnect(_Fact, frozen=True, kw_only=True, tag="tcp-connect"):
    """A control connection was dialled."""

    remote: HostPort
    local: HostPort | None
    step: Step


class Exchange(_Fact, frozen=True, kw_only=True, tag="exchange"):
    """A command and its reply on a control connection; ``command`` None is the greeting or an unasked reply.

    ``command`` is as shown: the password is blanked. ``partial`` holds what had arrived of an unfinished reply.
    """

    command: str | None
    reply: Reply | None
    sent: float | None
    replied: float | None
    ending: Ending
    protected: bool
    error: str | None = None
    partial: str = ""


class StrayBytes(_Fact, frozen=True, kw_only=True, tag="stray-bytes"):
    """Bytes that FTP has no place for: another protocol's greeting, plaintext around a handshake."""

    where: Literal["instead-of-greeting", "before-tls", "inside-tls", "on-data"]
    raw: str


class TlsHandshake(_Fact, frozen=True, kw_only=True, tag="tls-handshake"):
    """A TLS handshake on a control connection (data handshakes are part of :class:`DataAttempt`).

    ``verified``: whether the chain and the name were accepted; None when verification was not tried.
    ``first_bytes``: what the peer sent instead of TLS, when it did.
    ``offered``: the one version that was offered, to learn which ones the server speaks; None: an ordinary handshake.
    """

    mode: Literal["explicit", "implicit"]
    server_name: str | None
    step: Step
    version: str | None = None
    cipher: str | None = None
    verified: bool | None = None
    problems: tuple[VerifyProblem, ...] = ()
    chain: tuple[Certificate, ...] = ()
    trust_store: str = ""
    alert: str | None = None
    client_certificate_asked: bool | None = None
    first_bytes: str = ""
    offered: str | None = None
    client_certificate_sent: bool | None = None
    """Whether a client certificate was given to a server that asked; None when nobody asked, or it cannot be known."""
    trust_authorities: int | None = None
    """How many authorities the trust store held; None when it was not used, or looks them up one by one."""


class TrustDecision(_Fact, frozen=True, kw_only=True, tag="trust-decision"):
    """What was decided about a certificate that did not verify; nothing secret was sent before this."""

    sha256: str
    decision: Literal["accepted", "refused", "already-pinned", "insecure", "mismatch"]
    expected: str | None = None
    """With ``mismatch``: the fingerprint that had been agreed to, in this run or an earlier one."""
    waited: float | None = None
    """Seconds that a person took to answer, which no time of a run counts; None when nobody was asked.

    Older sessions, which do not have it, count them in the times of all later observations.
    """


class DataAttempt(_Fact, frozen=True, kw_only=True, tag="data-attempt", cache_hash=True):
    """One try to open a data connection and transfer something over it, from the mode command to the final reply.

    ``setup``: the reply to PASV/EPSV/PORT/EPRT; ``raw``: the 227/229 line, or the PORT/EPRT argument as sent.
    ``advertised``: the endpoint in it (for EPSV and for a peer dial: with the control peer's host).
    ``dialled``: what was really dialled; ``listened``: where we waited; ``observed``: the peer of the data socket.
    ``order``: what happened in which order, of ``setup preliminary tcp tls data end final``.
    ``purpose``: ``mode`` proves the mode; ``reuse`` asks if session resumption is required; ``repeat`` repeats;
    ``transfer`` writes or reads a file of ours (``command`` STOR or RETR), all others list a directory:
    ``method`` by another command (MLSD, NLST), ``version`` on a control connection with another TLS version,
    ``ccc`` after the control connection went back to clear text; ``reflection`` only connects, and asks the server
    what it sees of that connection (``command`` ESTP or ESTA), or only asks where the server waits (``command`` STAT).
    ``size`` and ``sha256``, of such a file only: how long it is, and the hash of what went over the wire.
    """

    mode: Mode
    address: Target
    protection: Protection
    purpose: Purpose = "mode"
    command: str = "LIST"
    control_peer: HostPort
    setup: Reply | None = None
    setup_ending: Ending | None = None
    raw: str = ""
    advertised: HostPort | None = None
    dialled: HostPort | None = None
    listened: HostPort | None = None
    local: HostPort | None = None
    observed: HostPort | None = None
    foreign_peers: tuple[HostPort, ...] = ()
    tcp: Step | None = None
    tls: Step | None = None
    session_offered: bool = False
    resumed: bool | None = None
    tls_version: str | None = None
    certificate_sha256: str | None = None
    preliminary: Reply | None = None
    final: Reply | None = None
    final_ending: Ending | None = None
    order: tuple[str, ...] = ()
    bytes: int = 0
    lines: int = 0
    ending: DataEnding | None = None
    first_bytes: str = ""
    not_dialled: Literal["no-consent", "not-applicable", "budget"] | None = None
    size: int | None = None
    sha256: str | None = None
    seconds: float = 0.0
    control_protected: bool | None = None
    """Whether the control connection was under TLS then; None: not recorded (files of before November 2026)."""
    session_from: Literal["control", "data"] | None = None
    """Whose TLS session was offered: the control connection's, or an earlier data connection's."""
    session_id: str = ""
    """Tells one offered session from another (a digest of its id); empty for one that has neither id nor ticket."""
    tickets: int | None = None
    """How many session tickets the control connection had been given until then."""


class ConnectionEnded(_Fact, frozen=True, kw_only=True, tag="connection-ended"):
    """A control connection is gone: who ended it and how."""

    how: Literal["quit", "closed-by-peer", "reset", "aborted", "timeout"]


class ConcurrencyLowered(_Fact, frozen=True, kw_only=True, tag="concurrency-lowered"):
    """The server had too many connections, so the run goes on with ``connections`` at once."""

    connections: int
    because: Reply | None = None


class ControlCleared(_Fact, frozen=True, kw_only=True, tag="control-cleared"):
    """CCC was accepted (RFC 2228 §3), and TLS ended on the control connection while the connection went on.

    ``step``: how the end of TLS went. ``close_notify``: whether the server said it, too; some just go on in clear.
    """

    step: Step
    close_notify: bool


class PublicAddress(_Fact, frozen=True, kw_only=True, tag="public-address"):
    """What a STUN server (RFC 8489), named by the user, saw of a datagram of ours; nothing of FTP is in this.

    ``name``: the server as the user wrote it; ``server``: the address that was asked; ``local``: whence we asked;
    ``address``: whence it came for the server. ``step``: ``error`` is ``STUN_<code>``, ``MALFORMED`` or an errno.
    """

    name: str
    server: HostPort
    local: HostPort | None = None
    address: HostPort | None = None
    step: Step


class SilenceBegan(_Fact, frozen=True, kw_only=True, tag="silence-began"):
    """From now on nothing is said on this control connection for ``seconds``, on purpose."""

    seconds: float


class LogRead(_Fact, frozen=True, kw_only=True, tag="log-read"):
    """These facts are from a log of another client. ``kind``: which log; ``client``: its name as the log says it.

    ``lines``: how many lines were read, empty ones aside; ``unread``: how many of them were not understood, and
    ``unread_numbers``: which ones (from 1, the first few). ``skipped``: lines before those, left out of a long log.
    ``elsewhere``: lines about connections to other servers, of which these facts say nothing.
    """

    kind: str
    client: str
    lines: int
    unread: int
    unread_numbers: tuple[int, ...] = ()
    skipped: int = 0
    elsewhere: int = 0


class ClientRemark(_Fact, frozen=True, kw_only=True, tag="client-remark"):
    """Something that a client's log says without the dialogue that would show it."""

    remark: Literal["logged-in", "unroutable-reply", "transferred", "cut-off"]
    """``unroutable-reply``: the address in a 227, which is not shown, could not be reached; it used the server's own.

    ``transferred``: a listing or a file came through, by a data connection that is not shown.
    ``cut-off``: the log ends in the middle of the server's reply with the address or port of a data connection.
    """


class ProbeStarted(_Fact, frozen=True, kw_only=True, tag="probe-started"):
    """A probe began to ask."""


class ProbeOutcome(_Fact, frozen=True, kw_only=True, tag="probe-outcome"):
    """How a probe ended. ``reason``: symbolic (``no-consent``, ``prerequisite-failed``, ``budget``, ``internal-error``).

    ``detail`` of a probe that does not apply says why, symbolically: ``over-ipv6``, ``implicit-tls``, ``no-tls``,
    ``literal-address``, ``no-session`` (nothing was resumed), ``no-feature`` (FEAT does not list it), ``same-address``
    (the server sees the address that this computer has), ``not-revealed`` (it does not say which one it sees),
    ``only-version`` (no other TLS version is spoken), ``not-told`` (the server does not say which port it opened).
    """

    status: Literal["completed", "failed", "skipped", "cancelled"]
    reason: str | None = None
    detail: str = ""


class RunEnded(_Fact, frozen=True, kw_only=True, tag="run-ended"):
    """The run is over; a session without this fact was cut off (a crash, a copy made too early).

    ``seconds``: what the run took, without the time in which it waited for a person to answer.
    """

    reason: Literal["finished", "cancelled", "budget", "internal-error"]
    seconds: float


Fact = (
    LocalAddresses
    | NameLookup
    | TcpConnect
    | Exchange
    | StrayBytes
    | TlsHandshake
    | TrustDecision
    | DataAttempt
    | ConnectionEnded
    | ConcurrencyLowered
    | ControlCleared
    | PublicAddress
    | SilenceBegan
    | LogRead
    | ClientRemark
    | ProbeStarted
    | ProbeOutcome
    | RunEnded
)


class Observation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A fact, when and by whom it was seen. ``id`` is ``o<sequence>``; ``connection`` is ``c1``, ``c2``, ….

    ``earlier``: it is from an earlier run of the same test, was not asked again, and ``time`` is negative.
    """

    id: str
    sequence: int
    time: float
    probe: str
    connection: str | None = None
    caused_by: str | None = None
    fact: Fact
    earlier: bool = False
