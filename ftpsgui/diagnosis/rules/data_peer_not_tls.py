"""Something that does not speak TLS answers on the data port."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.datatls import attempted, without_tls
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.facts import StrayBytes
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when the data connection's first bytes were not TLS."""
    found = without_tls(case)
    stray = [seen for seen in case.state.of(StrayBytes) if seen.fact.where == "on-data"]
    if not found and not stray:
        return SILENT if attempted(case) else UNKNOWN
    raw = next((seen.fact.first_bytes for seen in found if seen.fact.first_bytes), "")
    raw = (raw or next((seen.fact.raw for seen in stray), ""))[:200]
    target = next((str(seen.fact.observed) for seen in found if seen.fact.observed), "")
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin", "network-admin"),
        title=msg("Something that does not speak TLS answers on the data port"),
        explanation=_explanation(raw, target),
        params={"raw": raw, "target": target},
        evidence=evidence_of(*found, *stray),
        explains=explained("data-tls-failed", "control-dropped", "control-timeout"),
    )


def _explanation(raw: str, target: str) -> Message:
    if raw:
        return msg(
            "The data connection to {target} began with “{raw}” instead of TLS. Either another program answers on this "
            "port (the router forwards it elsewhere, or the passive range overlaps with another service), or the server "
            "sends the listing in clear text although it agreed to protect it.",
            target=target,
            raw=quoted(raw),
        )
    return msg(
        "What answers on the data connection to {target} does not speak TLS. Either another program answers on this port "
        "(the router forwards it elsewhere, or the passive range overlaps with another service), or the server sends the "
        "listing in clear text although it agreed to protect it.",
        target=target,
    )


RULE = Rule(id="data-peer-not-tls", rank=610, judge=judge)
