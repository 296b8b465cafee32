"""All rules asked about one state, symptoms folded into their causes, and the whole put in the order of repair."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import msgspec

from ftpsgui.diagnosis import rules as _rules
from ftpsgui.diagnosis.also import also_asked
from ftpsgui.diagnosis.blame import beside, cause_of
from ftpsgui.diagnosis.case import Answer, Case, Choices, Rule
from ftpsgui.diagnosis.untested import untested
from ftpsgui.diagnosis.verdict import verdict
from ftpsgui.knowledge.base import Knowledge
from ftpsgui.model.facts import Reply
from ftpsgui.model.findings import Certainty, Diagnosis, Explained, Finding, ProductGuess, Severity
from ftpsgui.session.state import State
from ftpsgui.topology.derive import derive
from ftpsgui.topology.modes import mode_rows

__all__ = ["Choices", "diagnose", "rules"]

_DEFAULT = Choices()
_SEVERITY: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_CERTAINTY: dict[Certainty, int] = {"proven": 0, "likely": 1, "possible": 2}


def diagnose(state: State, knowledge: Knowledge, choices: Choices = _DEFAULT) -> Diagnosis:
    """Say everything that can be said about ``state``. Pure: the same facts give the same diagnosis."""
    case = make_case(state, knowledge, choices)
    found = fired(case)
    folded = fold_symptoms(found)
    in_order = ordered(folded, beside(case, folded))
    cause = cause_of(case, in_order)
    findings = tuple(sorted(in_order, key=lambda one: one is not cause))
    return Diagnosis(
        product=case.product,
        verdict=verdict(case, findings, cause),
        modes=case.modes,
        findings=findings,
        topology=case.topology,
        untested=untested(case),
        also=also_asked(case, found.keys()),
    )


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule: one module in ``rules/`` each, found by name, in a checkout and in the frozen program."""
    names = sorted(info.name for info in pkgutil.iter_modules(_rules.__path__))
    return tuple(importlib.import_module(f"{_rules.__name__}.{name}").RULE for name in names)


@cache
def _ranks() -> dict[str, int]:
    return {rule.id: rule.rank for rule in rules()}


def make_case(state: State, knowledge: Knowledge, choices: Choices = _DEFAULT) -> Case:
    """Derive what the rules are given."""
    rows = mode_rows(state)
    return Case(
        state=state,
        knowledge=knowledge,
        choices=choices,
        product=_identify(state, knowledge, choices),
        modes=rows,
        topology=derive(state, rows),
    )


def answers(case: Case) -> dict[str, Answer]:
    """Return the answer of each rule, by its id."""
    return {rule.id: rule.judge(case) for rule in rules()}


def fired(case: Case) -> dict[str, Finding]:
    """Return the findings of the rules that fire, by id."""
    return {name: answer for name, answer in answers(case).items() if isinstance(answer, Finding)}


def fold_symptoms(findings: dict[str, Finding]) -> tuple[Finding, ...]:
    """Take symptoms into the causes that name them, through chains too; what a cause took does not stand alone.

    Of two that name each other, the one that is repaired first is the cause: else both would be gone.
    """
    findings = {name: _one_way(finding, findings) for name, finding in findings.items()}
    taken = {one.id for finding in findings.values() for one in finding.explains if one.id in findings}
    folded = []
    for name, finding in findings.items():
        if name not in taken:
            symptoms = _symptoms(finding, findings, {name})
            folded.append(msgspec.structs.replace(finding, explains=symptoms))
    return tuple(folded)


def _one_way(finding: Finding, findings: dict[str, Finding]) -> Finding:
    """Drop of what ``finding`` names what names it in turn and comes before it."""
    ranks = _ranks()
    kept = tuple(
        one
        for one in finding.explains
        if one.id not in findings
        or all(back.id != finding.id for back in findings[one.id].explains)
        or ranks.get(finding.id, 0) < ranks.get(one.id, 0)
    )
    return finding if kept == finding.explains else msgspec.structs.replace(finding, explains=kept)


def _symptoms(finding: Finding, findings: dict[str, Finding], above: set[str]) -> tuple[Explained, ...]:
    found: dict[str, Explained] = {}
    for one in finding.explains:
        symptom = findings.get(one.id)
        if symptom is None or one.id in above:
            continue
        found[one.id] = Explained(id=one.id, evidence=symptom.evidence, title=symptom.title)
        for deeper in _symptoms(symptom, findings, above | {one.id}):
            found.setdefault(deeper.id, deeper)
    return tuple(found.values())


def ordered(findings: tuple[Finding, ...], beside: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Put what must be repaired first at the top: errors, warnings, remarks; in each the rules' own rank.

    ``beside``: the ids of those that stopped nobody, and come after their equals.
    """
    ranks = _ranks()
    return tuple(
        sorted(
            findings,
            key=lambda one: (
                _SEVERITY[one.severity],
                one.id in beside,
                ranks[one.id],
                _CERTAINTY[one.certainty],
                one.id,
            ),
        )
    )


def _identify(state: State, knowledge: Knowledge, choices: Choices) -> ProductGuess | None:
    """Name the product by what was said; the name that was looked up stands as the answer to ``host``."""
    looked_up = (("host", Reply(code=0, lines=(seen.fact.name,), raw=""), seen.id) for seen in state.lookups)
    guess = knowledge.identify((*looked_up, *state.said))
    if choices.product is None or (guess is not None and guess.id == choices.product):
        return guess
    if choices.product not in knowledge.products:
        return guess
    name = knowledge.products[choices.product].name
    return ProductGuess(id=choices.product, name=name, version=None, confidence="proven", evidence=())
