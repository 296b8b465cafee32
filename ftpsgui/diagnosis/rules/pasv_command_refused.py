"""PASV is refused."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.refusals import refused, severity
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Seen


def judge(case: Case) -> Answer:
    """Fire on 4xx or 5xx to PASV; an error when no passive mode is left."""
    found = refused(case, "pasv")
    if not found:
        return SILENT if any(seen.fact.setup for seen in case.tries("pasv")) else UNKNOWN
    text = _text(found[0])
    both = refused(case, "epsv") if not case.works("pasv", "epsv") else ()
    return Finding(
        id=RULE.id,
        severity=severity(case),
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server refuses passive mode (PASV and EPSV)")
        if both
        else msg("The server refuses passive mode (PASV)"),
        explanation=_explanation(quoted(text), quoted(_text(both[0])) if both else ""),
        params={"reply": text},
        evidence=ids_of((*found, *both)),
        explains=explained("epsv-command-refused") if both else (),
        remedies=cure(case, "passive-allow"),
    )


def _text(seen: Seen[DataAttempt]) -> str:
    return seen.fact.setup.text if seen.fact.setup else ""


def _explanation(pasv: str, epsv: str) -> Message:
    if epsv:
        return msg(
            "The server answered “{reply}” to PASV and “{other}” to EPSV, so no client can use passive mode. Switch "
            "passive mode on in the server's settings, with a fixed range of ports.",
            reply=pasv,
            other=epsv,
        )
    return msg(
        "The server answered “{reply}” to PASV, so clients that know only this command cannot transfer anything. "
        "Switch passive mode on in the server's settings, with a fixed range of ports.",
        reply=pasv,
    )


RULE = Rule(id="pasv-command-refused", rank=450, judge=judge)
