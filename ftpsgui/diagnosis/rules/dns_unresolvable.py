"""The name has no address."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.model.addresses import normalise
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg

_TEMPORARY = frozenset({"EAI_AGAIN", "EAI_FAIL", "ETIMEDOUT", "timeout"})
"""The name service did not answer; whether the name exists is not known."""


def judge(case: Case) -> Answer:
    """Fire when the look-up of the target's name gave nothing. Proven once the run is over: nothing was dialled."""
    lookups = [seen for seen in case.state.lookups if seen.fact.name == case.state.plan.endpoint.host]
    if not lookups:
        return SILENT if case.peer is not None else UNKNOWN
    if any(seen.fact.addresses for seen in lookups) or case.peer is not None:
        return SILENT
    failed = lookups[-1]
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if case.ended else "likely",
        audience=("client", "server-admin"),
        title=msg("The name {host} cannot be resolved to an address", host=failed.fact.name)
        if normalise(failed.fact.name) is None
        else msg("{host} is not the kind of address that was asked for", host=failed.fact.name),
        explanation=_explanation(failed.fact.error, failed.fact.name),
        params={"host": failed.fact.name, "error": failed.fact.error or ""},
        evidence=evidence_of(failed),
    )


def _explanation(error: str | None, host: str) -> Message:
    if normalise(host) is not None:
        return msg(
            "{host} is an address of the other kind (IPv4, IPv6) than the one that the test is set to. Let the test use any "
            "kind.",
            host=host,
        )
    if error in _TEMPORARY:
        return msg(
            "The name server did not answer, so it is not known whether the name {host} exists. Check this computer's "
            "internet connection and its DNS settings, then test again.",
            host=host,
        )
    return msg(
        "The name server says that {host} has no address. Check the spelling of the name first. If the name is right, "
        "whoever manages the domain has to add an A record (IPv4) or an AAAA record (IPv6) for it.",
        host=host,
    )


RULE = Rule(id="dns-unresolvable", rank=100, judge=judge)
