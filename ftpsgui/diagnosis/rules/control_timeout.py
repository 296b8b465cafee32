"""Connected, then a reply never came."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule
from ftpsgui.diagnosis.dialogue import unanswered
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire for a command that got no reply in time, unless a dead data connection is why."""
    if not case.exchanges and not case.attempts:
        return UNKNOWN
    found = unanswered(case, "timeout")
    if not found:
        return SILENT
    command = found[0].command
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server stopped answering after {command}", command=command),
        explanation=msg(
            "The control connection is open, but no reply to {command} came in time. The server may be overloaded "
            "or hang; slow look-ups of the client's name (reverse DNS, ident) are a common reason. Look at the "
            "server's log of this moment and at its load, and switch such look-ups off in its settings.",
            command=command,
        ),
        params={"command": command},
        evidence=tuple(dict.fromkeys(one.evidence for one in found)),
    )


RULE = Rule(id="control-timeout", rank=150, judge=judge)
