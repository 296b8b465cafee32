"""227 names 0.0.0.0."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.addresses import classify
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg
from ftpsgui.topology.attempts import advertised


def judge(case: Case) -> Answer:
    """Fire when a 227 names the unspecified address."""
    read = [(seen, said) for seen in case.attempts_of("pasv") if (said := advertised(seen.fact)) is not None]
    if not read:
        return UNKNOWN
    found = [seen for seen, said in read if classify(said.host) == "unspecified"]
    if not found:
        return SILENT
    peer = found[0].fact.control_peer.host
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server tells passive clients to connect to 0.0.0.0"),
        explanation=msg(
            "The reply to PASV holds no usable address. Some clients understand it as “the address I am connected to” "
            "({peer}), others fail. vsftpd does this when pasv_address is set while it listens on IPv6 (listen_ipv6=YES): "
            "use listen=YES and listen_ipv6=NO there. In other servers, set the external address to {peer}.",
            peer=peer,
        ),
        params={"peer": peer},
        evidence=ids_of(found),
        remedies=cure(case, "masquerade"),
    )


RULE = Rule(id="pasv-unspecified-address", rank=410, judge=judge)
