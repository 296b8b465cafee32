"""Some passive ports get through, some do not."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.ports import few, numbers, ports, setting
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg
from ftpsgui.model.phrases import listing


def judge(case: Case) -> Answer:
    """Fire when one passive port worked and another one failed; two dead ports make it proven."""
    found = ports(case)
    good, failed = numbers(found.reached), numbers(found.failed)
    if len({*good, *failed}) < 2:
        return UNKNOWN
    dead = sorted({*failed} - {*good})
    if not good or not dead:
        return SILENT
    host = found.failed[0].fact.control_peer.host
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if len(dead) > 1 else "likely",
        audience=("network-admin",),
        title=msg("Only part of the server's passive ports can be reached"),
        explanation=msg(
            "Data connections to port {good} of {address} work, those to port {dead} do not. So transfers fail now and "
            "then, by chance. The range of ports that the router forwards and the firewall allows is smaller than the "
            "one that the server uses: make them the same on both sides. If other ports fail when you test again, it is not the "
            "range: a balancer in front of several servers would look like that.",
            good=listing(few(good)),
            dead=listing(few(dead)),
            address=host,
        ),
        params={"address": host, "good": ", ".join(few(good)), "dead": ", ".join(few(dead))},
        evidence=ids_of((*found.reached, *found.failed)),
        explains=explained("passive-port-filtered", "passive-port-refused", "epsv-only-works"),
        remedies=cure(case, *setting(case), router=("forward", "open-range")),
    )


RULE = Rule(id="passive-range-partial", rank=495, judge=judge)
