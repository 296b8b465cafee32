"""What one try to open a data connection shows: its result, and the reason in the contract's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ftpsgui.model.addresses import HostPort, same_address
from ftpsgui.model.facts import DataAttempt, Reply
from ftpsgui.model.findings import ModeReply, Reason, Result
from ftpsgui.protocol.passive import EpsvPort, PasvAddress, parse_epsv, parse_pasv

_REUSE = re.compile(
    r"session reuse required"
    r"|TLS session of data connection(?: has)? not resumed"
    r"|session does not match the control connection"
    r"|Unable to build data connection: Operation not permitted",
    re.IGNORECASE,
)
"""vsftpd (522), FileZilla Server 1.x (425) and 0.9 (450), ProFTPD (425): hints only; only trying proves it."""
_FOREIGN = re.compile(
    r"Bad IP connecting"
    r"|Unable to build data connection: Permission denied"
    r"|Rejected data connection (?:from foreign|for transfer)"
    r"|addresses? (?:of control and data connection )?do not match"
    r"|data connection security requirements not met",
    re.IGNORECASE,
)
"""The server saw the data connection come from another address than the control connection."""
_REFUSED = re.compile(r"connection refused", re.IGNORECASE)
_TIMED_OUT = re.compile(r"timed? ?-?out", re.IGNORECASE)
_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG"})
"""OpenSSL's reasons when the first bytes are no TLS record."""


_KEPT = 1 << 15
"""Attempts of which is kept what they show; an older one is looked at again."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of one try, why, and the reply that decided."""

    result: Result
    reason: Reason
    reply: Reply | None = None

    @property
    def mode_reply(self) -> ModeReply | None:
        """The deciding reply as a row of the mode table holds it."""
        if self.reply is None:
            return None
        return ModeReply(code=self.reply.code, text=self.reply.lines[-1] if self.reply.lines else "")


def passive(attempt: DataAttempt) -> bool:
    """Whether the client dials (PASV, EPSV)."""
    return attempt.mode in ("pasv", "epsv")


def proves_mode(attempt: DataAttempt) -> bool:
    """Whether the try was made to prove its mode, or repeats that; others ask something else on the way."""
    return attempt.purpose in ("mode", "repeat")


def says_reuse(reply: Reply | None) -> bool:
    """Whether the reply sounds like a server that wants the TLS session resumed."""
    return reply is not None and reply.code >= 400 and any(_REUSE.search(line) for line in reply.lines)


def says_foreign(reply: Reply | None) -> bool:
    """Whether the reply says that the data connection came from another address than the control connection."""
    return reply is not None and reply.code >= 400 and any(_FOREIGN.search(line) for line in reply.lines)


@lru_cache(maxsize=_KEPT)
def read_setup(attempt: DataAttempt) -> PasvAddress | EpsvPort | None:
    """Return what stands in the server's 227 or 229, and what had to be forgiven; None when there is nothing to read.

    Kept for each attempt, as :func:`judge` is.
    """
    if attempt.setup is None or not attempt.setup.positive or not passive(attempt):
        return None
    return parse_pasv(attempt.setup) if attempt.mode == "pasv" else parse_epsv(attempt.setup)


@lru_cache(maxsize=_KEPT)
def advertised(attempt: DataAttempt) -> HostPort | None:
    """Return what the server advertised, as it stands in the reply: 227's own address; 229's port at the peer."""
    read = read_setup(attempt)
    if read is None:
        return None
    host = read.host if isinstance(read, PasvAddress) else attempt.control_peer.host
    return HostPort(host=host, port=read.port)


def advertises_peer(attempt: DataAttempt) -> bool | None:
    """Whether a 227 names the peer of the control connection; None when it cannot be read."""
    said = advertised(attempt)
    return None if said is None else same_address(said.host, attempt.control_peer.host)


def reached(attempt: DataAttempt) -> bool:
    """Whether TCP was established with the right partner."""
    return attempt.tcp is not None and attempt.tcp.outcome == "ok"


def speaks_no_tls(attempt: DataAttempt) -> bool:
    """Whether what answered on the data connection is not TLS at all."""
    if attempt.tls is None or attempt.tls.outcome == "ok":
        return False
    return bool(attempt.first_bytes) or attempt.tls.error in _NOT_TLS


@lru_cache(maxsize=_KEPT)
def judge(attempt: DataAttempt) -> Judged:
    """Return the result of ``attempt``: works = 2xx and a clean end; partial = bytes came, the end was unclean.

    Kept for each attempt (its hash is cached): several rules ask, and ask again as the run grows.
    """
    if attempt.not_dialled is not None:
        return Judged("untested", attempt.not_dialled, attempt.setup)
    return (
        _setup(attempt)
        or (_connect_passive(attempt) if passive(attempt) else _connect_active(attempt))
        or _transfer(attempt)
    )


