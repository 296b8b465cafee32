"""Every connection fell silent at once, in the middle of the run."""

from __future__ import annotations

from collections.abc import Iterator

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.model.facts import DataAttempt, Fact, TcpConnect
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg
from ftpsgui.session.state import Seen


def judge(case: Case) -> Answer:
    """Fire when two connections or more wait in vain, the one that was heard last among them, and nothing came after."""
    heard = max(_heard(case), key=lambda seen: seen.time, default=None)
    if heard is None or not case.ended:
        return UNKNOWN
    silent = [seen for seen in _waited_in_vain(case) if seen.time > heard.time]
    lost = {seen.connection for seen in silent if seen.connection is not None}
    if len(lost) < 2 or heard.connection not in lost:
        return SILENT
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="likely",
        audience=("client", "network-admin", "server-admin"),
        title=msg("The connection to the server was lost in the middle of the test"),
        explanation=msg(
            "Until second {until} of the test the server answered; after that nothing came any more, on {count} connections at "
            "once. So what failed later says nothing about data modes and ports. Either this computer lost its network (Wi-Fi, "
            "VPN, cable), or the server or its router went down, or a firewall locked this address out (some do after several "
            "logins). See whether this computer is online, then test again.",
            until=f"{heard.time:.1f}",
            count=len(lost),
        ),
        params={"until": round(heard.time, 3), "count": len(lost)},
        evidence=evidence_of(heard, *silent),
        explains=explained(
            "control-timeout",
            "greeting-missing",
            "tls-handshake-failed",
            "transfer-stalled",
            *(() if _failed_before(case.passive, heard.time) else ("passive-port-filtered",)),
            *(() if _failed_before(case.active, heard.time) else ("active-no-connection",)),
        ),
    )


def _heard(case: Case) -> Iterator[Seen[Fact]]:
    """Yield what shows that the server could be heard when it was recorded."""
    for connection in case.connections:
        yield from (seen for seen in connection.exchanges if seen.fact.reply is not None)
        yield from (seen for seen in connection.handshakes if seen.fact.step.outcome == "ok")
    yield from (seen for seen in case.attempts if seen.fact.setup is not None and not _timed_out(seen.fact))


def _waited_in_vain(case: Case) -> Iterator[Seen[Fact]]:
    yield from (
        seen for seen in case.state.of(TcpConnect) if seen.fact.step.outcome == "timeout" and not seen.earlier
    )
    for connection in case.connections:
        yield from (seen for seen in connection.exchanges if seen.fact.ending == "timeout")
        yield from (seen for seen in connection.handshakes if seen.fact.step.outcome == "timeout")


def _timed_out(attempt: DataAttempt) -> bool:
    return attempt.ending == "timeout" or (attempt.tcp is not None and attempt.tcp.outcome == "timeout")


def _failed_before(attempts: tuple[Seen[DataAttempt], ...], time: float) -> bool:
    return any(_timed_out(seen.fact) for seen in attempts if seen.time <= time)


RULE = Rule(id="connection-lost", rank=115, judge=judge)
