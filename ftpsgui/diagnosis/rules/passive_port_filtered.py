"""Silence, or ICMP, on a passive port at the server's own address."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.hairpins import from_outside_first
from ftpsgui.diagnosis.opened import mapped, told_evidence, told_params
from ftpsgui.diagnosis.ports import Tries, few, numbers, ports, range_is_set, setting
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.addresses import is_ipv6
from ftpsgui.model.facts import INACTIVITY
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import listing


def judge(case: Case) -> Answer:
    """Fire when a passive port did not answer. One port alone may be a mishap: likely; two make it proven."""
    found = ports(case)
    if not found.silent:
        return SILENT if found.reached or found.refused else UNKNOWN
    host = found.silent[0].fact.control_peer.host
    first, last = case.choices.passive_range
    dead = few(numbers(found.silent))
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if len(numbers(_seen_dead(found.silent))) > 1 else "likely",
        audience=("network-admin", "server-admin"),
        title=msg("The server's passive ports cannot be reached at {address}", address=host),
        explanation=mapped(case, host)
        or from_outside_first(case, _explanation(case, host, listing(dead), first, last)),
        params={"address": host, "ports": ", ".join(dead), **told_params(case)},
        evidence=ids_of((*found.silent, *told_evidence(case))),
        explains=explained("epsv-only-works"),
        remedies=cure(case, *setting(case), router=("forward", "open-range")),
    )


def _seen_dead(silent: Tries) -> Tries:
    """Return those whose connect failed; a log may say only that the client gave up because nothing came."""
    return tuple(seen for seen in silent if seen.fact.tcp is not None and seen.fact.tcp.error != INACTIVITY)


def _explanation(case: Case, host: str, dead: Message, first: int, last: int) -> Message:
    if case.inside:
        return msg(
            "The server asked for data connections to TCP {ports} of {address}, and no connection came "
            "about. A firewall on the server, or between your part of the network and the server's, stops them. Set a fixed range of passive "
            "ports ({first}-{last}) in the server and allow it there.",
            ports=dead,
            address=host,
            first=first,
            last=last,
        )
    if range_is_set(case):
        return msg(
            "The server names its passive ports from {first}-{last} now, but connections to TCP {ports} of {address} "
            "still do not come about. What is left is the way to it: the router in front of the server must forward TCP "
            "{first}-{last}, and every firewall there (the server's own, a cloud's security group) must allow it. A firewall in "
            "front of this computer that forbids outgoing connections to such ports would look the same from here: a test "
            "from another network decides.",
            ports=dead,
            address=host,
            first=first,
            last=last,
        )
    if is_ipv6(host):
        return msg(
            "The server asked for data connections to TCP {ports} of {address}, and no connection came about: "
            "something on the way drops them or turns them away. The control port is open, the passive ports are not. Over "
            "IPv6 nothing has to be forwarded, but routers let nothing in that they were not told to. Set a fixed range of "
            "passive ports ({first}-{last}) in the server, and allow it in every firewall there (the router's, the server's "
            "own, a cloud's security group). A firewall in front of this computer that forbids outgoing connections to such "
            "ports would look the same from here: a test from another network decides.",
            ports=dead,
            address=host,
            first=first,
            last=last,
        )
    return msg(
        "The server asked for data connections to TCP {ports} of {address}, and no connection came about: "
        "something on the way drops them or turns them away. The control port is open, the passive ports are not. Set a fixed range of passive ports "
        "({first}-{last}) in the server, forward it on the server's router, and allow it in every firewall there (the "
        "server's own, a cloud's security group). A firewall in front of this computer that forbids outgoing connections to such "
        "ports would look the same from here: a test from another network decides.",
        ports=dead,
        address=host,
        first=first,
        last=last,
    )


RULE = Rule(id="passive-port-filtered", rank=500, judge=judge)
