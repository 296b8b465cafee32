"""Some addresses of the name work, others do not, or they show different certificates."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.model.facts import TcpConnect
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Seen


def judge(case: Case) -> Answer:
    """Fire when addresses of one look-up differ in whether they answer, or in the certificate they show."""
    addresses = {address for seen in case.state.lookups for address in seen.fact.addresses}
    dials = [
        seen
        for seen in case.state.of(TcpConnect)
        if seen.fact.remote.host in addresses and seen.fact.step.outcome != "cancelled"
    ]
    port = case.peer.port if case.peer else None
    dials = [seen for seen in dials if seen.fact.remote.port == port]
    if len({seen.fact.remote.host for seen in dials}) < 2:
        return SILENT if len(addresses) == 1 else UNKNOWN
    good = {seen.fact.remote.host: seen for seen in dials if seen.fact.step.outcome == "ok"}
    bad = {
        seen.fact.remote.host: seen
        for seen in dials
        if seen.fact.step.outcome != "ok" and seen.fact.remote.host not in good
    }
    if good and bad:
        works, dead = next(iter(good)), next(iter(bad))
        return _finding(
            msg(
                "{works} answers, {dead} does not; both are addresses of the same name. Clients take one or the other by "
                "chance or by preference (IPv6 first). Repair the one that does not answer, or remove it from the name.",
                works=works,
                dead=dead,
            ),
            evidence_of(*good.values(), *bad.values()),
        )
    return _certificates(case, good) or SILENT


def _certificates(case: Case, good: dict[str, Seen[TcpConnect]]) -> Finding | None:
    shown: dict[str, tuple[str, str]] = {}
    for connection in case.connections:
        handshake = connection.handshake
        if connection.remote is None or connection.remote.host not in good or handshake is None:
            continue
        if handshake.fact.chain:
            shown[connection.remote.host] = (handshake.fact.chain[0].sha256, handshake.id)
    if len({sha256 for sha256, _ in shown.values()}) < 2:
        return None
    first, second = list(shown)[:2]
    return _finding(
        msg(
            "{first} and {second} are addresses of the same name and show different certificates. If they are one "
            "service, install the same certificate on both; clients that remember fingerprints warn otherwise.",
            first=first,
            second=second,
        ),
        tuple(observation for _, observation in shown.values()),
    )


def _finding(explanation: Message, evidence: tuple[str, ...]) -> Finding:
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The addresses of the name do not behave alike"),
        explanation=explanation,
        params={name: value for name, value in explanation.params.items() if isinstance(value, str)},
        evidence=evidence,
        explains=explained("control-unreachable", "control-refused"),
    )


RULE = Rule(id="dns-addresses-disagree", rank=145, judge=judge)
