"""Something answers, and it does not speak FTP."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.rawtext import unescape
from ftpsgui.model.facts import Exchange, StrayBytes, TlsHandshake
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.protocol.foreign import guess_protocol
from ftpsgui.session.state import Seen

_NAMES = {
    "ssh": "SSH",
    "http": "HTTP",
    "smtp": "SMTP",
    "pop3": "POP3",
    "imap": "IMAP",
    "nntp": "NNTP",
    "rdp": "RDP",
    "vnc": "VNC",
    "mysql": "MySQL",
    "telnet": "Telnet",
    "amqp": "AMQP",
    "redis": "Redis",
}


def judge(case: Case) -> Answer:
    """Fire when the first bytes are no FTP greeting, or another protocol's answer to TLS; a TLS record is the business of explicit-on-implicit-port."""
    greetings = [found for connection in case.connections if (found := connection.greeting) is not None]
    stray = [seen for seen in case.state.of(StrayBytes) if seen.fact.where == "instead-of-greeting"]
    # Some say nothing until they are spoken to (HTTP): their words come in reply to the TLS that was tried.
    answers = [seen for seen in case.state.of(TlsHandshake) if seen.fact.first_bytes]
    if not greetings and not stray and not answers:
        return UNKNOWN
    for seen in stray:
        protocol = guess_protocol(unescape(seen.fact.raw))
        if protocol != "tls" and not case.state.logged_in:
            return _finding(case, seen, protocol, seen.fact.raw)
    for greeting in greetings:
        reply = greeting.fact.reply
        protocol = guess_protocol(reply.raw.encode()) if reply else None
        if reply is not None and protocol is not None and not case.state.logged_in:
            return _finding(case, greeting, protocol, reply.raw)
    for handshake in answers:
        said = handshake.fact.first_bytes
        protocol = guess_protocol(unescape(said))
        if protocol not in (None, "tls") and not case.state.logged_in:
            return _finding(case, handshake, protocol, said.partition("\\x0d")[0].partition("\\x0a")[0])
    return SILENT


def _finding(
    case: Case, seen: Seen[Exchange] | Seen[StrayBytes] | Seen[TlsHandshake], protocol: str | None, raw: str
) -> Finding:
    target = str(case.peer or "")
    name = _NAMES.get(protocol or "", protocol or "")
    title = (
        msg("{target} is not an FTP server: it speaks {protocol}", target=target, protocol=name)
        if name
        else msg("{target} is not an FTP server", target=target)
    )
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("client", "server-admin"),
        title=title,
        explanation=_explanation(protocol, raw),
        params={"target": target, "protocol": protocol or "", "raw": raw[:200]},
        evidence=evidence_of(seen),
        explains=explained(
            "greeting-missing",
            "tls-not-offered",
            "tls-handshake-failed",
            "implicit-on-explicit-port",
            "control-dropped",
            "control-timeout",
        ),
    )


def _explanation(protocol: str | None, raw: str) -> Message:
    if protocol == "ssh":
        return msg(
            "The first line is “{raw}”. This is an SSH server; file transfer over SSH is called SFTP and needs an SFTP "
            "client and usually port 22. If you mean FTPS, check the port number.",
            raw=quoted(raw),
        )
    return msg(
        "The first line is “{raw}”, which is not an FTP greeting. Check the address and the port number, and where the "
        "router forwards this port.",
        raw=quoted(raw),
    )


RULE = Rule(id="not-ftp", rank=125, judge=judge)
