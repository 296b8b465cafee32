"""What was said on the control connections and what the data connections did, line by line in time order."""

from __future__ import annotations

from operator import itemgetter

from ftpsgui.model.facts import (
    ConnectionEnded,
    DataAttempt,
    Exchange,
    NameLookup,
    Observation,
    Reply,
    Step,
    StrayBytes,
    TcpConnect,
    TlsHandshake,
    TrustDecision,
)
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import listing
from ftpsgui.presentation.rows import ByIdentity, Later
from ftpsgui.presentation.said_once import said_once
from ftpsgui.presentation.transcript_lines import Direction, Part, Row, Transcript
from ftpsgui.presentation.view_state import Role
from ftpsgui.presentation.view_text import visible
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator

_OUTCOMES = {
    "ok": msg("connected"),
    "timeout": msg("no answer"),
    "refused": msg("refused"),
    "unreachable": msg("unreachable"),
    "reset": msg("reset"),
    "closed": msg("closed by the other end"),
    "cancelled": msg("stopped"),
    "error": msg("failed"),
}
_ENDINGS = {
    "close_notify": msg("clean end"),
    "eof": msg("end without a TLS close"),
    "rst": msg("reset"),
    "timeout": msg("no more data came"),
    "tls-error": msg("TLS error"),
    "cancelled": msg("stopped"),
    "overflow": msg("too much data"),
}
_DECISIONS = {
    "accepted": msg("The certificate was trusted for this run by the user."),
    "refused": msg("The certificate was not trusted; nothing was sent."),
    "already-pinned": msg("The certificate is the one that was trusted before."),
    "insecure": msg("The certificate was accepted unverified, as asked for."),
    "mismatch": msg("Another certificate than the trusted one was shown; the run stops."),
}
_CONTROL_ENDED = {
    "quit": msg("Closed."),
    "closed-by-peer": msg("The server closed the connection."),
    "reset": msg("The connection was reset."),
    "aborted": msg("We dropped the connection."),
    "timeout": msg("Closed after a timeout."),
}
_PENDING = {
    "timeout": msg("No reply came."),
    "closed": msg("The connection was closed before a reply."),
    "reset": msg("The connection was reset before a reply."),
    "cancelled": msg("Stopped before a reply."),
    "overflow": msg("The reply was too long."),
    "tls-error": msg("TLS failed before a reply."),
}


_NOTICED = 0.5
"""Seconds; somebody, and no program, thought about the question."""


class _Lines:
    """Collects the lines of one observation in their order."""

    def __init__(self, observation: Observation) -> None:
        self.observation = observation
        self.rows: list[Row] = []
        self.part: Part = ""

    def add(
        self,
        time: float,
        direction: Direction,
        words: Message | str,
        role: Role = "neutral",
        data: bool = False,
    ) -> None:
        part: Part = "" if direction == "event" else self.part
        # The connections of an earlier run are none of this one's.
        group = "" if self.observation.earlier else self.observation.connection or ""
        self.rows.append(Row(time, self.observation.id, group, direction, words, role, data, part))

    def event(self, time: float, message: Message, role: Role = "neutral", *, data: bool = False) -> None:
        self.add(time, "event", message, role, data)

    def reply(self, time: float, reply: Reply) -> None:
        role: Role = "bad" if reply.code >= 500 else "warning" if reply.code >= 400 else "neutral"
        for index, line in enumerate(reply.lines or ("",)):
            last = index == len(reply.lines) - 1
            self.add(time, "received", f"{reply.code}{' ' if last or not reply.lines else '-'}{line}", role)


def transcript_view(state: State | None, t: Translator) -> Transcript:
    """Return all lines, oldest first. Lines of one observation stay in their order."""
    if state is None:
        return Transcript((), t)
    return Transcript(Later(lambda: _all_lines(state)), t, timed=state.timed)


def _all_lines(state: State) -> list[Row]:
    rows = said_once(state, _lines_of)
    rows.sort(key=itemgetter(0))  # by time
    return rows


def _observation(observation: Observation) -> list[Row]:
    lines = _Lines(observation)
    at = observation.time
    match observation.fact:
        case NameLookup() as fact:
            if fact.error:
                lines.event(
                    at, msg("{name} does not resolve: {error}", name=fact.name, error=fact.error), "bad"
                )
            else:
                found = listing(fact.addresses)
                lines.event(at, msg("{name} resolves to {addresses}", name=fact.name, addresses=found))
        case TcpConnect() as fact:
            _dial(lines, at, str(fact.remote), fact.step, data=False)
        case Exchange() as fact:
            _exchange(lines, at, fact)
        case TlsHandshake() as fact:
            _handshake(lines, at, fact)
        case TrustDecision() as fact:
            lines.event(at, _decided(fact), "bad" if fact.decision == "mismatch" else "neutral")
        case StrayBytes() as fact:
            lines.event(
                at, msg("Bytes that FTP has no place for: {raw}", raw=visible(fact.raw, limit=300)), "warning"
            )
        case DataAttempt() as fact:
            _data(lines, at, fact)
        case ConnectionEnded() as fact:
            role: Role = "neutral" if fact.how in ("quit", "aborted") else "warning"
            lines.event(at, _CONTROL_ENDED[fact.how], role)
        case _:
            pass
    return lines.rows


