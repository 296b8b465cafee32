"""Something between here and the server speaks in its place: a proxy, a security gateway, TLS inspection, a balancer."""

from __future__ import annotations

import re

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.handshakes import inspected, of_target
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.addresses import in_network, is_private, is_public, same_address
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Reflected

_BANNER = re.compile(
    r"\bftp[ ._-]?proxy\b"  # TIS fwtk, Gauntlet, ftp.proxy, OpenBSD, Frox
    r"|\bproxy[ -]ftp\b"
    r"|\bftp[ -]gateway\b"
    r"|FireWall-1 Secure FTP"  # Check Point
    r"|Blue ?Coat FTP"
    r"|\bFrox\b",
    re.IGNORECASE,
)
"""Greetings of proxies and security gateways that answer before the server does."""


def judge(case: Case) -> Answer:
    """Fire for the greeting of a proxy, a certificate that an inspecting product issued, and a source that is not ours."""
    greetings = [
        found for one in case.connections if (found := one.greeting) is not None and found.fact.reply
    ]
    if not greetings and not of_target(case):
        return UNKNOWN
    for seen in greetings:
        reply = seen.fact.reply
        if reply is not None and any(_BANNER.search(line) for line in reply.lines):
            return _finding(
                msg("A proxy or security gateway answers in the server's place"),
                _speaks(reply.text),
                "greeting",
                reply.text,
                evidence_of(seen),
            )
    handshake = inspected(case)
    if handshake is not None:
        issuer = handshake.fact.chain[0].issuer
        return _finding(
            msg("Something on the way opens the encryption"),
            _inspects(issuer),
            "certificate",
            issuer,
            evidence_of(handshake),
        )
    stranger = _source_not_ours(case)
    if stranger is not None:
        return _finding(
            msg("Something in front of the server passes connections on in its own name"),
            _stands_in_front(case.state.target_address or "", stranger.address),
            "source",
            stranger.address,
            (stranger.evidence,),
        )
    return SILENT


def _finding(
    title: Message, explanation: Message, seen_by: str, text: str, evidence: tuple[str, ...]
) -> Finding:
    return Finding(
        id=RULE.id,
        severity="info",
        certainty="likely",
        audience=("client",),
        title=title,
        explanation=explanation,
        params={"seen_by": seen_by, "text": text},
        evidence=evidence,
    )


def _speaks(reply: str) -> Message:
    return msg(
        "The greeting says “{reply}”. What this test shows is that device's work, and not that of the server behind it: what "
        "is refused or altered (AUTH TLS, EPSV, active mode) may be its doing. If it belongs to your own network, test again "
        "from a connection without it; if it stands in front of the server, its settings are the ones to change.",
        reply=quoted(reply),
    )


def _inspects(issuer: str) -> Message:
    return msg(
        "The certificate was issued by “{issuer}”, the name of a product that opens encrypted connections in "
        "order to inspect them: a firewall of your network, or a virus scanner on this computer. What this test "
        "shows of TLS and of data connections is then that product's work and not the server's. Test again from "
        "another connection, or ask whoever runs that product for an exception for this server.",
        issuer=quoted(issuer),
    )


def _stands_in_front(peer: str, source: str) -> Message:
    return msg(
        "You reach the server at {peer}, and to the server your connection comes from {source}, a private address "
        "that is not this computer's. A load balancer, a proxy or a router near the server replaces the sender's "
        "address. Passive mode works with that as long as all ports take the same way, and then nothing needs to "
        "be changed. In active mode the server connects to that device and not to this computer. The server's log "
        "and its ban list show that one address for everybody, so a ban shuts everybody out.",
        peer=peer,
        source=source,
    )


def _source_not_ours(case: Case) -> Reflected | None:
    """Return a private address from which we come for a server that we reach at a public one."""
    peer, local = case.state.target_address, case.state.local_address
    told = case.state.client_addresses_seen_by_server
    if peer is None or local is None or not is_public(peer) or any(is_public(one.address) for one in told):
        return None
    for one in told:
        own = same_address(one.address, local) or any(
            in_network(one.address, interface.network) for interface in case.state.interfaces
        )
        if is_private(one.address) and not own:
            return one
    return None


RULE = Rule(id="through-proxy", rank=807, judge=judge)
