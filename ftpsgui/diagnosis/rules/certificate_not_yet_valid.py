"""The certificate's time has not begun."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.handshakes import NOT_YET_VALID, leaf, of_target, strictly, verified
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.diagnosis.times import before
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg
from ftpsgui.texts.moments import in_utc


def judge(case: Case) -> Answer:
    """Fire when verification says so, or the certificate begins after the start of the session."""
    found = []
    for seen in of_target(case):
        own = seen.fact.chain[0] if seen.fact.chain else None
        early = own is not None and before(case.state.started_wall, own.not_before)
        if early or any(problem.code in NOT_YET_VALID for problem in seen.fact.problems):
            found.append(seen)
    if not found:
        return SILENT if verified(case) or any(seen.fact.chain for seen in of_target(case)) else UNKNOWN
    certificate = leaf(found[0], case)
    begin = in_utc(certificate.not_before) if certificate else ""
    return Finding(
        id=RULE.id,
        severity="error" if strictly(case) else "warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server's certificate is not valid yet"),
        explanation=msg(
            "The certificate becomes valid at {date}. Check the clock of this computer first, then the clock of the "
            "computer that made the certificate; if both are right, install one that is valid now.",
            date=begin,
        ),
        params={"not_before": certificate.not_before if certificate else ""},
        evidence=evidence_of(*found),
        remedies=cure(case, "certificate"),
    )


RULE = Rule(id="certificate-not-yet-valid", rank=252, judge=judge)
