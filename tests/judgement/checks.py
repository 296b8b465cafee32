"""What every rule must keep: it fires, is silent and does not know where its cases say so, in whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from ftpsgui.diagnosis.case import Answer
from ftpsgui.diagnosis.engine import Choices, answers, make_case
from ftpsgui.knowledge.base import load
from ftpsgui.model.facts import Observation, Reply
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message
from ftpsgui.texts.translate import LANGUAGES, Translator
from tests.judgement.playbook import Playbook


@dataclass(frozen=True)
class Fires:
    """Expected of a finding: severity, certainty, and some of its parameters."""

    severity: str = "error"
    certainty: str = "proven"
    params: tuple[tuple[str, Any], ...] = ()


def answer(book: Playbook, rule: str) -> Answer:
    return answers(make_case(book.state(), load(), Choices()))[rule]


def check(book: Playbook, rule: str, expected: Fires | str) -> None:
    got = answer(book, rule)
    if not isinstance(expected, Fires):
        assert got == expected, f"{rule}: {got}"
        return
    assert isinstance(got, Finding), f"{rule} is {got}"
    assert got.id == rule
    assert (got.severity, got.certainty) == (expected.severity, expected.certainty)
    for name, value in expected.params:
        assert got.params[name] == value
    known = {observation.id for observation in book.observations}
    assert got.evidence, f"{rule} has no evidence"
    assert set(got.evidence) <= known
    assert len(set(got.evidence)) == len(got.evidence)
    for sentence in (got.title, got.explanation):
        words(sentence)
    assert not Translator().render(got.title).endswith(".")
    assert Translator().render(got.explanation).endswith(".")
    for remedy in got.remedies:
        words(remedy.snippet)
    quotes_end_once(book, rule)


def quotes_end_once(book: Playbook, rule: str) -> None:
    """Let everything that was quoted end in a full stop, as servers write it: our sentence still has only its own."""
    again = Playbook(start=False)
    again.plan = book.plan
    again.observations = [with_full_stops(one) for one in book.observations]
    got = answer(again, rule)
    if isinstance(got, Finding):
        for language in LANGUAGES:
            for sentence in (got.title, got.explanation):
                text = Translator(language).render(sentence)
                assert not any(end in text for end in (".”", ".」", "“”", "「」", "\\x0a”", "\\x0a」")), text


def with_full_stops(value: Any) -> Any:
    """Return a fact in which replies and what was read raw end in a full stop (and raw text in a line end)."""
    if isinstance(value, Reply):
        lines = (*value.lines[:-1], f"{value.lines[-1]}.") if value.lines else ("Sorry.",)
        return msgspec.structs.replace(value, lines=lines, raw=f"{value.raw}.")
    if not isinstance(value, msgspec.Struct):
        return value
    found = {name: with_full_stops(getattr(value, name)) for name in value.__struct_fields__}
    for name in ("raw", "first_bytes", "partial") if not isinstance(value, Observation) else ():
        if found.get(name):
            found[name] = f"{found[name]}.\\x0d\\x0a"
    return msgspec.structs.replace(value, **found)


def words(message: Message) -> str:
    text = Translator().render(message)
    assert "{" not in text or not message.translated, text
    assert "None" not in text, text
    assert "  " not in text or not message.translated, text
    return text
