"""EPSV works where PASV does not."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained
from ftpsgui.diagnosis.refusals import refused
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when PASV is refused, or fails at the server's own address, while EPSV works.

    What was tried in clear, to compare, says nothing about clients that use TLS. Proven at the end of the run: a later try of
    PASV may work.
    """
    wanted = "clear" if case.state.plan.endpoint.tls == "none" else "private"
    epsv = [
        row for row in case.rows("epsv") if row.result in ("works", "partial") and row.protection == wanted
    ]
    pasv = [
        row
        for row in case.rows("pasv", address="peer")
        if row.result != "untested" and row.protection == wanted
    ]
    if not epsv or not pasv:
        tried = case.tries("epsv") and case.tries("pasv")
        return SILENT if tried else UNKNOWN
    if not all(row.result == "fails" for row in pasv):
        return SILENT
    evidence = tuple(dict.fromkeys(one for row in (*pasv, *epsv) for one in row.evidence))
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven" if case.ended else "likely",
        audience=("server-admin",),
        title=msg("Only extended passive mode (EPSV) works, PASV does not"),
        explanation=msg(
            "Clients that use EPSV can transfer files; older clients that know only PASV cannot. Users can switch on "
            "EPSV in their client where it has that setting; better repair PASV on the server."
        ),
        evidence=evidence,
        explains=explained("pasv-command-refused"),
        remedies=cure(case, "passive-allow") if refused(case, "pasv") else (),
    )


RULE = Rule(id="epsv-only-works", rank=455, judge=judge)
