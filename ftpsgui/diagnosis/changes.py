"""What a second run shows that the first did not: modes before and after, findings that are gone, new, or still there."""

from __future__ import annotations

import msgspec

from ftpsgui.diagnosis.case import UNKNOWN, Choices
from ftpsgui.diagnosis.engine import answers, make_case
from ftpsgui.knowledge.base import Knowledge
from ftpsgui.model.findings import Diagnosis, Finding, ModeRow
from ftpsgui.model.plan import Plan
from ftpsgui.session.state import State


class ModeChange(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the mode table that has another result or another reason now."""

    before: ModeRow
    after: ModeRow


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """The comparison. ``unchecked``: findings of the first run that the second did not ask about."""

    modes: tuple[ModeChange, ...]
    fixed: tuple[Finding, ...]
    new: tuple[Finding, ...]
    unchanged: tuple[Finding, ...]
    unchecked: tuple[Finding, ...]


def comparable(before: Plan, after: Plan) -> bool:
    """Whether two runs tested the same thing: the same server by the same way in, as the same user."""
    return (before.endpoint, before.user) == (after.endpoint, after.user)


def compare(
    before: Diagnosis, after: Diagnosis, state: State, knowledge: Knowledge, choices: Choices
) -> Changes:
    """Compare two diagnoses; ``state`` is the second run's. A finding counts as fixed only when its rule can say so."""
    answered = answers(make_case(state, knowledge, choices))
    now, then = _all_ids(after), _all_ids(before)
    # A remark that is gone is nothing that was repaired.
    gone = [one for one in before.findings if one.id not in now and one.severity != "info"]
    unknown = {name for name, answer in answered.items() if answer == UNKNOWN}
    old = {(row.mode, row.protection, row.address): row for row in before.modes}
    rows = [(old.get((row.mode, row.protection, row.address)), row) for row in after.modes]
    return Changes(
        modes=tuple(
            ModeChange(before=was, after=row) for was, row in rows if was is not None and _differs(was, row)
        ),
        fixed=tuple(one for one in gone if one.id not in unknown),
        new=tuple(one for one in after.findings if one.id not in then),
        unchanged=tuple(one for one in after.findings if one.id in then),
        unchecked=tuple(one for one in gone if one.id in unknown),
    )


def _differs(before: ModeRow, after: ModeRow) -> bool:
    if after.result == "untested":
        return False  # not asked again: that tells nothing
    return (before.result, before.reason) != (after.result, after.reason)


def _all_ids(diagnosis: Diagnosis) -> set[str]:
    own = {finding.id for finding in diagnosis.findings}
    return own | {one.id for finding in diagnosis.findings for one in finding.explains}
