"""One cure, told once: a finding whose steps already stand under one above it refers to that one."""

from __future__ import annotations

import msgspec

from ftpsgui.model.findings import Finding, Remedy
from ftpsgui.model.message import Message, msg


def cured_with(finding: Finding, findings: tuple[Finding, ...]) -> Finding | None:
    """Return the finding above ``finding`` that has the very same steps, or None: then they stand under its own."""
    if not finding.remedies:
        return None
    for other in findings:
        if other.id == finding.id:
            return None
        if _steps(other) == _steps(finding):
            return other
    return None


def refers(finding: Finding, first: Finding) -> Message:
    """Return what stands in the place of the steps where ``first`` has them."""
    if all(one.id.startswith("certificate-") for one in (finding, first)):
        return msg(
            "One new certificate cures both, this and “{finding}”: the steps stand there.",
            finding=first.title,
        )
    return msg("What cures “{finding}” cures this, too: the steps stand there.", finding=first.title)


def _steps(finding: Finding) -> tuple[Remedy, ...]:
    """Return the steps without what says how they are checked, which may differ."""
    return tuple(msgspec.structs.replace(one, verified_by=None) for one in finding.remedies)
