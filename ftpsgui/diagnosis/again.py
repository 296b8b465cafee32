"""What must be asked again after a cure, and nothing else: the probes that its change concerns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from ftpsgui.model.findings import Finding
from ftpsgui.model.plan import THOROUGH, Plan

_ALWAYS: Final = ("capabilities", "reflection", "protection", "pasv", "epsv")
"""Asked after every change: without a data mode there is no verdict, and without what the server says of addresses no
topology."""
_MORE: Final[Mapping[str, tuple[str, ...]]] = {
    "passive-range": ("passive-range",),
    "session-reuse": ("session-reuse", "port", "eprt"),
    "port": ("port", "eprt"),
    "tls": ("tls-versions", "session-reuse", "port", "eprt"),
    "certificate": ("session-reuse", "port", "eprt"),
    "protection": ("session-reuse", "port", "eprt"),
    "tls-versions": ("tls-versions",),
    "plaintext-comparison": ("plaintext-comparison",),
}
"""By the probe that verifies a remedy (:attr:`Remedy.verified_by`): what is asked beyond that."""


def probes_again(finding: Finding) -> tuple[str, ...]:
    """Return the probes to ask again after one of the remedies of ``finding``; empty when it has none."""
    verified = dict.fromkeys(one.verified_by for one in finding.remedies if one.verified_by is not None)
    if not verified:
        return ()
    return tuple(dict.fromkeys((*_ALWAYS, *(probe for one in verified for probe in _MORE.get(one, ())))))


def plan_again(plan: Plan, finding: Finding) -> Plan:
    """Return ``plan`` cut down to what ``finding``'s remedies change; a port range is looked at thoroughly."""
    probes = probes_again(finding)
    deep = "passive-range" in probes and not plan.thorough
    return msgspec.structs.replace(
        plan,
        only=probes,
        thorough=plan.thorough or deep,
        budget=THOROUGH if deep else plan.budget,
    )
