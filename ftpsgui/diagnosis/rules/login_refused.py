"""The server does not accept this user with this password."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.logins import wants_tls
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when a login, or the connection at the greeting, was refused and none was accepted."""
    if case.state.logged_in:
        return SILENT
    for connection in case.connections:
        greeting = connection.greeting
        if greeting is not None and greeting.fact.reply is not None and greeting.fact.reply.code >= 300:
            text = greeting.fact.reply.text
            return _finding("", text, evidence_of(greeting), _at_the_greeting(text))
    refused = [
        connection.login.exchange
        for connection in case.connections
        if connection.login.status == "refused" and connection.login.exchange is not None
    ]
    own = [seen for seen in refused if not wants_tls(seen.fact.reply)]
    if own and own[0].fact.reply is not None:
        user = case.state.plan.user
        text = own[0].fact.reply.text
        return _finding(user, text, evidence_of(*own), _explanation(user, text))
    return SILENT if refused else UNKNOWN


def _finding(user: str, text: str, evidence: tuple[str, ...], explanation: Message) -> Finding:
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("client",),
        title=msg("The server refuses the login of {user}", user=user)
        if user
        else msg("The server refuses this computer before the login"),
        explanation=explanation,
        params={"user": user, "reply": text},
        evidence=evidence,
    )


def _explanation(user: str, text: str) -> Message:
    if user == "anonymous":
        return msg(
            "The server said “{reply}” to an anonymous login. Most FTPS servers want a user name and a password: enter "
            "yours and test again.",
            reply=quoted(text),
        )
    return msg(
        "The server said “{reply}”. Check the user name (capital letters count, and some servers want a domain before "
        "it) and the password. If both are right, the account may be locked, expired, or not allowed to log in from "
        "this address. The network and TLS up to the login work.",
        reply=quoted(text),
    )


def _at_the_greeting(text: str) -> Message:
    return msg(
        "The server said “{reply}” instead of a greeting. It does not serve this computer's address: ask its "
        "administrator to look at the address filters and the ban list.",
        reply=quoted(text),
    )


RULE = Rule(id="login-refused", rank=300, judge=judge)