def _setup(attempt: DataAttempt) -> Judged | None:
    if attempt.ending == "cancelled":
        return Judged("untested", "cancelled", attempt.setup)
    setup = attempt.setup
    if setup is None and attempt.tcp is not None and passive(attempt):
        return None  # a log of another client may show the outcome without the reply
    if setup is None:
        match attempt.setup_ending:
            case "timeout":
                return Judged("fails", "reply-timeout")
            case "overflow":
                return Judged("fails", "malformed-reply")
            case "cancelled":
                return Judged("untested", "cancelled")
            case None:
                return Judged("untested", "prerequisite-failed")
            case _:
                return Judged("fails", "reply-error")
    if setup.code >= 400:
        if not passive(attempt) and setup.code == 425:
            # pyftpdlib, libunftp and IIS connect while they answer PORT.
            return Judged("fails", _why_not_reached(setup), setup)
        return Judged("fails", "command-refused", setup)
    if passive(attempt):
        said = advertised(attempt)
        if said is None or said.port == 0:
            return Judged("fails", "malformed-reply", setup)
    elif not setup.positive:
        return Judged("fails", "reply-error", setup)
    return None


def _connect_passive(attempt: DataAttempt) -> Judged | None:
    reply = attempt.final or attempt.setup
    if attempt.tcp is None and attempt.final is not None and attempt.final.code >= 400:
        # A log of another client: what the server said is there, how the connection fared is not.
        return Judged("fails", _refusal(attempt, attempt.final), reply)
    if attempt.tcp is None:
        return Judged("untested", "prerequisite-failed", reply)
    match attempt.tcp.outcome:
        case "ok":
            return None
        case "timeout":
            return Judged("fails", "timeout", reply)
        case "refused" | "reset" | "closed":
            return Judged("fails", "refused", reply)
        case "cancelled":
            return Judged("untested", "cancelled", reply)
        case _:
            return Judged("fails", "unreachable", reply)


def _connect_active(attempt: DataAttempt) -> Judged | None:
    if reached(attempt):
        return None
    reply = attempt.final or attempt.setup
    if attempt.tcp is not None and attempt.tcp.outcome == "cancelled":
        return Judged("untested", "cancelled", reply)
    if attempt.foreign_peers:
        return Judged("fails", "foreign-peer", reply)
    if attempt.final is not None and attempt.final.code >= 400:
        if attempt.final.code == 425:
            return Judged("fails", _why_not_reached(attempt.final), reply)
        return Judged("fails", "reply-error", reply)
    if attempt.tcp is None and attempt.final is None and attempt.final_ending is None:
        return Judged("untested", "prerequisite-failed", reply)
    return Judged("fails", "timeout", reply)


def _why_not_reached(reply: Reply) -> Reason:
    """Name why the server could not connect to us, as far as its 425 says."""
    text = " ".join(reply.lines)
    if _REFUSED.search(text):
        return "refused"
    return "timeout" if _TIMED_OUT.search(text) else "unreachable"


def _transfer(attempt: DataAttempt) -> Judged:
    final = attempt.final
    if final is None and (attempt.final_ending == "cancelled" or attempt.ending == "cancelled"):
        return Judged("untested", "cancelled")
    unclean: Result = "partial" if attempt.bytes else "fails"
    if attempt.ending == "overflow":
        return Judged(
            "partial", "budget", final
        )  # it kept coming, and we cut it off: no fault of the server's
    if final is not None and final.code >= 400:
        return Judged(unclean, _refusal(attempt, final), final)
    if attempt.protection == "private" and (attempt.tls is None or attempt.tls.outcome != "ok"):
        if attempt.tls is None and final is None:
            return Judged("fails", "reply-timeout")
        return Judged("fails", "tls-failed", final)
    if attempt.ending == "timeout" and attempt.final_ending not in ("closed", "reset"):
        return Judged(unclean, "timeout", final)
    if final is None:
        return Judged(unclean, "reply-timeout" if attempt.final_ending == "timeout" else "reply-error")
    if not final.positive:
        return Judged(unclean, "reply-error", final)
    clean = "close_notify" if attempt.protection == "private" else "eof"
    # A log of another client shows no ending: its server's 2xx is all there is, and nothing speaks against it.
    if attempt.ending in (clean, None):
        return Judged("works", "ok", final)
    # The server says it sent everything; what is missing is the proof that nothing was cut off.
    return Judged("partial", "tls-failed" if attempt.protection == "private" else "reply-error", final)


def _refusal(attempt: DataAttempt, final: Reply) -> Reason:
    """Name why the server ended a transfer, whose connection was made, with 4xx or 5xx."""
    if says_foreign(final):
        return "foreign-peer"
    private = attempt.protection == "private"
    # vsftpd adds its words about reuse to every failure of TLS; what is not TLS at all has another cause.
    if private and attempt.resumed is not True and not speaks_no_tls(attempt) and says_reuse(final):
        return "session-reuse"
    if private and attempt.tls is not None and attempt.tls.outcome != "ok":
        return "tls-failed"
    return "reply-error"
