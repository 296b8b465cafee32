"""Which finding is what the verdict is about, and which cannot be, though they are true.

:func:`cause_of` is the one answer: the sentence of the verdict, the finding that stands first and the window's card all
ask for it (``Verdict.cause``), so that they cannot disagree.
"""

from __future__ import annotations

from ftpsgui.diagnosis.case import Case
from ftpsgui.diagnosis.verdict import tried, use_mode
from ftpsgui.model.findings import Finding
from ftpsgui.topology.attempts import reached

_REMARK = "active-client-behind-nat"
"""Beside passive mode no more than a remark; where nothing else was tried, the reason why no mode works."""
_VANTAGE = frozenset({"test-from-inside", "hairpin"})
"""Where the test stood; never the cause of what did not work."""


def cause_of(case: Case, findings: tuple[Finding, ...]) -> Finding | None:
    """Return the finding that the verdict is about, or None; ``findings`` stand in the order of repair.

    The first error or warning that can be it. A remark is it only where it is all that a client tried.
    """
    remark = next((one for one in findings if one.id == _REMARK), None)
    if remark is not None and _alone(case):
        return remark
    not_it = beside(case, findings)
    for one in findings:
        if one.severity != "info" and one.id not in not_it:
            return one
    return remark if case.state.attempts and use_mode(case, findings) is None else None


def _alone(case: Case) -> bool:
    """Whether a log's client tried active mode and nothing else, and that did not work."""
    return case.state.log is not None and not case.passive and not case.works("port", "eprt")


def beside(case: Case, findings: tuple[Finding, ...]) -> frozenset[str]:
    """Return the ids of the findings that are not why no data connection worked.

    Where the test stood, as long as none worked. Where some were tried: a certificate that was accepted (else nothing
    would have been tried), and, in the log of a client that used the server's own address instead of the one in 227 and
    got through to it, that address.
    """
    works = use_mode(case, findings) is not None
    if works and tried(case):
        return frozenset()
    found = set(_VANTAGE)
    if case.state.attempts and not works:
        found |= {one.id for one in findings if one.id.startswith("certificate-") and one.severity != "error"}
        if case.state.log is not None and any(
            seen.fact.address == "peer" and reached(seen.fact) for seen in case.attempts_of("pasv")
        ):
            found.add("pasv-private-address")
    return frozenset(found)
