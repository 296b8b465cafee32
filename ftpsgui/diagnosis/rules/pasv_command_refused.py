"""PASV is refused."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.refusals import refused, severity
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire on 4xx or 5xx to PASV; an error when no passive mode is left."""
    found = refused(case, "pasv")
    if not found:
        return SILENT if any(seen.fact.setup for seen in case.tries("pasv")) else UNKNOWN
    text = found[0].fact.setup.text if found[0].fact.setup else ""
    return Finding(
        id=RULE.id,
        severity=severity(case),
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server refuses passive mode (PASV)"),
        explanation=msg(
            "The server answered “{reply}” to PASV, so clients that know only this command cannot transfer anything. "
            "Switch passive mode on in the server's settings, with a fixed range of ports.",
            reply=quoted(text),
        ),
        params={"reply": text},
        evidence=ids_of(found),
        remedies=cure(case, "passive-allow"),
    )


RULE = Rule(id="pasv-command-refused", rank=450, judge=judge)
