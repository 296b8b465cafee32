"""The control port refuses the connection."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.dials import dials
from ftpsgui.diagnosis.known_ports import mixed_up
from ftpsgui.diagnosis.remedy import cure, either
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when a dial was refused and none succeeded; proven once the run is over (another port may yet answer)."""
    found = dials(case)
    if found.succeeded:
        return SILENT
    refused = found.ended("refused", "reset", "closed")
    if not refused:
        return SILENT if found.failed else UNKNOWN
    remote = refused[0].fact.remote
    hint = mixed_up(remote.port)
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if case.ended else "likely",
        audience=("client",) if hint else ("server-admin", "network-admin"),
        title=msg("{target} refuses the connection", target=str(remote)),
        explanation=msg(
            "Something at {address} answers, but not for TCP port {port}. {hint}",
            address=remote.host,
            port=remote.port,
            hint=hint,
        )
        if hint
        else msg(
            "Something at {address} answers, but not for TCP port {port}. Either the FTP server is not running or "
            "listens on another port, or the router in front of it does not forward this port, or a firewall rejects "
            "it. Whether something listens on the port can be seen on the server itself: look there first.",
            address=remote.host,
            port=remote.port,
        ),
        params={"address": remote.host, "port": remote.port},
        evidence=evidence_of(*refused),
        remedies=() if hint else either(cure(case, "listen"), cure(case, router=("forward", "open-range"))),
    )


RULE = Rule(id="control-refused", rank=120, judge=judge)