def _decided(fact: TrustDecision) -> Message:
    said = _DECISIONS[fact.decision]
    if fact.waited is None or fact.waited < _NOTICED:
        return said
    return msg(
        "{said} The answer took {seconds} s, which are not counted.", said=said, seconds=f"{fact.waited:.1f}"
    )


_lines_of: ByIdentity[Observation, list[Row]] = ByIdentity(_observation)


def what_happened(observation: Observation, t: Translator) -> str:
    """Return in the transcript's words what an observation tells beside what was sent and received; often nothing."""
    return " · ".join(row.text(t) for row in _lines_of(observation) if row.direction == "event")


def _dial(lines: _Lines, at: float, remote: str, step: Step, *, data: bool) -> None:
    outcome = _OUTCOMES[step.outcome]
    role: Role = "neutral" if step.outcome == "ok" else "bad"
    if step.seconds == 0:  # a log of another client does not say how long it took
        said = msg("Dial {remote}: {outcome}", remote=remote, outcome=outcome)
    else:
        seconds = f"{step.seconds:.2f}"
        said = msg("Dial {remote}: {outcome} ({seconds} s)", remote=remote, outcome=outcome, seconds=seconds)
    lines.event(at, said, role, data=data)


def _exchange(lines: _Lines, at: float, fact: Exchange) -> None:
    if fact.command is not None:
        lines.add(fact.sent if fact.sent is not None else at, "sent", fact.command)
    replied = fact.replied if fact.replied is not None else at
    if fact.reply is not None:
        lines.reply(replied, fact.reply)
        return
    if fact.partial:
        lines.add(replied, "received", fact.partial, "warning")
    lines.event(
        replied,
        _PENDING.get(fact.ending, msg("No reply came.")),
        "bad" if fact.ending != "cancelled" else "neutral",
    )


def _handshake(lines: _Lines, at: float, fact: TlsHandshake) -> None:
    if fact.step.outcome == "ok":
        lines.event(
            at,
            msg("TLS is on: {version}, {cipher}", version=fact.version or "?", cipher=fact.cipher or "?"),
            "good",
        )
    else:
        why = fact.alert or fact.step.error or fact.step.outcome
        lines.event(at, msg("The TLS handshake failed: {why}", why=why), "bad")


def _data(lines: _Lines, at: float, fact: DataAttempt) -> None:
    begin = at - fact.seconds if at < 0 else max(0.0, at - fact.seconds)
    commands = {"pasv": "PASV", "epsv": "EPSV", "port": f"PORT {fact.raw}", "eprt": f"EPRT {fact.raw}"}
    lines.part = "setup"
    lines.add(begin, "sent", commands[fact.mode])
    if fact.setup is not None:
        lines.reply(begin, fact.setup)
    elif fact.setup_ending in _PENDING:
        lines.event(begin, _PENDING[fact.setup_ending], "bad")
    if fact.not_dialled is not None:
        advertised = str(fact.advertised or "?")
        lines.event(begin, msg("Not dialled: {address}", address=advertised), data=True)
        return
    if fact.dialled is not None and fact.tcp is not None:
        _dial(lines, begin, str(fact.dialled), fact.tcp, data=True)
    elif fact.listened is not None and fact.tcp is not None:
        if fact.tcp.outcome == "ok":
            lines.event(begin, msg("{peer} connected to us", peer=str(fact.observed or "?")), data=True)
        else:
            lines.event(
                begin,
                msg("Waited at {address}: nobody connected", address=str(fact.listened)),
                "bad",
                data=True,
            )
    for step in fact.order or ("preliminary", "tls", "data", "end", "final"):
        _data_step(lines, at, fact, step)


def _data_step(lines: _Lines, at: float, fact: DataAttempt, step: str) -> None:
    if step in ("preliminary", "final"):
        lines.part = "preliminary" if step == "preliminary" else "final"
    if step == "preliminary" and fact.preliminary is not None:
        lines.add(at, "sent", fact.command)
        lines.reply(at, fact.preliminary)
    elif step == "tls" and fact.tls is not None:
        if fact.tls.outcome == "ok":
            resumed = msg("session resumed") if fact.resumed else msg("new session")
            version = fact.tls_version or "TLS"
            lines.event(
                at,
                msg("{version} on the data connection, {resumed}", version=version, resumed=resumed),
                data=True,
            )
        else:
            why = fact.tls.error or fact.tls.outcome
            lines.event(at, msg("TLS on the data connection failed: {why}", why=why), "bad", data=True)
    elif step == "end" and fact.ending is not None:
        clean = fact.ending == "close_notify" or (fact.protection == "clear" and fact.ending == "eof")
        lines.event(
            at,
            msg(
                "{bytes} bytes, {lines} lines, {ending}",
                bytes=fact.bytes,
                lines=fact.lines,
                ending=_ENDINGS[fact.ending],
            ),
            "good" if clean else "warning",
            data=True,
        )
    elif step == "final" and fact.final is not None:
        lines.reply(at, fact.final)
