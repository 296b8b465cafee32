"""Nothing answers on the control port."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of
from ftpsgui.diagnosis.dials import dials
from ftpsgui.diagnosis.known_ports import mixed_up
from ftpsgui.diagnosis.remedy import cure, either
from ftpsgui.model.facts import TcpConnect
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Seen


def judge(case: Case) -> Answer:
    """Fire when a dial ended in silence or ICMP unreachable and none succeeded; proven once the run is over."""
    found = dials(case)
    if found.succeeded:
        return SILENT
    silent = found.ended("timeout", "unreachable")
    if not silent:
        here = found.ended("error")
        if here:
            return _not_from_here(case, here)
        return SILENT if found.failed else UNKNOWN
    if all(seen.fact.step.error == "ENETUNREACH" for seen in silent):
        return _no_route(case, silent)
    first = next(seen for seen in silent if seen.fact.step.error != "ENETUNREACH")
    hint = mixed_up(first.fact.remote.port)
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if case.ended else "likely",
        audience=("client",) if hint else ("client", "network-admin", "server-admin"),
        title=msg("{target} does not answer", target=str(first.fact.remote)),
        explanation=msg(
            "No connection to TCP port {port} of {address} came about. {hint}",
            port=first.fact.remote.port,
            address=first.fact.remote.host,
            hint=hint,
        )
        if hint
        else _explanation(first.fact.step.outcome, first.fact.remote.host, first.fact.remote.port),
        params={"address": first.fact.remote.host, "port": first.fact.remote.port},
        evidence=evidence_of(*silent),
        remedies=() if hint else either(cure(case, router=("forward", "open-range")), cure(case, "listen")),
    )


def _no_route(case: Case, failed: tuple[Seen[TcpConnect], ...]) -> Finding:
    """Return the finding for a network that nobody knows a way to: most often this computer is in no network at all."""
    remote = failed[0].fact.remote
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven" if case.ended else "likely",
        audience=("client", "network-admin"),
        title=msg("There is no way from here to {address}", address=remote.host),
        explanation=msg(
            "This computer, or a router next to it, knows no route to {address}; the server was not reached and has no part in "
            "it. Most often the computer's own connection is off: look at its Wi-Fi, cable or VPN, then test again.",
            address=remote.host,
        ),
        params={"address": remote.host, "port": remote.port, "error": "ENETUNREACH"},
        evidence=evidence_of(*failed),
    )


def _not_from_here(case: Case, failed: tuple[Seen[TcpConnect], ...]) -> Finding:
    """Return the finding for a dial that this computer itself refused to make."""
    first = failed[0].fact
    error = first.step.error or first.step.outcome
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("client",),
        title=msg("This computer cannot dial {target}", target=str(first.remote)),
        explanation=msg(
            "The address {address} does not belong to this computer, so no connection can begin there.",
            address=case.state.plan.active.bind or "",
        )
        if error == "EADDRNOTAVAIL" and case.state.plan.active.bind
        else msg(
            "This computer's own system refused to dial ({error}); nothing was sent. A firewall on this computer, or a "
            "network that is switched off, are usual reasons.",
            error=error,
        ),
        params={"address": first.remote.host, "port": first.remote.port, "error": error},
        evidence=evidence_of(*failed),
    )


def _explanation(outcome: str, address: str, port: int) -> Message:
    if outcome == "unreachable":
        return msg(
            "The network reports that {address} cannot be reached: there is no route to it, or a router on the way "
            "rejects the connection. Check the address, and whether this computer has a connection to that network "
            "(a VPN may be needed).",
            address=address,
        )
    return msg(
        "No answer at all came from TCP port {port} of {address}. Something on the way drops the packets: the "
        "server's firewall, a router that does not forward the port, or a firewall in front of this computer. It "
        "may also be that the server is switched off or that the address is wrong. Try from another network (a "
        "mobile phone's, for example): if it works there, the fault lies on this side; if not, on the server's.",
        address=address,
        port=port,
    )


RULE = Rule(id="control-unreachable", rank=110, judge=judge)
