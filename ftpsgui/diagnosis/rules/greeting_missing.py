"""TCP is established, and no greeting comes."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.handshakes import blind, handshakes
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when the main connection got silence or its end for a greeting; proven once the run is over."""
    main = case.main
    if main is None or main.greeting is None:
        return SILENT if case.state.logged_in else UNKNOWN
    fact = main.greeting.fact
    # Over TLS one may still come when none came before it.
    if fact.reply is not None or main.stray or main.protected is not fact.protected or case.state.logged_in:
        return SILENT
    if fact.ending not in ("timeout", "closed", "reset", "overflow"):
        return UNKNOWN
    target = str(main.remote or "")
    tried = tuple(seen for seen in handshakes(case).failed if blind(case, seen))
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if case.ended else "likely",
        audience=("server-admin",),
        title=msg("{target} accepts the connection but sends no greeting", target=target),
        explanation=_explanation(
            fact.ending, fact.partial, silent_to_tls=bool(tried), over_tls=fact.protected
        ),
        params={"target": target, "ending": fact.ending},
        evidence=evidence_of(main.dial, main.greeting, *tried),
    )


def _explanation(ending: str, partial: str, *, silent_to_tls: bool, over_tls: bool) -> Message:
    if ending == "overflow":
        return msg(
            "What the server sends has no end (“{partial}”), and no FTP greeting begins so. Check the address and the "
            "port number, and where the router forwards this port.",
            partial=quoted(partial),
        )
    if ending == "timeout" and partial:
        return msg(
            "The server began a greeting (“{partial}”) and did not finish it in time. The server may hang or be "
            "overloaded: look at its log and its load.",
            partial=quoted(partial),
        )
    if ending == "timeout" and over_tls:
        return msg(
            "TLS stands, and then no FTP greeting comes over it. So another service may answer at this port (a web server, for "
            "example): check the address and the port number, and where the router forwards this port. If it is the FTPS server, "
            "it hangs, or spends too long on looking up the client's name (reverse DNS, ident); its log tells which."
        )
    if ending == "timeout" and silent_to_tls:
        return msg(
            "An FTP server speaks first, and this one stays silent; it does not answer TLS at once (implicit TLS) "
            "either. The server may hang, the router may forward this port to a computer that does not answer, or "
            "the server spends too long on looking up the client's name (reverse DNS, ident). Look where the "
            "router forwards this port, then at the server's log."
        )
    if ending == "timeout":
        return msg(
            "An FTP server speaks first, and this one stays silent. The port may expect TLS at once: choose "
            "“implicit TLS” (usually on port 990) and test again. Otherwise the router may forward the port to a "
            "computer that does not answer, or the server spends too long on looking up the client's name "
            "(reverse DNS, ident): look where the router forwards it, then at the server's log."
        )
    return msg(
        "The connection was closed before a greeting. That is how servers and firewalls turn away addresses that they "
        "block: check the server's address filters, ban lists (fail2ban, auto-ban) and connection limits."
    )


RULE = Rule(id="greeting-missing", rank=130, judge=judge)
