"""The certificate, or the one at the top of its chain, is signed by itself and not known here."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.handshakes import (
    SELF_SIGNED,
    inspected,
    leaf,
    opened_on_the_way,
    strictly,
    verified,
    with_problem,
)
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire on OpenSSL's 18 (the certificate itself) and 19 (an unknown root in the chain)."""
    found = with_problem(case, SELF_SIGNED)
    if not found:
        return SILENT if verified(case) else UNKNOWN
    own = any(problem.code == 18 for seen in found for problem in seen.fact.problems)
    certificate = leaf(found[0], case)
    issuer = certificate.issuer if certificate else ""
    not_its_own = inspected(case) is not None
    return Finding(
        id=RULE.id,
        severity="error" if strictly(case) else "warning",
        certainty="proven",
        audience=("client",) if not_its_own else ("server-admin",),
        title=msg("The server's certificate is self-signed")
        if own
        else msg("The server's certificate comes from an authority that this computer does not know"),
        explanation=opened_on_the_way(issuer) if not_its_own else _explanation(own, issuer),
        params={"issuer": issuer},
        evidence=evidence_of(*found),
        explains=explained("certificate-untrusted"),
        remedies=() if not_its_own else cure(case, "certificate"),
    )


def _explanation(own: bool, issuer: str) -> Message:
    if own:
        return msg(
            "Nobody but the server itself vouches for this certificate, so clients cannot tell the real server from an "
            "impostor and warn their users. Either install a certificate from a public authority, or give every user "
            "the fingerprint in a safe way so that they can compare it."
        )
    return msg(
        "The certificate was issued under “{issuer}”, which is not among the authorities that this computer trusts. If "
        "that is your organisation's own authority, install its root certificate on the clients (here: choose it as CA "
        "file); otherwise install a certificate from a public authority on the server.",
        issuer=quoted(issuer),
    )


RULE = Rule(id="certificate-self-signed", rank=261, judge=judge)
