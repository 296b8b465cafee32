"""The steps of a cure as plain text, for a mail to whoever has to do them."""

from __future__ import annotations

from ftpsgui.model.message import msg
from ftpsgui.model.phrases import labelled
from ftpsgui.presentation.view_state import RemedyChoiceView, RemedyView
from ftpsgui.texts.translate import Translator


def all_steps(title: str, choice: RemedyChoiceView, t: Translator) -> str:
    """Return the steps of ``choice``: where each goes and who does it, what to write, what to do then."""
    numbered = len(choice.steps) > 1
    parts = [title]
    for number, step in enumerate(choice.steps, 1):
        where = " · ".join(part for part in (step.chip, step.file, step.audience) if part)
        parts.append("\n".join((f"{number}. {where}" if numbered else where, step_text(step, t))))
    return "\n\n".join(parts) + "\n"


def step_text(step: RemedyView, t: Translator) -> str:
    """Return one step without where it goes: what to write, what stands for what, what to do then."""
    lines = [_indented(step.snippet) if step.is_code else step.snippet]
    lines += [t(labelled(one.name, one.meaning)) for one in step.placeholders]
    if step.apply:
        lines.append(f"{t(msg('Then:'))} {step.apply}")
    if step.note:
        lines.append(step.note)
    return "\n".join(lines)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())
