"""Which findings are why no data connection worked, and which cannot be, though they are true."""

from __future__ import annotations

from collections.abc import Iterable

from ftpsgui.diagnosis.case import Case
from ftpsgui.diagnosis.verdict import MAY_LEAD, use_mode
from ftpsgui.model.findings import Finding
from ftpsgui.topology.attempts import reached


def leading(case: Case, findings: tuple[Finding, ...]) -> frozenset[str]:
    """Return the ids of the remarks that come first: active mode behind NAT, where it is all that a log's client tried."""
    if case.state.log is None or case.passive or case.works("port", "eprt"):
        return frozenset()
    return frozenset(one.id for one in findings if one.id == MAY_LEAD)


def beside(case: Case, findings: tuple[Finding, ...]) -> frozenset[str]:
    """Return the ids of the findings that stopped nobody, where data connections were tried and none worked.

    A certificate that was accepted (else nothing would have been tried), and, in the log of a client that used the
    server's own address instead of the one in 227 and got through to it, that address.
    """
    if not case.state.attempts or use_mode(case, findings) is not None:
        return frozenset()
    found = {one.id for one in findings if accepted_certificate(one)}
    if case.state.log is not None and any(
        seen.fact.address == "peer" and reached(seen.fact) for seen in case.attempts_of("pasv")
    ):
        found.add("pasv-private-address")
    return frozenset(found)


def accepted_certificate(finding: Finding) -> bool:
    """Whether a finding is about a certificate that ended nothing."""
    return finding.id.startswith("certificate-") and finding.severity != "error"


def cause_of(findings: Iterable[Finding], exit_status: int) -> Finding | None:
    """Return the first finding that can be what the verdict is about: a certificate is never why no data mode works.

    A remark is it only where it leads (see :func:`leading`).
    """
    for place, finding in enumerate(findings):
        if place == 0 and exit_status == 3 and finding.id == MAY_LEAD:
            return finding
        if finding.severity != "info" and not (exit_status == 3 and accepted_certificate(finding)):
            return finding
    return None
