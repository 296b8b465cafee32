"""EPSV is refused."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.refusals import refused, severity
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.addresses import is_ipv6
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire on 4xx or 5xx to EPSV; an error when no passive mode is left."""
    found = refused(case, "epsv")
    if not found:
        return SILENT if any(seen.fact.setup for seen in case.tries("epsv")) else UNKNOWN
    text = found[0].fact.setup.text if found[0].fact.setup else ""
    return Finding(
        id=RULE.id,
        severity=severity(case),
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server refuses extended passive mode (EPSV)"),
        explanation=_explanation(is_ipv6(found[0].fact.control_peer.host), text),
        params={"reply": text},
        evidence=ids_of(found),
        remedies=cure(case, "passive-allow"),
    )


def _explanation(ipv6: bool, text: str) -> Message:
    if ipv6:
        return msg(
            "The server answered “{reply}” to EPSV, which is the only passive mode over IPv6. Switch EPSV on in the "
            "server's settings, or let clients connect over IPv4.",
            reply=quoted(text),
        )
    return msg(
        "The server answered “{reply}” to EPSV. Clients then fall back to PASV, which works just as well over IPv4 when "
        "the server names the right address. EPSV needs no address and is worth switching on.",
        reply=quoted(text),
    )


RULE = Rule(id="epsv-command-refused", rank=460, judge=judge)
