"""Before and after: a second run beside the first, in counts, in the modes that changed, and in the findings."""

from __future__ import annotations

from ftpsgui.diagnosis.changes import Changes, ModeChange
from ftpsgui.model.findings import Diagnosis, Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.arrows import how_label
from ftpsgui.presentation.view_modes import mode_cell
from ftpsgui.presentation.view_state import ChangesView, FindingChangeView, Glyph, ModeChangeView, Role
from ftpsgui.presentation.view_text import visible
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator


def changes_view(
    changes: Changes, state: State | None, diagnosis: Diagnosis | None, t: Translator
) -> ChangesView:
    """Return the comparison as it is shown."""
    role, glyph = _role(changes)
    modes = [_mode(one, diagnosis, t) for one in changes.modes]
    findings = (
        *_findings(changes.fixed, "good", "check", msg("Fixed"), t),
        *_findings(changes.new, "bad", "cross", msg("New"), t),
        *_together(changes.found, msg("Not tested before"), t),
        *(_together(changes.unchanged, msg("Unchanged"), t) if _any(changes) else ()),
        *_together(changes.unchecked, msg("Not checked again"), t),
    )
    partly = state is not None and bool(state.plan.only)
    scope = msg("Only what the change concerns was tested again.") if partly else None
    return ChangesView(
        headline=t(_headline(changes)),
        role=role,
        glyph=glyph,
        scope=t(scope) if scope is not None else "",
        modes=tuple(one for one in modes if one.before.word != one.after.word),
        findings=findings,
    )


def _any(changes: Changes) -> bool:
    return bool(changes.modes or changes.fixed or changes.new or changes.found)


def _role(changes: Changes) -> tuple[Role, Glyph]:
    worse = any(one.severity == "error" for one in changes.new) or any(
        one.before.result == "works" and one.after.result == "fails" for one in changes.modes
    )
    if worse:
        return "bad", "cross"
    better = changes.fixed or any(one.after.result == "works" for one in changes.modes)
    return ("good", "check") if better else ("neutral", "dash")


def _headline(changes: Changes) -> Message:
    if not _any(changes):
        return msg("Nothing has changed since the last test")
    if changes.found:
        return msg(
            "Since the last test: {fixed} fixed, {new} new, {unchanged} unchanged, {found} not tested before",
            fixed=len(changes.fixed),
            new=len(changes.new),
            unchanged=len(changes.unchanged),
            found=len(changes.found),
        )
    return msg(
        "Since the last test: {fixed} fixed, {new} new, {unchanged} unchanged",
        fixed=len(changes.fixed),
        new=len(changes.new),
        unchanged=len(changes.unchanged),
    )


def _findings(
    findings: tuple[Finding, ...],
    role: Role,
    glyph: Glyph,
    word: Message,
    t: Translator,
) -> tuple[FindingChangeView, ...]:
    return tuple(
        FindingChangeView(
            role="neutral" if role == "bad" and one.severity == "info" else role,
            glyph="info" if role == "bad" and one.severity == "info" else glyph,
            word=t(word),
            title=visible(t(one.title)),
        )
        for one in findings
    )


def _together(findings: tuple[Finding, ...], word: Message, t: Translator) -> tuple[FindingChangeView, ...]:
    """Return what did not change in one line: its title, or how many there are."""
    if not findings:
        return ()
    one = findings[0].title if len(findings) == 1 else msg("{count} findings", count=len(findings))
    return (FindingChangeView(role="neutral", glyph="dash", word=t(word), title=visible(t(one))),)


def _mode(change: ModeChange, diagnosis: Diagnosis | None, t: Translator) -> ModeChangeView:
    row = change.after
    how = how_label(row.mode, row.address)
    name = row.mode.upper() if how is None else t(msg("{mode} {how}", mode=row.mode.upper(), how=how))
    before, after = mode_cell(change.before, diagnosis, t), mode_cell(row, diagnosis, t)
    return ModeChangeView(
        name=name,
        before=before,
        after=after,
        spoken=t(
            msg("{mode}: before {before}, now {after}", mode=name, before=before.word, after=after.word)
        ),
    )
