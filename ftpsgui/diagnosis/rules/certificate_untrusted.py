"""The chain of the certificate does not lead to an authority that is trusted here."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.handshakes import (
    EXPIRED,
    NAME_MISMATCH,
    NOT_YET_VALID,
    SELF_SIGNED,
    inspected,
    leaf,
    of_target,
    opened_on_the_way,
    strictly,
    verified,
)
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg

_OTHERS = EXPIRED | NOT_YET_VALID | SELF_SIGNED | NAME_MISMATCH


def judge(case: Case) -> Answer:
    """Fire when verification fails for a reason that no other certificate rule names (20: no issuer found, …)."""
    found = [
        seen
        for seen in of_target(case)
        if seen.fact.verified is False
        and (not seen.fact.problems or any(problem.code not in _OTHERS for problem in seen.fact.problems))
    ]
    if not found:
        return SILENT if verified(case) else UNKNOWN
    certificate = leaf(found[0], case)
    problem = next((one.text for one in found[0].fact.problems if one.code not in _OTHERS), "")
    issuer = certificate.issuer if certificate else ""
    not_its_own = inspected(case) is not None
    return Finding(
        id=RULE.id,
        severity="error" if strictly(case) else "warning",
        certainty="proven",
        audience=("client",) if not_its_own else ("server-admin",),
        title=msg("The server's certificate cannot be verified"),
        explanation=opened_on_the_way(issuer)
        if not_its_own
        else _explanation(problem, issuer)
        if issuer
        else _without_certificate(problem),
        params={"problem": problem, "issuer": issuer},
        evidence=evidence_of(*found),
        remedies=() if not_its_own else cure(case, "certificate"),
    )


def _explanation(problem: str, issuer: str) -> Message:
    return msg(
        "Verification says: “{problem}”. The certificate was issued by “{issuer}”. Most often the server does not "
        "send the intermediate certificates that belong to it, so that no chain leads to a trusted authority: "
        "install them together with the certificate. If the authority is your own, install its root certificate on "
        "the clients.",
        problem=quoted(problem),
        issuer=quoted(issuer),
    )


def _without_certificate(problem: str) -> Message:
    return msg(
        "The client that wrote this log did not trust the certificate: “{problem}”. Most often the server does not send "
        "the intermediate certificates that belong to it: install them together with the certificate. Test the server "
        "itself to see the certificate and all reasons.",
        problem=quoted(problem),
    )


RULE = Rule(id="certificate-untrusted", rank=262, judge=judge)
