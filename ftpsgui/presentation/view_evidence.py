"""A fact that a finding rests on, in one line for people: what was tried, what was said, how it ended."""

from __future__ import annotations

from typing import Final

from ftpsgui.model.facts import DataAttempt, Exchange, Observation
from ftpsgui.model.findings import Reason
from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.arrows import how_label
from ftpsgui.presentation.view_details import fact_line
from ftpsgui.presentation.view_text import visible
from ftpsgui.presentation.view_transcript import what_happened
from ftpsgui.presentation.view_words import FAILED, NOT_TRIED
from ftpsgui.texts.translate import Translator

_STEPS: Final[dict[str, Reason]] = {
    "timeout": "timeout",
    "refused": "refused",
    "unreachable": "unreachable",
    "cancelled": "cancelled",
}


def evidence_text(observation: Observation, t: Translator) -> str:
    """Return the line of ``observation``. What was sent and received stands in it as it is."""
    fact = observation.fact
    if isinstance(fact, Exchange) and fact.reply is None:
        return " · ".join(filter(None, (visible(fact.command or ""), what_happened(observation, t))))
    if not isinstance(fact, DataAttempt):
        said = "" if isinstance(fact, Exchange) else what_happened(observation, t)
        return said or fact_line(observation).summary
    name, how = fact.mode.upper(), how_label(fact.mode, fact.address)
    head = t(msg("{what} {how}", what=name, how=how)) if how is not None else name
    said = fact.raw or (fact.setup.text if fact.setup else "")
    ending = fact.final.text if fact.final else t(why) if (why := _why(fact)) is not None else ""
    return " · ".join(visible(part, limit=400) for part in (head, said, ending) if part)


def _why(fact: DataAttempt) -> Message | None:
    """Return why an attempt has no final reply; None when that is not known."""
    if fact.not_dialled is not None:
        # That a consent would change it says the mode table; here it is what happened that counts.
        return (
            NOT_TRIED["not-dialled"] if fact.not_dialled == "no-consent" else NOT_TRIED.get(fact.not_dialled)
        )
    if fact.tcp is not None and fact.tcp.outcome != "ok":
        reason = _STEPS.get(fact.tcp.outcome)
        return FAILED.get(reason) or NOT_TRIED.get(reason) if reason else FAILED["ok"]
    if fact.tls is not None and fact.tls.outcome != "ok":
        return FAILED["tls-failed"]
    return FAILED["reply-timeout"] if fact.final_ending == "timeout" else None
