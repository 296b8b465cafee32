"""What must be asked again after a cure, and nothing else: the probes that its change concerns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from ftpsgui.model.facts import ProbeOutcome
from ftpsgui.model.findings import Finding
from ftpsgui.model.plan import THOROUGH, Plan

_ALWAYS: Final = ("capabilities", "reflection", "protection", "pasv", "epsv")
"""Asked after every change: without a data mode there is no verdict, and without what the server says of addresses no
topology."""
_OF_PASSIVE: Final = (
    "passive-range",
    "repeat-transfers",
    "opened-port",
    "data-reflection",
    "plaintext-comparison",
    "ccc",
)
"""What tells of passive mode beside its own probes, or compares with it: before and after a change must not be mixed."""
_MORE: Final[Mapping[str, tuple[str, ...]]] = {
    "pasv": _OF_PASSIVE,
    "epsv": _OF_PASSIVE,
    "passive-range": _OF_PASSIVE,
    "session-reuse": ("session-reuse", "port", "eprt", "repeat-transfers", "resumption-versions"),
    "port": ("port", "eprt", "data-reflection", "plaintext-comparison", "ccc"),
    "tls": (
        "tls-versions",
        "session-reuse",
        "port",
        "eprt",
        "repeat-transfers",
        "resumption-versions",
        "clear-data",
        "plaintext-comparison",
        "ccc",
    ),
    "certificate": ("session-reuse", "port", "eprt", "repeat-transfers"),
    "protection": ("session-reuse", "port", "eprt", "repeat-transfers", "clear-data"),
    "tls-versions": ("tls-versions", "resumption-versions"),
    "plaintext-comparison": ("plaintext-comparison", "ccc"),
    "login": ("plaintext-comparison",),
}
"""By the probe that verifies a remedy (:attr:`Remedy.verified_by`): what is asked beyond that, as far as the plan asks it
at all. What is left out is carried over from the first run (``session/carry.py``)."""
_NOT_ASKED: Final = frozenset({"prerequisite-failed", "budget", "cancelled"})
"""Reasons of an outcome that mean that a question was not put."""
_THOROUGH_ONLY: Final = frozenset(
    {
        "repeat-transfers",
        "opened-port",
        "data-reflection",
        "resumption-versions",
        "clear-data",
        "tls-versions",
        "plaintext-comparison",
    }
)
"""What a plan that is made thorough only to look at the range would ask without having been asked to."""


def probes_again(finding: Finding) -> tuple[str, ...]:
    """Return the probes to ask again after one of the remedies of ``finding``; empty when it has none."""
    verified = dict.fromkeys(one.verified_by for one in finding.remedies if one.verified_by is not None)
    if not verified:
        return ()
    return tuple(dict.fromkeys((*_ALWAYS, *(probe for one in verified for probe in _MORE.get(one, ())))))


def plan_again(plan: Plan, finding: Finding, outcomes: Mapping[str, ProbeOutcome] | None = None) -> Plan:
    """Return ``plan`` cut down to what ``finding``'s remedies change; a port range is looked at thoroughly.

    ``outcomes`` of the first run: what it could not ask, since something failed before or it was stopped, is asked now.
    """
    probes = probes_again(finding)
    if probes:
        late = (name for name, one in (outcomes or {}).items() if one.reason in _NOT_ASKED)
        probes = tuple(dict.fromkeys((*probes, *late)))
    ranged = any(one.verified_by == "passive-range" for one in finding.remedies)
    deep = ranged and not plan.thorough
    if deep:
        asked = {"plaintext-comparison"} if plan.consents.plaintext else set()
        probes = tuple(one for one in probes if one not in _THOROUGH_ONLY - asked)
    return msgspec.structs.replace(
        plan,
        only=probes,
        thorough=plan.thorough or deep,
        budget=THOROUGH if deep else plan.budget,
    )
