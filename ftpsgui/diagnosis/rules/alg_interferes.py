"""A device on the path alters the dialogue before TLS can hide it."""

from __future__ import annotations

import re

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.facts import Exchange
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.protocol.features import parse_features
from ftpsgui.session.state import Seen

_MASKED = re.compile(r"[\s*]*\*{6,}[\s*]*|[\sX]*X{6,}[\sX]*")
"""A greeting of asterisks or X: what inspecting firewalls leave of a banner."""

_ALWAYS_LIST_AUTH = frozenset({"pure_ftpd", "docker_stilliard_pure_ftpd", "filezilla_server_1"})
"""What names AUTH in FEAT even where its TLS is switched off."""


def judge(case: Case) -> Answer:
    """Fire for a masked greeting (likely), and for AUTH refused by a server whose FEAT offers it (possible)."""
    greetings = [found for connection in case.connections if (found := connection.greeting) is not None]
    if not any(seen.fact.reply for seen in greetings):
        return UNKNOWN
    masked = [
        seen
        for seen in greetings
        if seen.fact.reply is not None and any(_MASKED.fullmatch(line) for line in seen.fact.reply.lines)
    ]
    contradiction = _auth_refused_but_offered(case)
    if not masked and not contradiction:
        return SILENT
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="likely" if masked else "possible",
        audience=("network-admin",),
        title=msg("A firewall or router on the way alters FTP"),
        explanation=_explanation(masked),
        evidence=evidence_of(*masked, *contradiction),
        explains=explained("tls-not-offered"),
        remedies=cure(case, router=("helper-off",)),
    )


def _explanation(masked: list[Seen[Exchange]]) -> Message:
    if masked:
        reply = masked[0].fact.reply
        return msg(
            "The greeting arrived as “{reply}”: an inspecting firewall has blotted it out. Such devices often block AUTH "
            "TLS and EPSV, too. Switch FTP inspection (ALG, “fixup”, “inspect ftp”) off for this server's port, or use "
            "implicit TLS, which begins encrypted.",
            reply=quoted(reply),
        )
    return msg(
        "The server says that it offers AUTH TLS, yet the command is refused. A firewall that inspects FTP may answer in "
        "its place. Switch FTP inspection (ALG, “fixup”, “inspect ftp”) off for this server's port; if nothing changes, "
        "it is the server's own TLS settings."
    )


def _auth_refused_but_offered(case: Case) -> list[Seen[Exchange]]:
    if case.product is not None and case.product.id in _ALWAYS_LIST_AUTH:
        return []
    refused = [
        seen
        for seen in case.exchanges_of("AUTH")
        if seen.fact.reply is not None and seen.fact.reply.code >= 500
    ]
    stood = any(connection.protected for connection in case.connections)
    if not refused or stood:
        return []
    offered = [
        seen
        for seen in case.exchanges_of("FEAT")
        if seen.fact.reply is not None
        and any(feature.startswith("AUTH") for feature in parse_features(seen.fact.reply))
    ]
    return [refused[0], offered[0]] if offered else []


RULE = Rule(id="alg-interferes", rank=195, judge=judge)
