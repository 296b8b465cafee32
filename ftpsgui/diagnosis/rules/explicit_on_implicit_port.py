"""A greeting was waited for on a port that expects TLS at once."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.rawtext import unescape
from ftpsgui.model.facts import StrayBytes
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.protocol.foreign import guess_protocol

IMPLICIT_PORT = 990


def judge(case: Case) -> Answer:
    """Fire when TLS was what the silent server waited for, or it sent TLS instead of a greeting; likely by the port alone."""
    main = case.main
    stray = [
        seen
        for seen in case.state.of(StrayBytes)
        if seen.fact.where == "instead-of-greeting" and guess_protocol(unescape(seen.fact.raw)) == "tls"
    ]
    if main is None or (main.greeting is None and not stray):
        return UNKNOWN
    if case.state.plan.endpoint.tls not in ("explicit", "none") or case.state.logged_in:
        return SILENT
    tried = [seen for seen in main.handshakes if seen.fact.mode == "implicit"]
    answered = [
        seen
        for seen in tried
        if seen.fact.step.outcome == "ok" or seen.fact.chain or seen.fact.alert is not None
    ]
    greeted = main.greeting is not None and main.greeting.fact.reply is not None
    silent = (
        main.greeting is not None
        and not greeted
        and not tried
        and main.greeting.fact.ending in ("timeout", "closed")
        and main.remote is not None
        and main.remote.port == IMPLICIT_PORT
    )
    if not stray and not answered and not silent:
        return SILENT
    port = main.remote.port if main.remote else 0
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if stray or greeted else "likely",
        audience=("client",),
        title=msg("Port {port} expects implicit TLS", port=port),
        explanation=_explanation(port) if greeted or not answered else _perhaps_no_ftp(port),
        params={"port": port},
        evidence=evidence_of(main.greeting, *stray, *answered),
        explains=explained("greeting-missing", "not-ftp", "tls-handshake-failed", "control-dropped"),
    )


def _perhaps_no_ftp(port: int) -> Message:
    return msg(
        "The server sends no greeting on port {port}, but answers when TLS begins at once. If it is an FTPS server, choose "
        "“implicit TLS” for this port and test again. No FTP greeting came over TLS either, so it may be another service, a "
        "web server for example: then check the address and the port number.",
        port=port,
    )


def _explanation(port: int) -> Message:
    if port == IMPLICIT_PORT:
        return msg(
            "The server sends no greeting on port {port}: it waits for TLS to begin at once. Choose “implicit TLS” for "
            "this port, or use explicit TLS on port 21, and test again.",
            port=port,
        )
    return msg(
        "The server sends no greeting on port {port}: it waits for TLS to begin at once. Choose “implicit TLS” for "
        "this port and test again.",
        port=port,
    )


RULE = Rule(id="explicit-on-implicit-port", rank=181, judge=judge)
