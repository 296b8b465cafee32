"""Control and data connection do not meet at the same place."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.model.addresses import same_address
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg
from ftpsgui.topology.attempts import passive, reached, says_foreign


def judge(case: Case) -> Answer:
    """Fire when the server rejected our data connection to its own address as a stranger's; from here only possible."""
    stood = [
        seen
        for seen in case.attempts
        if passive(seen.fact)
        and reached(seen.fact)
        and seen.fact.dialled is not None
        and same_address(seen.fact.dialled.host, seen.fact.control_peer.host)
    ]
    if not stood:
        return UNKNOWN
    found = [seen for seen in stood if says_foreign(seen.fact.final) or says_foreign(seen.fact.setup)]
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
            reply=text,
        ),
        params={"reply": text},
        evidence=ids_of(found),
        explains=explained("data-tls-failed", "listing-failed"),
    )


RULE = Rule(id="load-balancer-split", rank=605, judge=judge)
