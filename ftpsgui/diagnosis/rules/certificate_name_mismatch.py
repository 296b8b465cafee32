"""The certificate is for another name."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.handshakes import NAME_MISMATCH, leaf, strictly, verified, with_problem
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.addresses import normalise
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import listing

_SHOWN = 5


def judge(case: Case) -> Answer:
    """Fire when verification says that the name (or the address) that was asked for is not in the certificate."""
    found = with_problem(case, NAME_MISMATCH)
    if not found:
        return SILENT if verified(case) else UNKNOWN
    certificate = leaf(found[0], case)
    names = certificate.names[:_SHOWN] if certificate else ()
    asked = found[0].fact.server_name or case.state.plan.endpoint.sni or case.state.plan.endpoint.host
    return Finding(
        id=RULE.id,
        severity="error" if strictly(case) else "warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server's certificate is not for {host}", host=asked),
        explanation=_explanation(asked, names),
        params={"host": asked, "names": ", ".join(names)},
        evidence=evidence_of(*found),
        remedies=cure(case, "certificate"),
    )


def _explanation(asked: str, names: tuple[str, ...]) -> Message:
    if normalise(asked) is not None:
        return msg(
            "You connected to the address {host}, and the certificate is for: {names}. Certificates are made for names: "
            "connect to one of these names instead, if it leads to this server.",
            host=asked,
            names=listing(names or ("–",)),
        )
    return msg(
        "The certificate is for: {names}. Connect to one of these names if it leads to this server; otherwise install a "
        "certificate for {host} on the server.",
        host=asked,
        names=listing(names or ("–",)),
    )


RULE = Rule(id="certificate-name-mismatch", rank=253, judge=judge)
