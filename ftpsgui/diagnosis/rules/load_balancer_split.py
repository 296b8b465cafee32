"""Control and data connection do not meet at the same place."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.nodes import Nodes, nodes
from ftpsgui.diagnosis.ports import ports
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.topology.attempts import says_foreign


def judge(case: Case) -> Answer:
    """Fire when the server rejected our data connection as a stranger's (possible), and when two servers answer (likely)."""
    two = nodes(case)
    if two is not None:
        return _two_servers(case, two)
    stood = ports(case).reached
    found = [seen for seen in stood if says_foreign(seen.fact.final) or says_foreign(seen.fact.setup)]
    if not stood:
        return UNKNOWN
    if not found:
        return SILENT
    final = found[0].fact.final
    text = final.text if final else ""
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="possible",
        audience=("server-admin", "network-admin"),
        title=msg("The server takes the data connection for a stranger's"),
        explanation=msg(
            "The server said “{reply}”: the data connection reached it from another address than the control connection. "
            "Either a router, balancer or proxy in front of the server treats the two differently (make it keep or "
            "replace the source address on all FTP ports alike), or this computer leaves through several public "
            "addresses (some providers, VPNs and office networks do that). A test from another network decides.",
            reply=quoted(text),
        ),
        params={"reply": text},
        evidence=ids_of(found),
        explains=explained("data-tls-failed", "listing-failed"),
    )


_SYMPTOMS = (
    "data-certificate-differs",
    "data-tls-failed",
    "control-timeout",
    "control-dropped",
    "listing-failed",
)
"""What comes of a data connection that meets another server than its control connection."""


def _two_servers(case: Case, two: Nodes) -> Finding:
    peer = case.state.target_address or ""
    dialled = [row for row in case.rows("pasv", "epsv", address="peer") if row.certainty == "proven"]
    hurt = two.by == "certificate" or any(row.result != "works" for row in dialled)
    return Finding(
        id=RULE.id,
        severity="error" if hurt else "warning",
        certainty="likely",
        audience=("server-admin", "network-admin"),
        title=msg("Several servers answer at one address"),
        explanation=_shown(peer, two)
        if two.by == "certificate"
        else _hurt(peer, two)
        if hurt
        else _harmless(peer, two),
        params={"address": peer, "first": two.first, "second": two.second, "by": two.by},
        evidence=two.evidence,
        explains=explained("passive-range-partial", "passive-port-refused", *_SYMPTOMS)
        if hurt
        else explained("data-certificate-differs"),
    )


def _shown(peer: str, two: Nodes) -> Message:
    return msg(
        "Some data connections to {peer} show the certificate of their control connection, others another one: a balancer "
        "stands in front of several servers. A data connection has to reach the server of its control connection; here some "
        "do not, so transfers fail by chance. Have the balancer send everything from one client to one server (session "
        "affinity by source address, for all FTP ports together), or give each server a public address of its own to name in "
        "its replies.",
        peer=peer,
    )


def _hurt(peer: str, two: Nodes) -> Message:
    return msg(
        "Two control connections to {peer} reached servers that call themselves {first} and {second}: a balancer stands in "
        "front of them. A data connection has to reach the server of its control connection; here some do not, so transfers "
        "fail by chance. Have the balancer send everything from one client to one server (session affinity by source "
        "address, for all FTP ports together), or give each server a public address of its own to name in its replies.",
        peer=peer,
        first=two.first,
        second=two.second,
    )


def _harmless(peer: str, two: Nodes) -> Message:
    return msg(
        "Two control connections to {peer} reached servers that call themselves {first} and {second}: a balancer stands in "
        "front of them. The data connections of this test met the right server. Make sure that this is no chance: the "
        "balancer has to send everything from one client to one server, for all FTP ports together.",
        peer=peer,
        first=two.first,
        second=two.second,
    )


RULE = Rule(id="load-balancer-split", rank=605, judge=judge)
