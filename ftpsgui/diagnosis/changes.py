"""What a second run shows that the first did not: modes before and after, findings that are gone, new, or still there."""

from __future__ import annotations

from collections.abc import Callable

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
    """The comparison. ``unchecked``: findings of the first run that the second did not ask about.

    ``found``: findings of the second run that the first could not make, because it did not come so far. They are no
    news of the server.
    """

    modes: tuple[ModeChange, ...]
    fixed: tuple[Finding, ...]
    new: tuple[Finding, ...]
    unchanged: tuple[Finding, ...]
    unchecked: tuple[Finding, ...]
    found: tuple[Finding, ...] = ()


def comparable(before: Plan, after: Plan) -> bool:
    """Whether two runs tested the same thing: the same server by the same way in, as the same user."""
    return (before.endpoint, before.user) == (after.endpoint, after.user)


def compare(
    before: Diagnosis,
    after: Diagnosis,
    state: State,
    knowledge: Knowledge,
    choices: Choices,
    *,
    before_state: State,
) -> Changes:
    """Compare two diagnoses; ``state`` is the second run's, ``before_state`` the first one's.

    A finding counts as fixed only when its rule can say so now, and as new only when it could have said so before.
    """
    answered = answers(make_case(state, knowledge, choices))
    now, then = _all_ids(after), _all_ids(before)
    # A remark that is gone is nothing that was repaired.
    gone = [one for one in before.findings if one.id not in now and one.severity != "info"]
    come = [one for one in after.findings if one.id not in then]
    unknown = {name for name, answer in answered.items() if answer == UNKNOWN}
    could = _could_have_seen(before_state, state, knowledge, choices) if come else None
    old = {(row.mode, row.protection, row.address): row for row in before.modes}
    rows = [(old.get((row.mode, row.protection, row.address)), row) for row in after.modes]
    return Changes(
        modes=tuple(
            ModeChange(before=was, after=row) for was, row in rows if was is not None and _differs(was, row)
        ),
        fixed=tuple(one for one in gone if one.id not in unknown),
        new=tuple(one for one in come if could is None or could(one)),
        unchanged=tuple(one for one in after.findings if one.id in then),
        unchecked=tuple(one for one in gone if one.id in unknown),
        found=tuple(one for one in come if could is not None and not could(one)),
    )


def _could_have_seen(
    before: State, after: State, knowledge: Knowledge, choices: Choices
) -> Callable[[Finding], bool]:
    """Return whether the first run, as far as it came, could have made a finding of the second one."""
    answered = answers(make_case(before, knowledge, choices))
    whole = before.logged_in and before.ended is not None and before.ended.reason == "finished"
    asked = {name for name, one in before.outcomes.items() if one.status in ("completed", "failed")}

    def could(finding: Finding) -> bool:
        if answered.get(finding.id) == UNKNOWN:
            return False
        rests_on = {seen.probe for one in finding.evidence if (seen := after.by_id(one)) is not None}
        return whole or rests_on <= asked

    return could


def _differs(before: ModeRow, after: ModeRow) -> bool:
    if after.result == "untested":
        return False  # not asked again: that tells nothing
    if after.earlier:
        return False
    return (before.result, before.reason) != (after.result, after.reason)


def _all_ids(diagnosis: Diagnosis) -> set[str]:
    own = {finding.id for finding in diagnosis.findings}
    return own | {one.id for finding in diagnosis.findings for one in finding.explains}
