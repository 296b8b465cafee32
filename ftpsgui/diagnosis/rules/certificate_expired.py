"""The certificate's time is over."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.handshakes import EXPIRED, leaf, of_target, strictly, verified
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.diagnosis.times import before
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg
from ftpsgui.texts.moments import in_utc


def judge(case: Case) -> Answer:
    """Fire when verification says so, or the certificate's end lies before the start of the session."""
    found = []
    for seen in of_target(case):
        own = seen.fact.chain[0] if seen.fact.chain else None
        over = own is not None and before(own.not_after, case.state.started_wall)
        if over or any(problem.code in EXPIRED for problem in seen.fact.problems):
            found.append(seen)
    if not found:
        return SILENT if verified(case) or any(seen.fact.chain for seen in of_target(case)) else UNKNOWN
    certificate = leaf(found[0], case)
    end = in_utc(certificate.not_after) if certificate else ""
    return Finding(
        id=RULE.id,
        severity="error" if strictly(case) else "warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server's certificate has expired"),
        explanation=msg(
            "The certificate was valid until {date} (or one that it depends on has expired). Clients refuse it or warn "
            "their users. Renew it, install the new one with all intermediate certificates, and make the server load it. "
            "If the date seems right to you, check this computer's clock.",
            date=end,
        ),
        params={"not_after": certificate.not_after if certificate else ""},
        evidence=evidence_of(*found),
        # One certificate, one cure: a new one that verifies ends both.
        explains=explained("certificate-untrusted"),
        remedies=cure(case, "certificate"),
    )


RULE = Rule(id="certificate-expired", rank=251, judge=judge)
