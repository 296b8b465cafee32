"""PORT or EPRT is refused though the address in it is right, or may be."""

from __future__ import annotations

from ftpsgui.diagnosis.active import active_tries, refused, sent_address, switched_off
from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire on a refusal that speaks of the command, or that cannot be blamed on the address."""
    tries = active_tries(case)
    if not tries:
        return UNKNOWN
    sure = [
        seen
        for seen in tries
        if refused(seen) and (switched_off(seen) or sent_address(case, seen) == "right")
    ]
    maybe = [seen for seen in tries if refused(seen) and sent_address(case, seen) == "unknown"]
    found = sure or maybe
    if not found:
        return SILENT
    reply = found[0].fact.setup
    text = reply.text if reply else ""
    command = found[0].fact.mode.upper()
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven" if sure else "likely",
        audience=("server-admin",),
        title=msg("The server refuses active mode ({command})", command=command),
        explanation=msg(
            "The server answered “{reply}” to {command}. Active mode may be switched off on purpose; then nothing needs "
            "to be done, as passive mode is the usual one today. If clients need it, allow {command} in the server's "
            "settings.",
            reply=quoted(text),
            command=command,
        ),
        params={"command": command, "reply": text},
        evidence=ids_of((*sure, *maybe)),
        remedies=cure(case, "active-allow"),
    )


RULE = Rule(id="active-command-refused", rank=720, judge=judge)
