"""The server is behind NAT: a remark about the path."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.topology.sides import two_nats_at_server


def judge(case: Case) -> Answer:
    """Fire when NAT at the server is likely or proven."""
    side = case.topology.server
    if side.kind == "unknown":
        return UNKNOWN
    if side.kind != "nat":
        return SILENT
    return Finding(
        id=RULE.id,
        severity="info",
        certainty=side.certainty,
        audience=("client",),
        title=msg("The server is behind NAT"),
        explanation=_twice(*twice, side.outside or "")
        if (twice := two_nats_at_server(case.state))
        else _explanation(side.inside or "", side.outside or ""),
        params={
            "inside": side.inside or "",
            "outside": side.outside or "",
            "between": twice[1] if twice else "",
        },
        evidence=side.evidence,
    )


def _twice(inside: str, between: str, outside: str) -> Message:
    return msg(
        "You reach the server at {outside}, its reply to PASV names {between}, and its own address is {inside}: two "
        "translations stand one behind the other (double NAT), as with a container on a host behind a router. For passive "
        "mode the server must name {outside}, and its passive ports must be forwarded by both.",
        inside=inside,
        between=between,
        outside=outside,
    )


def _explanation(inside: str, outside: str) -> Message:
    if inside and outside:
        return msg(
            "You reach the server at {outside}; its own address is {inside}. That is usual and no fault by itself. For "
            "passive mode the server must name {outside} and its passive ports must be forwarded.",
            inside=inside,
            outside=outside,
        )
    if inside:
        return msg(
            "Its own address is {inside}; clients outside reach it at another one, which the log does not show. That is "
            "usual and no fault by itself. For passive mode the server must name its public address, and its passive "
            "ports must be forwarded.",
            inside=inside,
        )
    return msg(
        "You reach the server at {outside}, which is not its own address. That is usual and no fault by itself. For "
        "passive mode the server must name {outside} and its passive ports must be forwarded.",
        outside=outside,
    )


RULE = Rule(id="server-behind-nat", rank=840, judge=judge)
