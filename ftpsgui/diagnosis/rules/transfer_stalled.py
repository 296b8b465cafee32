"""A transfer began and came to a halt."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.topology.attempts import reached


def judge(case: Case) -> Answer:
    """Fire when the data connection stood and no end came in time."""
    stood = [
        seen
        for seen in case.attempts
        if reached(seen.fact)
        and seen.fact.ending is not None
        and (seen.fact.protection == "clear" or (seen.fact.tls is not None and seen.fact.tls.outcome == "ok"))
    ]
    if not stood:
        return UNKNOWN
    found = [
        seen
        for seen in stood
        if seen.fact.ending == "timeout"
        and (seen.fact.final is None or seen.fact.final.code < 400)
        and seen.fact.final_ending not in ("closed", "reset")  # then it is the control connection that broke
    ]
    if not found:
        return SILENT
    count = found[0].fact.bytes
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin", "network-admin"),
        title=msg("Transfers begin and then stand still"),
        explanation=_explanation(count, upload=found[0].fact.command == "STOR"),
        params={"bytes": count},
        evidence=ids_of(found),
        explains=explained("control-timeout"),
    )


def _explanation(count: int, *, upload: bool) -> Message:
    if upload:
        return msg(
            "An upload began, {bytes} bytes of it were handed over, and then nothing more moved. Large packets "
            "may get lost on the way (a path whose maximum packet size is smaller than announced, as on some VPN "
            "and DSL lines), or a firewall that inspects traffic holds them back, or the server hangs or has no "
            "space left. Test from another network: if it works there, have the router or VPN on this path limit "
            "the packet size (MSS clamping); if not, look at the server's log and its disk.",
            bytes=count,
        )
    if count:
        return msg(
            "The data connection was established, {bytes} bytes came, and then nothing more. Large packets may "
            "get lost on the way (a path whose maximum packet size is smaller than announced, as on some VPN and "
            "DSL lines), or a firewall that inspects traffic holds them back, or the server hangs. Test from "
            "another network: if it works there, have the router or VPN on this path limit the packet size (MSS "
            "clamping); if not, look at the server's log.",
            bytes=count,
        )
    return msg(
        "The data connection was established, and not one byte came through it. Either the server hangs, or "
        "something in front of it accepts data connections without passing them on, or large packets get lost on "
        "the way (a path whose maximum packet size is smaller than announced, as on some VPN and DSL lines). Look "
        "where the passive ports are forwarded to, then at the server's log; test from another network, too."
    )


RULE = Rule(id="transfer-stalled", rank=630, judge=judge)
