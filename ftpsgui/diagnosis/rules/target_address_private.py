"""The address under test is one that nobody outside can reach."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule
from ftpsgui.model.addresses import classify, is_private, same_address
from ftpsgui.model.facts import TcpConnect
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg


def judge(case: Case) -> Answer:
    """Fire when the address that was dialled is private, loopback or the like."""
    peer = case.state.target_address
    if peer is None:
        return UNKNOWN
    if not is_private(peer):
        return SILENT
    dialled = tuple(seen.id for seen in case.state.of(TcpConnect) if seen.fact.remote.host == peer)
    if (
        not dialled
    ):  # a record without its beginning: the data connections tell where the control connection went
        dialled = tuple(seen.id for seen in case.state.attempts if seen.fact.control_peer.host == peer)
    if not dialled:
        return UNKNOWN
    return Finding(
        id=RULE.id,
        severity="info",
        certainty="proven",
        audience=("client",),
        title=msg("The address {address} is this computer itself", address=peer)
        if classify(peer) == "loopback"
        else msg("The address {address} exists only inside a private network", address=peer),
        explanation=_explanation(classify(peer), peer, case.state.plan.endpoint.host),
        params={"address": peer, "kind": classify(peer)},
        evidence=dialled[:1],
    )


def _explanation(kind: str, address: str, host: str) -> Message:
    if same_address(host, address):
        return _of_a_literal_address(kind, address)
    if kind == "loopback":
        return msg(
            "{host} leads to {address}, which is this computer itself. The test shows nothing about other computers.",
            host=host,
            address=address,
        )
    return msg(
        "{host} leads to {address}, an address that cannot be reached from the internet. Clients outside need the "
        "server's public address or name.",
        host=host,
        address=address,
    )


def _of_a_literal_address(kind: str, address: str) -> Message:
    if kind == "loopback":
        return msg(
            "A connection to it does not leave this computer. The test shows nothing about other computers."
        )
    return msg(
        "{address} is an address that cannot be reached from the internet. Clients outside need the server's public address "
        "or name.",
        address=address,
    )


RULE = Rule(id="target-address-private", rank=810, judge=judge)
