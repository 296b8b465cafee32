"""The chain of the certificate does not lead to an authority that is trusted here."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.handshakes import (
    EXPIRED,
    NAME_MISMATCH,
    NOT_YET_VALID,
    SELF_SIGNED,
    leaf,
    of_target,
    strictly,
    verified,
)
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg

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
    return Finding(
        id=RULE.id,
        severity="error" if strictly(case) else "warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server's certificate cannot be verified"),
        explanation=msg(
            "Verification says: “{problem}”. The certificate was issued by “{issuer}”. Most often the server does not "
            "send the intermediate certificates that belong to it, so that no chain leads to a trusted authority: "
            "install them together with the certificate. If the authority is your own, install its root certificate on "
            "the clients.",
            problem=problem,
            issuer=issuer,
        ),
        params={"problem": problem, "issuer": issuer},
        evidence=evidence_of(*found),
        remedies=cure(case, "certificate"),
    )


RULE = Rule(id="certificate-untrusted", rank=262, judge=judge)
