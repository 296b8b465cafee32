"""A greeting was waited for on a port that expects TLS at once."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.rawtext import unescape
from ftpsgui.model.facts import StrayBytes
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.protocol.foreign import guess_protocol

EXPLICIT_PORT, IMPLICIT_PORT = 21, 990


def judge(case: Case) -> Answer:
    """Fire when the server sent TLS instead of a greeting, or stayed silent on the port of implicit TLS."""
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
    silent = (
        main.greeting is not None
        and main.greeting.fact.reply is None
        and main.greeting.fact.ending in ("timeout", "closed")
        and main.remote is not None
        and main.remote.port == IMPLICIT_PORT
    )
    if not stray and not silent:
        return SILENT
    port = main.remote.port if main.remote else 0
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if stray else "likely",
        audience=("client",),
        title=msg("Port {port} expects implicit TLS", port=port),
        explanation=_explanation(port),
        params={"port": port},
        evidence=evidence_of(main.greeting, *stray),
        explains=explained("greeting-missing", "not-ftp"),
    )


def _explanation(port: int) -> Message:
    if port == EXPLICIT_PORT:
        return msg(
            "The server sends no greeting on port {port}: it waits for TLS to begin at once. Choose “implicit TLS” for "
            "this port and test again.",
            port=port,
        )
    return msg(
        "The server sends no greeting on port {port}: it waits for TLS to begin at once. Choose “implicit TLS” for "
        "this port, or use explicit TLS on port 21, and test again.",
        port=port,
    )


RULE = Rule(id="explicit-on-implicit-port", rank=181, judge=judge)
