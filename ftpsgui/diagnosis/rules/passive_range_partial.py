"""Some passive ports get through, some do not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.ports import few, numbers, ports, setting
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import listing

_ENDS = 2


def judge(case: Case) -> Answer:
    """Fire when one passive port worked and another one failed; two dead ports make it proven."""
    found = ports(case)
    good, failed = numbers(found.reached), numbers(found.failed)
    if len({*good, *failed}) < 2:
        return UNKNOWN
    dead = sorted({*failed} - {*good})
    if not good or not dead:
        return SILENT
    scattered = _lie_scattered(good, dead)
    host = found.failed[0].fact.control_peer.host
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if len(dead) > 1 else "likely",
        audience=("network-admin", "server-admin") if scattered else ("network-admin",),
        title=msg("Only part of the server's passive ports can be reached"),
        explanation=_scattered(host, good, dead) if scattered else _in_a_row(host, good, dead),
        params={
            "address": host,
            "good": ", ".join(few(good)),
            "dead": ", ".join(few(dead)),
            "kind": "scattered" if scattered else "range",
        },
        evidence=ids_of((*found.reached, *found.failed)),
        explains=explained("passive-port-filtered", "passive-port-refused", "epsv-only-works"),
        remedies=() if scattered else cure(case, *setting(case), router=("forward", "open-range")),
    )


def _lie_scattered(good: Sequence[int], dead: Sequence[int]) -> bool:
    """Whether the ports take turns more often than at the two ends of one range."""
    answers = [port in good for port in sorted({*good, *dead})]
    return sum(one != other for one, other in pairwise(answers)) > _ENDS


def _in_a_row(host: str, good: Sequence[int], dead: Sequence[int]) -> Message:
    return msg(
        "Data connections to port {good} of {address} work, those to port {dead} do not. So transfers fail now and "
        "then, by chance. The range of ports that the router forwards and the firewall allows is smaller than the "
        "one that the server uses: make them the same on both sides. If other ports fail when you test again, it is not the "
        "range: a balancer in front of several servers would look like that.",
        good=listing(few(good)),
        dead=listing(few(dead)),
        address=host,
    )


def _scattered(host: str, good: Sequence[int], dead: Sequence[int]) -> Message:
    return msg(
        "Data connections to port {good} of {address} work, those to port {dead}, which lie among them, do not. So transfers "
        "fail by chance. A range of ports that is forwarded in part looks otherwise. Most likely a balancer stands in front of "
        "several servers, and a data connection has to reach the one that named the port: have the balancer send everything "
        "from one client to one server (session affinity by source address, for all FTP ports together). A firewall that "
        "counts connections and drops what is too many looks like that, too.",
        good=listing(few(good)),
        dead=listing(few(dead)),
        address=host,
    )


RULE = Rule(id="passive-range-partial", rank=495, judge=judge)
