"""What every rule must keep: it fires, is silent and does not know where its cases say so, in whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ftpsgui.diagnosis.case import Answer
from ftpsgui.diagnosis.engine import Choices, answers, make_case
from ftpsgui.knowledge.base import load
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message
from ftpsgui.texts.translate import Translator
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


def words(message: Message) -> str:
    text = Translator().render(message)
    assert "{" not in text or not message.translated, text
    assert "None" not in text, text
    assert "  " not in text or not message.translated, text
    return text
