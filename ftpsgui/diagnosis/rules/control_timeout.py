"""Connected, then a reply never came."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.dialogue import unanswered
from ftpsgui.diagnosis.loss import Loss, loss
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire for a command that got no reply in time, unless a dead data connection is why.

    Where two connections or more fell silent, the one that was heard last among them, and nothing came after, say that.
    """
    if not case.exchanges and not case.attempts:
        return UNKNOWN
    lost = loss(case)
    if lost is not None:
        return _lost(lost)
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


def _lost(lost: Loss) -> Finding:
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="likely",
        audience=("client", "network-admin", "server-admin"),
        title=msg("The connection to the server was lost in the middle of the test"),
        explanation=msg(
            "Until second {until} of the test the server answered; after that nothing came any more, on {count} connections at "
            "once. So what failed later says nothing about data modes and ports. Either this computer lost its network (Wi-Fi, "
            "VPN, cable), or the server or its router went down, or a firewall locked this address out (some do after several "
            "logins). See whether this computer is online, then test again.",
            until=f"{lost.heard.time:.1f}",
            count=lost.count,
        ),
        params={"until": round(lost.heard.time, 3), "count": lost.count},
        evidence=evidence_of(lost.heard, *lost.silent),
        explains=explained(
            "greeting-missing",
            "tls-handshake-failed",
            "transfer-stalled",
            *(() if lost.passive else ("passive-port-filtered",)),
            *(() if lost.active else ("active-no-connection",)),
        ),
    )


RULE = Rule(id="control-timeout", rank=115, judge=judge)
