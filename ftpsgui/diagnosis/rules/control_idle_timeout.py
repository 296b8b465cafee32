"""The control connection does not survive silence, by itself or during a long transfer."""

from __future__ import annotations

import re

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.facts import Exchange, SilenceBegan
from ftpsgui.model.findings import Certainty, Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Seen, verb_of
from ftpsgui.topology.attempts import judge as judge_attempt
from ftpsgui.topology.attempts import reached

_TIMEOUT = re.compile(
    r"time ?-?d? ?out|idle|inactiv|typing a little faster|no (?:activity|operations)", re.IGNORECASE
)
"""ProFTPD, vsftpd, FileZilla Server, IIS, Pure-FTPd: what they say when they close a silent connection."""
Exchanges = tuple[Seen[Exchange], ...]
_SILENCE = 5.0
"""Seconds; a connection that dies sooner did not die of silence."""
_LONG = 30.0
"""Seconds: a transfer that lasts so long leaves the control connection silent for so long."""


def judge(case: Case) -> Answer:
    """Fire when the server says so, when NOOP after silence gets no answer, and when a long transfer has no last word."""
    members = [one.exchanges for one in case.connections if one.login.status == "accepted"]
    if not members:
        return UNKNOWN
    members += _earlier(case)
    for one in members:
        said = _farewell(one)
        if said is not None:
            observation, text = said
            return _finding(_closed_by_server(text), "proven", observation)
    for one in members:
        silent = _after_noop(case, one)
        if silent is not None:
            observation, seconds, closed = silent
            return _finding(_closed(seconds) if closed else _forgotten(seconds), "proven", observation)
    for seen in case.attempts:
        fact = seen.fact
        lost = fact.final is None and fact.final_ending in ("timeout", "closed", "reset")
        if lost and fact.seconds >= _LONG and reached(fact) and fact.ending in ("close_notify", "eof"):
            return _finding(_no_last_word(round(fact.seconds), fact.command), "likely", seen.id)
    asked = any(verb_of(seen.fact.command) == "NOOP" for one in members for seen in one)
    long = any(
        seen.fact.seconds >= _LONG and judge_attempt(seen.fact).result == "works" for seen in case.attempts
    )
    return SILENT if asked or long else UNKNOWN


def _earlier(case: Case) -> list[Exchanges]:
    """Return what an earlier run, whose logins are not told any more, heard after it had been silent on purpose."""
    heard = tuple(seen for seen in case.exchanges if seen.earlier and seen.probe == "control-idle")
    return [heard] if heard else []


def _farewell(exchanges: Exchanges) -> tuple[str, str] | None:
    """Return the observation and the words of a 421 for silence."""
    for seen in exchanges:
        reply = seen.fact.reply
        unasked = seen.fact.command is None or verb_of(seen.fact.command) == "NOOP"
        if reply is not None and reply.code == 421 and unasked and any(map(_TIMEOUT.search, reply.lines)):
            return seen.id, reply.text
    return None


def _after_noop(case: Case, exchanges: Exchanges) -> tuple[str, int, bool] | None:
    """Return what came in place of an answer to NOOP, the seconds of silence before, and whether that was an orderly end."""
    before = 0.0
    for seen in exchanges:
        fact = seen.fact
        dead = fact.reply is None and fact.ending in ("timeout", "closed", "reset", "tls-error")
        asked = fact.sent if fact.sent is not None else seen.time
        if seen.earlier:
            before = _silent_since(case, seen, before)
        for_silence = seen.probe == "control-idle" or (
            verb_of(fact.command) == "NOOP" and asked - before >= _SILENCE
        )
        if dead and for_silence:
            return seen.id, round(asked - before), fact.ending in ("closed", "tls-error")
        before = fact.replied if fact.replied is not None else before
    return None


def _silent_since(case: Case, exchange: Seen[Exchange], otherwise: float) -> float:
    began = [seen.time for seen in case.state.of(SilenceBegan) if seen.connection == exchange.connection]
    return began[0] if began else otherwise


def _finding(explanation: Message, certainty: Certainty, observation: str) -> Finding:
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty=certainty,
        audience=("server-admin", "network-admin"),
        title=msg("A silent control connection is closed"),
        explanation=explanation,
        params={name: value for name, value in explanation.params.items() if isinstance(value, str | int)},
        evidence=(observation,),
        explains=explained("control-dropped", "control-timeout"),
    )


def _closed_by_server(text: str) -> Message:
    return msg(
        "The server closed a connection on which nothing was said for a while: “{reply}”. Clients that stay open "
        "between transfers have to log in again. Set the server's idle timeout to five minutes or more, or switch "
        "on keep-alive in the clients (they send NOOP in between).",
        reply=quoted(text),
    )


def _forgotten(seconds: int) -> Message:
    return msg(
        "After {seconds} seconds of silence the control connection was dead, without a word from the server. A router or "
        "firewall on the way forgets connections that are silent for so long. It is as silent during a long transfer, so "
        "large files arrive and the client still reports an error. Raise that device's timeout for established TCP "
        "connections, or switch TCP keepalive on in the server or the client, with a shorter interval.",
        seconds=seconds,
    )


def _closed(seconds: int) -> Message:
    return msg(
        "After {seconds} seconds of silence the control connection had been closed without a word. That is the "
        "server's idle timeout, or a firewall that ends silent connections; the server's log tells which. Clients "
        "that stay open between transfers have to log in again. Set the timeout to five minutes or more, or "
        "switch on keep-alive in the clients (they send NOOP in between).",
        seconds=seconds,
    )


def _no_last_word(seconds: int, command: str) -> Message:
    return msg(
        "The data of {command} came to its end after {seconds} seconds, and the server's last word about it never came. A "
        "router or firewall on the way may have forgotten the control connection, which was silent all the time. Raise that "
        "device's timeout for established TCP connections, or switch TCP keepalive on in the server or the client.",
        command=command,
        seconds=seconds,
    )


RULE = Rule(id="control-idle-timeout", rank=655, judge=judge)
