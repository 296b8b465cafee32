"""Before and after in the reports that people read: what a second run shows that the first did not, in a few lines."""

from __future__ import annotations

from typing import Literal

from ftpsgui.diagnosis.changes import Changes, ModeChange
from ftpsgui.model.message import Message, msg
from ftpsgui.reports.report import Changed
from ftpsgui.reports.words import ADDRESSES, result_text

TITLE = msg("Since the last test")


def changed_lines(changes: Changes | None) -> tuple[Changed, ...]:
    """Return what changed, what is cured first; empty when there was no run before or nothing is otherwise."""
    if changes is None:
        return ()
    return (
        *(Changed(mark="good", text=msg("Fixed: {finding}", finding=one.title)) for one in changes.fixed),
        *(Changed(mark="bad", text=msg("New: {finding}", finding=one.title)) for one in changes.new),
        *(
            Changed(mark="neutral", text=msg("Not tested before: {finding}", finding=one.title))
            for one in changes.found
        ),
        *(_mode(one) for one in changes.modes),
    )


def _mode(change: ModeChange) -> Changed:
    now = change.after.result
    mark: Literal["good", "bad", "neutral"] = (
        "good" if now == "works" else "bad" if now == "fails" else "neutral"
    )
    return Changed(mark=mark, text=_sentence(change))


def _sentence(change: ModeChange) -> Message:
    row = change.after
    return msg(
        "{mode}, {address}; before: {before}; now: {after}",
        mode=row.mode.upper(),
        address=ADDRESSES[row.address],
        before=result_text(change.before),
        after=result_text(row),
    )
