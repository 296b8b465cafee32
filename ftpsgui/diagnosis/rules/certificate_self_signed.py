"""The certificate, or the one at the top of its chain, is signed by itself and not known here."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.handshakes import SELF_SIGNED, leaf, strictly, verified, with_problem
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
    return Finding(
        id=RULE.id,
        severity="error" if strictly(case) else "warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server's certificate is self-signed")
        if own
        else msg("The server's certificate comes from an authority that this computer does not know"),
        explanation=_explanation(own, certificate.issuer if certificate else ""),
        params={"issuer": certificate.issuer if certificate else ""},
        evidence=evidence_of(*found),
        explains=explained("certificate-untrusted"),
        remedies=cure(case, "certificate"),
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
