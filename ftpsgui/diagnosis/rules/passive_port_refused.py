"""Connection refused on a passive port at the server's own address: three can say so."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.hairpins import from_outside_first
from ftpsgui.diagnosis.opened import mapped, opened, told_evidence, told_params
from ftpsgui.diagnosis.ports import few, numbers, ports, range_is_set, setting
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.addresses import is_ipv6
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import listing


def judge(case: Case) -> Answer:
    """Fire when a passive port refused the connection. One port alone may be a mishap: likely; two make it proven."""
    found = ports(case)
    if not found.refused:
        return SILENT if found.reached or found.silent else UNKNOWN
    host = found.refused[0].fact.control_peer.host
    first, last = case.choices.passive_range
    dead = few(numbers(found.refused))
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if len(numbers(found.refused)) > 1 else "likely",
        audience=("network-admin", "server-admin"),
        title=msg("The server's passive ports refuse the connection at {address}", address=host),
        explanation=mapped(case, host)
        or from_outside_first(case, _explanation(case, host, listing(dead), first, last)),
        params={"address": host, "ports": ", ".join(dead), **told_params(case)},
        evidence=ids_of((*found.refused, *told_evidence(case))),
        explains=explained("epsv-only-works"),
        remedies=cure(case, *setting(case), router=("forward", "open-range")),
    )


def _explanation(case: Case, host: str, dead: Message, first: int, last: int) -> Message:
    if range_is_set(case) and not case.inside:
        return msg(
            "The server names its passive ports from {first}-{last} now, but connections to TCP {ports} of {address} are "
            "still refused. What is left is the way to it: the router in front of the server must forward TCP {first}-{last}, "
            "and every firewall there must allow it. If they do, the ports lead to another computer, or the server does not "
            "listen on them: “ss -ltn” on the server (“netstat -an” on Windows), while a client waits after PASV, shows that.",
            ports=dead,
            address=host,
            first=first,
            last=last,
        )
    if opened(case) and not case.inside:
        return msg(
            "The server asked for data connections to TCP {ports} of {address}, and they were refused, although the server "
            "itself says that it waits on the port that it names. So they do not get there: the router in front of the server "
            "does not forward the port and answers itself, or forwards it to another computer, or a firewall rejects it. Set a "
            "fixed range of passive ports ({first}-{last}) in the server and forward and allow the same range.",
            ports=dead,
            address=host,
            first=first,
            last=last,
        )
    if case.inside:
        return msg(
            "The server asked for data connections to TCP {ports} of {address}, and they were refused. Either a "
            "firewall on the server rejects them, or the server does not listen where it says. Run “ss -ltn” on the "
            "server (“netstat -an” on Windows) while a client waits after PASV: if the port is in the list, it is the "
            "firewall.",
            ports=dead,
            address=host,
        )
    if is_ipv6(host):
        return msg(
            "The server asked for data connections to TCP {ports} of {address}, and they were refused. From here two causes "
            "look alike: a firewall (the router's, the server's own) rejects them, or the server does not listen where it "
            "says. Run “ss -ltn” on the server (“netstat -an” on Windows) while a client waits after PASV: if the port is in "
            "the list, it is a firewall. Then set a fixed range of passive ports ({first}-{last}) in the server and allow the "
            "same range. Over IPv6 nothing has to be forwarded.",
            ports=dead,
            address=host,
            first=first,
            last=last,
        )
    return msg(
        "The server asked for data connections to TCP {ports} of {address}, and they were refused. From here three "
        "causes look alike: the router in front of the server does not forward the port and answers itself; a firewall "
        "rejects it; or the port is forwarded, and where it leads (another computer, another server behind a balancer) nobody "
        "listens. Run “ss -ltn” on the server "
        "(“netstat -an” on Windows) while a client waits after PASV: if the port is in the list, it is the router or "
        "the firewall. Then set a fixed range of passive ports ({first}-{last}) in the server and forward and allow the "
        "same range.",
        ports=dead,
        address=host,
        first=first,
        last=last,
    )


RULE = Rule(id="passive-port-refused", rank=505, judge=judge)
