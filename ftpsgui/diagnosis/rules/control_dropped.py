"""The control connection broke in mid-dialogue."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule
from ftpsgui.diagnosis.dialogue import unanswered
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.facts import StrayBytes
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when the connection ended, TLS on it broke, or the server's words found no end, while a reply was due."""
    if not case.exchanges and not case.attempts:
        return UNKNOWN
    found = unanswered(case, "closed", "reset", "tls-error") or unanswered(case, "overflow")
    if not found:
        return SILENT
    endless = any(seen.fact.ending == "overflow" for seen in case.exchanges)
    plaintext = [seen for seen in case.state.of(StrayBytes) if seen.fact.where == "inside-tls"]
    command = found[0].command
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin", "network-admin"),
        title=msg("The control connection broke off after {command}", command=command),
        explanation=_explanation(command, plaintext[0].fact.raw if plaintext else "", endless=endless),
        params={"command": command, "plaintext": plaintext[0].fact.raw if plaintext else ""},
        evidence=tuple(dict.fromkeys([*(one.evidence for one in found), *(seen.id for seen in plaintext)])),
    )


def _explanation(command: str, plaintext: str, *, endless: bool) -> Message:
    if plaintext:
        return msg(
            "The server answered {command} in clear text inside the encrypted connection: “{plaintext}”. That is the "
            "server's own last message before it gave up; its log at this moment tells more.",
            command=command,
            plaintext=quoted(plaintext),
        )
    if endless:
        return msg(
            "After {command} the server sent more than any reply holds, so this program closed the connection. What it "
            "sent is in the transcript; the server, or a device on the way that alters FTP, is out of order.",
            command=command,
        )
    return msg(
        "The connection was closed instead of a reply to {command}. Either the server's process ended or a "
        "firewall or router between here and the server cut the connection. The server's log at this moment tells "
        "which: when it shows nothing, look at the devices on the way.",
        command=command,
    )


RULE = Rule(id="control-dropped", rank=160, judge=judge)
