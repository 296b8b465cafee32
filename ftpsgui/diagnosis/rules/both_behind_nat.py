"""NAT on both sides: no side can listen without help."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when NAT is likely or proven on both sides; as sure as the weaker one."""
    client, server = case.topology.client, case.topology.server
    if client.kind == "unknown" or server.kind == "unknown":
        return UNKNOWN
    if client.kind not in ("nat", "cgnat") or server.kind != "nat":
        return SILENT
    proven = client.certainty == server.certainty == "proven"
    return Finding(
        id=RULE.id,
        severity="info",
        certainty="proven" if proven else "likely",
        audience=("client",),
        title=msg("Both this computer and the server are behind NAT"),
        explanation=_explanation(case.works("pasv", "epsv"), server.outside or ""),
        params={
            "client": client.inside or "",
            "client_outside": client.outside or "",
            "server": server.inside or "",
            "server_outside": server.outside or "",
        },
        evidence=tuple(dict.fromkeys(client.evidence + server.evidence)),
        explains=explained("client-behind-nat", "server-behind-nat"),
    )


def _explanation(passive_works: bool, server: str) -> Message:
    if passive_works:
        return msg(
            "Neither side can be reached at its own address. One side must name its public address and have its ports "
            "forwarded, and that should be the server: passive mode then works for every client. Here the server's "
            "passive ports at {server} already get through.",
            server=server,
        )
    return msg(
        "Neither side can be reached at its own address. One side must name its public address and have its ports "
        "forwarded, and that should be the server: with {server} as its external address and its passive ports "
        "forwarded, passive mode works for every client.",
        server=server,
    )


RULE = Rule(id="both-behind-nat", rank=820, judge=judge)
